import { describe, expect, it } from '@jest/globals';
import { createTokenBucket } from '../../../aws/sns/token-bucket.ts';

describe('a quota of calls a second', () => {
  it('lets a second’s worth through at once, then as many as fill up', () => {
    let nowMs = 0;
    const bucket = createTokenBucket(30, () => nowMs);
    const taken = () => Array.from({ length: 100 }, () => bucket.take()).filter(Boolean).length;
    expect(taken()).toBe(30);
    expect(taken()).toBe(0);
    nowMs += 500;
    expect(taken()).toBe(15);
    nowMs += 60_000;
    expect(taken()).toBe(30);
  });
});

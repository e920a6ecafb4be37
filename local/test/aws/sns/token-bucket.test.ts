import { describe, expect, it } from '@jest/globals';
import { createTokenBucket } from '../../../aws/sns/token-bucket.ts';

describe('a quota in calls per second', () => {
  it('allows one second’s calls at once, then as many as the refill allows', () => {
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

import { describe, expect, it } from '@jest/globals';
import { hookAnswer } from '../../../handlers/runtime/http-answer.ts';

const COMMON = { 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' };

describe("a hook's answer", () => {
  it('is JSON where it has a body', () => {
    expect(hookAnswer({ status: 200, body: {} })).toEqual({
      statusCode: 200,
      headers: { 'Content-Type': 'application/json', ...COMMON },
      body: '{}',
    });
  });

  it('is plain text where people may see it', () => {
    expect(hookAnswer({ status: 429, text: 'Try again.', headers: { 'Retry-After': '2' } })).toEqual({
      statusCode: 429,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', ...COMMON, 'Retry-After': '2' },
      body: 'Try again.',
    });
  });

  it('has neither, nor a type, where the status says all', () => {
    expect(hookAnswer({ status: 204 })).toEqual({ statusCode: 204, headers: COMMON, body: '' });
  });
});

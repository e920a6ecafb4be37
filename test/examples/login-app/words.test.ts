import { describe, expect, it } from '@jest/globals';
import {
  countOf,
  durationOf,
  isForPeople,
  whyNotSent,
  wrongCode,
} from '../../../examples/login-app/finished/words.ts';

describe('the words of the login app', () => {
  it.each([
    [0, '1 second'],
    [0.2, '1 second'],
    [29.1, '30 seconds'],
    [90, '90 seconds'],
    [91, '2 minutes'],
    [600, '10 minutes'],
    [601, '11 minutes'],
  ])('say a wait of %s s as %s', (seconds, words) => {
    expect(durationOf(seconds)).toBe(words);
  });

  it('count', () => {
    expect([countOf(1, 'time'), countOf(2, 'time')]).toEqual(['1 time', '2 times']);
    expect(wrongCode(1).text).toBe('That is not the code that was sent. You can try 1 more time.');
  });

  it('say why no code was sent, and how long to wait', () => {
    expect(whyNotSent('locked', 240).text).toBe(
      'Too many wrong codes were entered. Try again in 4 minutes, or contact support.',
    );
    expect(whyNotSent('rate_limited', undefined).text).toBe(
      'Too many codes were asked for. Try again in a moment.',
    );
  });

  it.each(['internal_error', undefined] as const)('keep %s for the operator', (code) => {
    expect(isForPeople(code)).toBe(false);
    expect(whyNotSent(code, 5).text).toBe('Codes cannot be sent right now. Try again in a moment.');
  });
});

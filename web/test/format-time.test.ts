import { describe, expect, it } from '@jest/globals';
import { formatDuration, inUnits, secondsLeft } from '../src/time/format-time.ts';

describe('secondsLeft', () => {
  it('rounds up, so that a live token never shows 0', () => {
    expect(secondsLeft(1_001, 1_000)).toBe(1);
    expect(secondsLeft(300_000, 0)).toBe(300);
  });

  it('is 0 from the deadline on', () => {
    expect(secondsLeft(1_000, 1_000)).toBe(0);
    expect(secondsLeft(1_000, 99_000)).toBe(0);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0:00'],
    [9, '0:09'],
    [299, '4:59'],
    [3_600, '1:00:00'],
    [86_399, '23:59:59'],
  ])('writes %d seconds as %s', (seconds, written) => {
    expect(formatDuration(seconds)).toBe(written);
  });
});

describe('inUnits', () => {
  it.each([
    [1, 'second', '1 second'],
    [59, 'second', '59 seconds'],
    [1, 'minute', '1 minute'],
    [25, 'hour', '25 hours'],
  ] as const)('writes %d of the unit %s as %s', (count, unit, written) => {
    expect(inUnits(count, unit)).toBe(written);
  });
});

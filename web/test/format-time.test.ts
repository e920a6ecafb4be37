import { describe, expect, it } from '@jest/globals';
import {
  formatDuration,
  formatInstant,
  inUnits,
  roughly,
  secondsLeft,
  zoneOffset,
} from '../src/time/format-time.ts';

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

describe('roughly', () => {
  it.each([
    [45, '45 seconds'],
    [91, '2 minutes'],
    [3_000, '50 minutes'],
    [9_001, '3 hours'],
    [259_200, '3 days'],
  ])('writes %d seconds as %s', (seconds, written) => {
    expect(roughly(seconds)).toBe(written);
  });
});

describe('a time', () => {
  const noon = Date.parse('2026-11-26T12:00:00Z');

  it('is in English, in UTC if that was chosen, with the date unless it is today’s', () => {
    expect(formatInstant('2026-11-26T09:05:07Z', noon, 'utc')).toBe('09:05:07');
    expect(formatInstant('2026-11-25T23:05:07Z', noon, 'utc')).toBe('25 Nov 2026, 23:05:07');
  });

  it('has a zone that is named by its offset', () => {
    expect(zoneOffset(new Date(noon), 'utc')).toBe('UTC');
    expect(zoneOffset(new Date(noon), 'local')).toMatch(/^UTC([+−-]\d{1,2}(:\d\d)?)?$/);
  });
});

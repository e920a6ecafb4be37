import { describe, expect, it } from '@jest/globals';
import { windowBounds } from '../../../handlers/domain/window.ts';

const seconds = (iso: string) => Date.parse(iso) / 1000;

describe('a window', () => {
  it.each([
    [600, '2026-11-22T10:07:31Z', '2026-11-22T10:00:00Z', '2026-11-22T10:10:00Z'],
    [86_400, '2026-11-22T23:59:59Z', '2026-11-22T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['month', '2026-12-31T23:59:59Z', '2026-12-01T00:00:00Z', '2027-01-01T00:00:00Z'],
    ['month', '2028-02-29T12:00:00Z', '2028-02-01T00:00:00Z', '2028-03-01T00:00:00Z'],
  ] as const)('of %s around %s runs from %s to %s', (window, at, from, to) => {
    expect(windowBounds(window, seconds(at))).toEqual({
      startsAtSeconds: seconds(from),
      endsAtSeconds: seconds(to),
    });
  });
});

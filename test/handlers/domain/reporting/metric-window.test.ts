import { describe, expect, it } from '@jest/globals';
import { windowOf } from '../../../../handlers/domain/reporting/metric-window.ts';

const NOW = Date.parse('2026-11-22T10:07:30Z');

function windowIn(asked: Parameters<typeof windowOf>[0]) {
  const decision = windowOf(asked, NOW);
  if (!decision.ok) {
    return decision.refusal.errors;
  }
  const { period, fromMs, toMs, bucketSeconds, hasBefore } = decision.value;
  const iso = (ms: number) => new Date(ms).toISOString().slice(0, 16);
  return [period, iso(fromMs), iso(toMs), bucketSeconds, hasBefore];
}

describe('a range with a name', () => {
  it.each([
    [undefined, 'hour', '2026-11-22T09:08', '2026-11-22T10:08', 60],
    ['quarter_hour', 'quarter_hour', '2026-11-22T09:53', '2026-11-22T10:08', 60],
    ['three_hours', 'three_hours', '2026-11-22T07:10', '2026-11-22T10:10', 300],
    ['day', 'day', '2026-11-21T10:15', '2026-11-22T10:15', 900],
    ['week', 'week', '2026-11-15T12:00', '2026-11-22T12:00', 10_800],
    ['month', 'month', '2026-10-23T12:00', '2026-11-22T12:00', 43_200],
  ] as const)('such as %s ends with the bucket of now', (period, ...window) => {
    expect(windowIn(period ? { period } : {})).toEqual([...window, true]);
  });
});

describe('a range between two times', () => {
  it.each([
    // Two hours in minutes would be more points than a chart has.
    ['2026-11-22T08:00:00Z', '2026-11-22T09:30:00Z', '2026-11-22T08:00', '2026-11-22T09:30', 60],
    ['2026-11-22T08:02:00Z', '2026-11-22T10:02:00Z', '2026-11-22T08:00', '2026-11-22T10:05', 300],
    ['2026-11-01T00:00:00Z', '2026-11-08T00:00:00Z', '2026-11-01T00:00', '2026-11-08T00:00', 10_800],
    // Minutes are kept for 15 days, five minutes for 63.
    ['2026-11-01T08:00:00Z', '2026-11-01T08:30:00Z', '2026-11-01T08:00', '2026-11-01T08:30', 300],
    ['2026-08-01T08:10:00Z', '2026-08-01T08:30:00Z', '2026-08-01T08:00', '2026-08-01T09:00', 3_600],
    ['2025-10-01T00:00:00Z', '2026-10-01T00:00:00Z', '2025-09-25T00:00', '2026-10-01T00:00', 604_800],
  ])('from %s to %s has points that are still kept, and not too many', (from, to, start, end, bucket) => {
    const [period, ...window] = windowIn({ from, to }) as [string, ...unknown[]];
    expect(period).toBe('custom');
    expect(window.slice(0, 3)).toEqual([start, end, bucket]);
  });

  it('ends now if its end is missing or to come', () => {
    const expected = ['custom', '2026-11-22T10:00', '2026-11-22T10:08', 60, true];
    expect(windowIn({ from: '2026-11-22T10:00:00Z' })).toEqual(expected);
    expect(windowIn({ from: '2026-11-22T10:00:00Z', to: '2030-01-01T00:00:00Z' })).toEqual(expected);
  });

  it('has nothing before it once that is no longer kept', () => {
    expect(windowIn({ from: '2026-11-08T10:00:00Z', to: '2026-11-08T11:30:00Z' })).toMatchObject({
      3: 60,
      4: true,
    });
    expect(windowIn({ from: '2025-09-01T00:00:00Z' })).toMatchObject({ 3: 604_800, 4: false });
  });

  it.each([
    [
      { from: '2026-11-22T09:00:00Z', to: '2026-11-22T09:00:00Z' },
      'from',
      'must be before to, and in the past',
    ],
    [{ from: '2026-11-23T00:00:00Z' }, 'from', 'must be before to, and in the past'],
    [{ from: '2025-08-01T00:00:00Z' }, 'from', 'must be within the last 455 days: no older metric is kept'],
    [{ to: '2026-11-22T09:00:00Z' }, 'from', 'must be given with to'],
    [
      { period: 'day', from: '2026-11-22T09:00:00Z' } as const,
      'period',
      'must not be given with from and to',
    ],
  ])('is refused: %j', (asked, field, rule) => {
    expect(windowIn(asked)).toEqual([{ field, rule }]);
  });
});

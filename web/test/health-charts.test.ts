import { describe, expect, it } from '@jest/globals';
import { isEmpty, lineOf, topOf } from '../src/views/health/chart-series.ts';

const TIMES = ['2026-11-22T09:00:00.000Z', '2026-11-22T09:01:00.000Z', '2026-11-22T09:02:00.000Z'];
const plot = (...values: (number | null)[]) => ({ title: 'Median', color: 'var(--c)', values });
const pointsOf = (...values: (number | null)[]) =>
  lineOf(plot(...values), TIMES, 60, String).data.map(({ x, y }) => [x.toISOString().slice(14, 16), y]);

describe('a line', () => {
  it('leaves out points that are unknown, and keeps zeros', () => {
    expect(pointsOf(5, null, 0)).toEqual([
      ['00', 5],
      ['02', 0],
    ]);
  });

  it('of a single point is as long as the time that it spans, so that it can be seen', () => {
    expect(pointsOf(null, 410, null)).toEqual([
      ['01', 410],
      ['02', 410],
    ]);
    expect(pointsOf(null, null, null)).toEqual([]);
  });
});

describe('a chart', () => {
  it('is empty when nothing happened or is known', () => {
    expect([isEmpty([plot(0, 0), plot(null)]), isEmpty([plot(0), plot(1)])]).toEqual([true, false]);
  });

  it('has no fractions of a token on its axis, but does of a dollar', () => {
    expect([topOf([plot(1, 2)]), topOf([plot(7)]), topOf([plot(0.02, 0.05)])]).toEqual([4, 7, 0.05]);
  });
});

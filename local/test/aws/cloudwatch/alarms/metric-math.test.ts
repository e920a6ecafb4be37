import { describe, expect, it } from '@jest/globals';
import type { Series } from '../../../../aws/cloudwatch/alarms/metric-math.ts';
import { evaluate } from '../../../../aws/cloudwatch/alarms/metric-math.ts';
import { parseMath } from '../../../../aws/cloudwatch/alarms/parse-math.ts';

type Point = number | undefined;

const seriesOf = (...points: readonly Point[]): Series =>
  new Map(points.flatMap((value, at): [number, number][] => (value === undefined ? [] : [[at, value]])));

/** The points of the result, as many as the longest metric has. */
function result(text: string, metrics: Record<string, readonly Point[]>): Point[] {
  const series = evaluate(parseMath(text), {
    seriesOf: (id) => seriesOf(...(metrics[id] ?? [])),
    quotaOf: () => 1_000,
  });
  const length = Math.max(...Object.values(metrics).map((points) => points.length));
  return Array.from({ length }, (_, at) => series.get(at));
}

const NONE = undefined;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
describe("the examples of AWS's page", () => {
  const pair = { metric1: [30, 20, 0, 0], metric2: [20, NONE, 20, NONE] };
  it.each([
    ['metric1 < metric2', [0, 0, 1, 0]],
    ['metric1 >= 30', [1, 0, 0, 0]],
    ['metric1 > 15 AND metric2 > 15', [1, 0, 0, 0]],
    ['metric1 > 15 && metric2 > 15', [1, 0, 0, 0]],
  ])('compare: %s', (text, points) => {
    expect(result(text, pair)).toEqual(points);
  });

  const condition = { metric1: [1, 1, 0, 0, NONE] };
  const metric2 = [30, NONE, 0, 0, 30];
  const metric3 = [0, 0, 20, NONE, 20];
  it.each([
    ['IF(metric1, metric2, metric3)', { ...condition, metric2, metric3 }, [30, 0, 20, NONE, NONE]],
    ['IF(metric1, 5, metric3)', { ...condition, metric3 }, [5, 5, 20, NONE, NONE]],
    ['IF(metric1, metric2, 5)', { ...condition, metric2 }, [30, 0, 5, 5, NONE]],
    ['IF(metric1, metric2)', { ...condition, metric2 }, [30, 0, NONE, NONE, NONE]],
  ])('choose: %s', (text, metrics, points) => {
    expect(result(text, metrics)).toEqual(points);
  });
});

describe('arithmetic', () => {
  it('takes a missing value of one of two series for 0, and drops what divides by zero', () => {
    expect(result('a + b', { a: [1, NONE, NONE], b: [NONE, 2, NONE] })).toEqual([1, 2, NONE]);
    expect(result('100 * a / b', { a: [1, 1, NONE], b: [4, NONE, 2] })).toEqual([25, NONE, 0]);
  });

  it('multiplies before it adds, and compares after both', () => {
    expect(result('2 + 3 * a ^ 2 - (1 - 2) >= 15', { a: [2, 1] })).toEqual([1, 0]);
    expect(result('-a + 4', { a: [1] })).toEqual([3]);
    expect(result('100 * a / SERVICE_QUOTA(a)', { a: [800] })).toEqual([80]);
  });
});

describe('an expression is refused', () => {
  it.each([
    ["SEARCH('{AWS/Lambda}', 'Sum')", 'is not supported'],
    ['FILL(m1, 0)', 'FILL with 2 arguments is not supported'],
    ['IF(m1)', 'IF with 1 arguments is not supported'],
    ['m1 +', 'it ends too early'],
    ['(m1', ') expected, not the end'],
    ['m1 m2', 'm2 is not expected'],
    ['m1 % 2', '"% 2" is not supported'],
  ])('for %s', (text, why) => {
    expect(() => parseMath(text)).toThrow(why);
  });

  it('for a number as its result', () => {
    expect(() => result('1 + 1', { a: [1] })).toThrow('must be a time series');
  });
});

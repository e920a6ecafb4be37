/** Reduces the points of a chart: bars that are narrower than their gaps cannot be drawn. */
import type { MetricSeries } from '../../../../handlers/contract/routes/metrics.ts';
import type { Channel } from '../../../../handlers/contract/vocabulary.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';

/**
 * Merges neighbours until at most `most` points are left. Counts are added up. Of delivery times the longest is
 * kept: percentiles cannot be added, and the worst is what an operator looks for.
 */
export function fewerPoints(series: MetricSeries, most: number): MetricSeries {
  const size = Math.ceil(series.times.length / most);
  if (size <= 1) {
    return series;
  }
  const added = (values: readonly number[]): number[] =>
    inGroups(values, size).map((group) => group.reduce((total, value) => total + value, 0));
  const longest = (values: readonly (number | null)[]): (number | null)[] =>
    inGroups(values, size).map((group) => {
      const measured = group.filter((value) => value !== null);
      return measured.length === 0 ? null : Math.max(...measured);
    });
  const delivered = Object.fromEntries(
    CHANNELS.map((channel) => [`delivered_${channel}`, added(series[`delivered_${channel}`])]),
  ) as Record<`delivered_${Channel}`, number[]>;
  return {
    times: series.times.filter((_, index) => index % size === 0),
    issued: added(series.issued),
    ...delivered,
    verified: added(series.verified),
    refused: added(series.refused),
    failures: added(series.failures),
    p50_ms: longest(series.p50_ms),
    p95_ms: longest(series.p95_ms),
  };
}

const inGroups = <T>(values: readonly T[], size: number): (readonly T[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, group) =>
    values.slice(group * size, (group + 1) * size),
  );

/** The metrics' series as rows. */
import type { MetricSeries } from '../../../../handlers/contract/routes/metrics.ts';
import type { Channel } from '../../../../handlers/contract/vocabulary.ts';
import { CHANNELS } from '../../../../handlers/contract/vocabulary.ts';

/** What was delivered is under the channel's name. */
export interface Point extends Readonly<Record<Channel, number>> {
  readonly time: string;
  readonly issued: number;
  readonly verified: number;
  readonly refused: number;
  readonly failures: number;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** The points at which something happened, newest first. */
export const pointsOf = (series: MetricSeries): Point[] =>
  series.times
    .map((time, index) => ({
      time,
      issued: series.issued[index] ?? 0,
      ...delivered(series, index),
      verified: series.verified[index] ?? 0,
      refused: series.refused[index] ?? 0,
      failures: series.failures[index] ?? 0,
      p50: series.p50_ms[index] ?? null,
      p95: series.p95_ms[index] ?? null,
      p99: series.p99_ms[index] ?? null,
    }))
    .filter(({ time, ...values }) => Object.values(values).some((value) => (value ?? 0) > 0))
    .reverse();

const delivered = (series: MetricSeries, index: number) =>
  Object.fromEntries(
    CHANNELS.map((channel) => [channel, series[`delivered_${channel}`][index] ?? 0]),
  ) as Record<Channel, number>;

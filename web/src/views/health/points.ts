/** The series as rows. */
import type { MetricSeries } from '../../../../handlers/contract/routes/metrics.ts';

export interface Point {
  readonly time: string;
  readonly issued: number;
  readonly sms: number;
  readonly email: number;
  readonly verified: number;
  readonly refused: number;
  readonly failures: number;
  readonly p50: number | null;
  readonly p95: number | null;
}

/** Newest first, those at which something happened. */
export const pointsOf = (series: MetricSeries): Point[] =>
  series.times
    .map((time, index) => ({
      time,
      issued: series.issued[index] ?? 0,
      sms: series.delivered_sms[index] ?? 0,
      email: series.delivered_email[index] ?? 0,
      verified: series.verified[index] ?? 0,
      refused: series.refused[index] ?? 0,
      failures: series.failures[index] ?? 0,
      p50: series.p50_ms[index] ?? null,
      p95: series.p95_ms[index] ?? null,
    }))
    .filter(({ time, ...values }) => Object.values(values).some((value) => (value ?? 0) > 0))
    .reverse();

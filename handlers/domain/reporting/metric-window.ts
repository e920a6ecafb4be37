/**
 * From when to when metrics are read, and in how many points: a range that has a name, up to now, or one between two
 * times.
 */
import type { MetricPeriod } from '../../contract/metrics.ts';
import { METRIC_BUCKETS, METRIC_PERIODS, METRIC_RETENTION, MOST_POINTS } from '../../contract/metrics.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';

export interface AskedWindow {
  readonly period?: MetricPeriod | undefined;
  /** ISO 8601. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface MetricWindow {
  readonly period: MetricPeriod | 'custom';
  /** Both are at a boundary between buckets. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly bucketSeconds: number;
  /** Whether the equally long window before this one is still kept. */
  readonly hasBefore: boolean;
}

const DEFAULT_PERIOD = 'hour';
const LONGEST_SECONDS = METRIC_RETENTION[METRIC_RETENTION.length - 1]?.keptSeconds ?? 0;

export function windowOf({ period, from, to }: AskedWindow, nowMs: number): Decision<MetricWindow> {
  if (from === undefined && to === undefined) {
    return accept(endingNow(period ?? DEFAULT_PERIOD, nowMs));
  }
  if (period !== undefined) {
    return refuseFields([{ field: 'period', rule: 'must not be given with from and to' }]);
  }
  if (from === undefined) {
    return refuseFields([{ field: 'from', rule: 'must be given with to' }]);
  }
  const fromMs = Date.parse(from);
  // What has not happened yet has no points.
  const toMs = Math.min(to === undefined ? nowMs : Date.parse(to), nowMs);
  if (fromMs >= toMs) {
    return refuseFields([{ field: 'from', rule: 'must be before to, and in the past' }]);
  }
  if (nowMs - fromMs > LONGEST_SECONDS * 1000) {
    const days = LONGEST_SECONDS / 86_400;
    return refuseFields([
      { field: 'from', rule: `must be within the last ${days} days: no older metric is kept` },
    ]);
  }
  return accept(between(fromMs, toMs, nowMs));
}

function endingNow(period: MetricPeriod, nowMs: number): MetricWindow {
  const { seconds, bucketSeconds } = METRIC_PERIODS[period];
  const toMs = endOfBucket(nowMs, bucketSeconds * 1000);
  return { period, fromMs: toMs - seconds * 1000, toMs, bucketSeconds, hasBefore: true };
}

/** Widened to whole buckets, so that each point counts as long as the others. */
function between(fromMs: number, toMs: number, nowMs: number): MetricWindow {
  const seconds = (toMs - fromMs) / 1000;
  const isFine = (bucketSeconds: number) =>
    seconds / bucketSeconds <= MOST_POINTS - 2 && isKept(bucketSeconds, (nowMs - fromMs) / 1000);
  const longest = METRIC_BUCKETS[METRIC_BUCKETS.length - 1] ?? 0;
  const bucketSeconds = METRIC_BUCKETS.find(isFine) ?? longest;
  const bucketMs = bucketSeconds * 1000;
  const start = Math.floor(fromMs / bucketMs) * bucketMs;
  const end = Math.ceil(toMs / bucketMs) * bucketMs;
  const beforeSeconds = (nowMs - (start - (end - start))) / 1000;
  return {
    period: 'custom',
    fromMs: start,
    toMs: end,
    bucketSeconds,
    hasBefore: isKept(bucketSeconds, beforeSeconds),
  };
}

/** Whether points of this period are still kept at that age. */
const isKept = (bucketSeconds: number, ageSeconds: number): boolean =>
  METRIC_RETENTION.some(
    ({ periodSeconds, keptSeconds }) => bucketSeconds % periodSeconds === 0 && ageSeconds <= keptSeconds,
  );

const endOfBucket = (ms: number, bucketMs: number): number => (Math.floor(ms / bucketMs) + 1) * bucketMs;

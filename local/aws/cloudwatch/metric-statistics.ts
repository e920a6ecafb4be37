/** Statistics over samples, in buckets of equal length, as GetMetricData returns them. */
import { AwsError } from '../wire/aws-error.ts';
import type { Sample } from './metric-store.ts';

type Statistic = (values: readonly number[]) => number;

const sum: Statistic = (values) => values.reduce((total, value) => total + value, 0);

const BY_NAME: Record<string, Statistic> = {
  Sum: sum,
  SampleCount: (values) => values.length,
  Average: (values) => sum(values) / values.length,
  Minimum: (values) => Math.min(...values),
  Maximum: (values) => Math.max(...values),
};

/** @throws {AwsError} naming a statistic that is not supported here */
export function statisticOf(name: string): Statistic {
  const simple = Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
  if (simple) {
    return simple;
  }
  const percent = Number(/^p(\d{1,2}(\.\d{1,10})?|100)$/.exec(name)?.[1] ?? Number.NaN);
  if (Number.isNaN(percent)) {
    throw new AwsError(
      'ValidationException',
      `The local runtime supports the statistics ${Object.keys(BY_NAME).join(', ')} and p0 to p100, not ${name}.`,
    );
  }
  return percentile(percent);
}

/** Nearest rank: the smallest value such that at least `percent` percent of all values are no greater. */
const percentile =
  (percent: number): Statistic =>
  (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length));
    return sorted[rank - 1] ?? 0;
  };

/** Oldest first; a bucket without samples has no point. Buckets start at `fromMs`; `toMs` is exclusive. */
export function inBuckets(
  samples: readonly Sample[],
  statistic: Statistic,
  { fromMs, toMs, bucketMs }: { fromMs: number; toMs: number; bucketMs: number },
): Sample[] {
  const buckets = new Map<number, number[]>();
  for (const { atMs, value } of samples) {
    if (atMs < fromMs || atMs >= toMs) {
      continue;
    }
    const startMs = fromMs + Math.floor((atMs - fromMs) / bucketMs) * bucketMs;
    buckets.set(startMs, [...(buckets.get(startMs) ?? []), value]);
  }
  return [...buckets].sort(([a], [b]) => a - b).map(([atMs, values]) => ({ atMs, value: statistic(values) }));
}

/**
 * The metrics, read at whatever minute it is. Totals of delivery times come from one CloudWatch period as
 * long as the window, which is right only when CloudWatch begins it at the window's start: at an odd minute
 * it would otherwise be two, of which the answer shows one.
 */

import type { MetricPeriod } from '../../../handlers/contract/metrics.ts';
import { METRIC_PERIODS } from '../../../handlers/contract/metrics.ts';
import type { MetricsAnswer } from '../../../handlers/contract/routes/metrics.ts';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { Check } from '../check.ts';
import { ensure, ensureStatus } from '../outcome.ts';
import type { Walk } from '../walk.ts';

const MILLISECONDS = 1000;
/** Tolerance for the clocks of two machines, and for an answer in transit while a bucket ends. */
const CLOCK_DIFFERENCE_MS = 120_000;
/** CloudWatch's percentiles are estimates. */
const TOLERANCE = 0.02;

export const METRIC_CHECKS: readonly Check[] = (Object.keys(METRIC_PERIODS) as MetricPeriod[]).map(
  (period) => ({
    name: `the metrics of the last ${period} are whole`,
    needs: [SCOPES.read],
    run: (walk) => readMetrics(walk, period),
  }),
);

async function readMetrics(walk: Walk, period: MetricPeriod): Promise<string> {
  const answer = await walk.api('GET', `/metrics?period=${period}`);
  ensureStatus(answer, 200);
  const metrics = answer.json as MetricsAnswer;
  ensureWindow(metrics, period);
  ensureTotals(metrics);
  ensureDeliveryTimes(metrics);
  const at = `at ${new Date().toISOString().slice(11, 16)} UTC`;
  const isTelling = metrics.totals.delivery_ms.p95 !== null;
  return isTelling ? at : `${at}; no delivery was counted yet, so run it again in two minutes`;
}

function ensureWindow(
  { period, from, to, bucket_seconds, series }: MetricsAnswer,
  asked: MetricPeriod,
): void {
  const { seconds, bucketSeconds } = METRIC_PERIODS[asked];
  ensure(
    period === asked && bucket_seconds === bucketSeconds,
    'period or bucket_seconds are of another period',
  );
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  ensure(toMs - fromMs === seconds * MILLISECONDS, `the window is not ${seconds} s long`);
  const lateMs = Date.now() - toMs;
  const isPresent =
    lateMs < CLOCK_DIFFERENCE_MS && -lateMs <= bucketSeconds * MILLISECONDS + CLOCK_DIFFERENCE_MS;
  ensure(isPresent, 'the window does not end now');
  for (const [name, values] of Object.entries(series)) {
    ensure(values.length === seconds / bucketSeconds, `series.${name} has ${values.length} points`);
  }
  const isEven = series.times.every(
    (time, index) => Date.parse(time) === fromMs + index * bucketSeconds * MILLISECONDS,
  );
  ensure(isEven, `series.times are not ${bucketSeconds} s apart from the window's start on`);
}

function ensureTotals({ totals, series }: MetricsAnswer): void {
  const sums = [
    ['issued', totals.issued, series.issued],
    ['delivered.sms', totals.delivered.sms, series.delivered_sms],
    ['delivered.email', totals.delivered.email, series.delivered_email],
    ['verified', totals.verified, series.verified],
  ] as const;
  for (const [name, total, points] of sums) {
    const sum = points.reduce((all, each) => all + each, 0);
    ensure(sum === total, `totals.${name} is ${total}, its points are ${sum}`);
  }
}

/** A percentile of the whole lies between those of its parts. */
function ensureDeliveryTimes({ totals, series }: MetricsAnswer): void {
  for (const percentile of ['p50', 'p95'] as const) {
    const points = series[`${percentile}_ms`].filter((value) => value !== null);
    const total = totals.delivery_ms[percentile];
    ensure((total === null) === (points.length === 0), `delivery_ms.${percentile} and its points disagree`);
    const isBetween =
      total === null ||
      (total >= Math.min(...points) * (1 - TOLERANCE) && total <= Math.max(...points) * (1 + TOLERANCE));
    ensure(isBetween, `delivery_ms.${percentile} lies outside of its points: the window was cut in two`);
  }
}

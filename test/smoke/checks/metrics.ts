/**
 * The metrics, at whatever minute the smoke test runs. The total delivery times come from one CloudWatch
 * period that is as long as the window. They are correct only if CloudWatch starts that period where the
 * window starts. Otherwise the window would span two periods at an odd minute, and the response would show
 * only one of them.
 */

import type { MetricPeriod } from '../../../handlers/contract/metrics.ts';
import { METRIC_PERIODS } from '../../../handlers/contract/metrics.ts';
import type { MetricsAnswer } from '../../../handlers/contract/routes/metrics.ts';
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { Check } from '../check.ts';
import { ensure, ensureStatus } from '../outcome.ts';
import type { Walk } from '../walk.ts';

const MILLISECONDS = 1000;
/** Tolerance for clock skew, and for a response that is in transit while a bucket ends. */
const CLOCK_DIFFERENCE_MS = 120_000;
/** CloudWatch's percentiles are estimates. */
const TOLERANCE = 0.02;

/** One with points of minutes and one with longer points; the other periods differ from them in length only. */
const CHECKED_PERIODS = ['hour', 'day'] as const satisfies readonly MetricPeriod[];

export const METRIC_CHECKS: readonly Check[] = CHECKED_PERIODS.map((period) => ({
  name: `the metrics of the last ${period} are complete`,
  needs: [SCOPES.read],
  run: (walk) => readMetrics(walk, period),
}));

async function readMetrics(walk: Walk, period: MetricPeriod): Promise<string> {
  const answer = await walk.api('GET', `/metrics?period=${period}`);
  ensureStatus(answer, 200);
  const metrics = answer.json as MetricsAnswer;
  ensureWindow(metrics, period);
  ensureTotals(metrics);
  ensureDeliveryTimes(metrics);
  const at = `at ${new Date().toISOString().slice(11, 16)} UTC`;
  const isTelling = metrics.totals.delivery_ms.p95 !== null;
  return isTelling ? at : `${at}; no delivery has been counted yet, so run it again in two minutes`;
}

function ensureWindow(
  { period, from, to, bucket_seconds, series }: MetricsAnswer,
  asked: MetricPeriod,
): void {
  const { seconds, bucketSeconds } = METRIC_PERIODS[asked];
  ensure(
    period === asked && bucket_seconds === bucketSeconds,
    'period or bucket_seconds do not match the requested period',
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
  ensure(isEven, `series.times are not ${bucketSeconds} s apart, beginning at the window's start`);
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
    ensure(sum === total, `totals.${name} is ${total}, but its points add up to ${sum}`);
  }
}

/** A percentile of the whole is between the lowest and the highest of its parts. */
function ensureDeliveryTimes({ totals, series }: MetricsAnswer): void {
  for (const percentile of ['p50', 'p95'] as const) {
    const points = series[`${percentile}_ms`].filter((value) => value !== null);
    const total = totals.delivery_ms[percentile];
    ensure((total === null) === (points.length === 0), `delivery_ms.${percentile} and its points disagree`);
    const isBetween =
      total === null ||
      (total >= Math.min(...points) * (1 - TOLERANCE) && total <= Math.max(...points) * (1 + TOLERANCE));
    ensure(isBetween, `delivery_ms.${percentile} is outside its points' range: the window was cut in two`);
  }
}

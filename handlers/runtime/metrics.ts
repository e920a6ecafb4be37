/**
 * Writes metrics as log lines in CloudWatch's Embedded Metric Format: no call, no wait, no permission.
 *
 * Each metric is a separate line, written at once (Powertools' `singleMetric`): the metrics of one invocation
 * differ in their dimensions, which a shared line does not allow, and nothing is left to flush when the
 * function throws. A metric that is an event carries it as one more member of its line, so that neither can be
 * written without the other.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CarriedEvent } from '../contract/events.ts';
import { EVENT_MEMBER } from '../contract/events.ts';
import type { CANARY_LATENCY, CountedMetric, DELIVERY_LATENCY, SliceValues } from '../contract/metrics.ts';
import { METRICS_NAMESPACE, TEXTS_COST } from '../contract/metrics.ts';
import { serviceName } from './service-name.ts';

const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName });

/** `slices`: what it is also counted by, each by itself. */
export function emitCount(
  { metric, ...dimensions }: CountedMetric,
  event?: CarriedEvent,
  slices: SliceValues = {},
): void {
  const single = metrics.singleMetric();
  if ('country' in dimensions) {
    const { country: _, ...ofAllCountries } = dimensions;
    single.addDimensions(ofAllCountries);
  }
  if (Object.keys({ ...dimensions, ...slices }).length > 0) {
    single.addDimensions(dimensions);
  }
  slice(single, slices, dimensions);
  if (event !== undefined) {
    // Typed as text, and written as whatever JSON it is.
    single.addMetadata(EVENT_MEMBER, event as unknown as string);
  }
  // Writes the line.
  single.addMetric(metric, MetricUnit.Count, 1);
}

/** What a text costs, in US dollars. */
export function emitTextCost(usd: number, slices: SliceValues): void {
  const single = metrics.singleMetric();
  single.addDimensions({});
  slice(single, slices);
  single.addMetric(TEXTS_COST, MetricUnit.NoUnit, usd);
}

function slice(single: Metrics, slices: SliceValues, known: object = {}): void {
  for (const [name, value] of Object.entries(slices)) {
    if (!(name in known)) {
      single.addDimensions({ [name]: value });
    }
  }
}

/** Writes that an event did not happen, where its absence must differ from silence. */
export function emitZero(metric: 'CanarySucceeded'): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Count, 0);
}

export function emitMilliseconds(
  metric: typeof CANARY_LATENCY | typeof DELIVERY_LATENCY,
  value: number,
): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Milliseconds, value);
}

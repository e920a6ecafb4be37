/**
 * Writes metrics as log lines in CloudWatch's Embedded Metric Format: no call, no wait, no permission.
 *
 * Each metric is a separate line, written at once (Powertools' `singleMetric`): the metrics of one invocation
 * differ in their dimensions, which a shared line does not allow, and nothing is left to flush when the
 * function throws.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CountedMetric, DELIVERY_LATENCY } from '../contract/metrics.ts';
import { METRICS_NAMESPACE } from '../contract/metrics.ts';
import { serviceName } from './service-name.ts';

const metrics = new Metrics({ namespace: METRICS_NAMESPACE, serviceName });

/**
 * A metric by country is also counted without the country: CloudWatch keeps no sum over a dimension, and the figure
 * that is shown most should not be the sum of two hundred metrics.
 */
export function emitCount({ metric, ...dimensions }: CountedMetric): void {
  const single = metrics.singleMetric();
  if ('country' in dimensions) {
    const { country: _, ...ofAllCountries } = dimensions;
    single.addDimensions(ofAllCountries);
  }
  if (Object.keys(dimensions).length > 0) {
    single.addDimensions(dimensions);
  }
  single.addMetric(metric, MetricUnit.Count, 1);
}

export function emitMilliseconds(metric: typeof DELIVERY_LATENCY, value: number): void {
  metrics.singleMetric().addMetric(metric, MetricUnit.Milliseconds, value);
}

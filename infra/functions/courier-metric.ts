/** The service's metrics as CDK metrics, for alarms and dashboards. */
import type { MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { CountedMetric } from '../../handlers/contract/metrics.ts';
import { CANARY_LATENCY, DELIVERY_LATENCY, METRICS_NAMESPACE } from '../../handlers/contract/metrics.ts';

const LATENCIES = [CANARY_LATENCY, DELIVERY_LATENCY] as const;

type AnyMetric =
  | CountedMetric
  | { readonly metric: typeof CANARY_LATENCY }
  | { readonly metric: typeof DELIVERY_LATENCY };

export type MetricName = AnyMetric['metric'];

/** Dimensions in addition to `service`. CloudWatch finds a metric only by its complete set of dimensions. */
type Dimensions<Name extends MetricName> = Omit<Extract<AnyMetric, { metric: Name }>, 'metric'>;

interface CourierMetricOptions<Name extends MetricName> extends Omit<MetricOptions, 'dimensionsMap'> {
  readonly dimensionsMap: Dimensions<Name>;
}

/** Options are required when the metric has dimensions. */
export type MetricArguments<Name extends MetricName> = keyof Dimensions<Name> extends never
  ? [options?: Omit<MetricOptions, 'dimensionsMap'>]
  : [options: CourierMetricOptions<Name>];

export function courierMetric<Name extends MetricName>(
  scope: Construct,
  service: string,
  metricName: Name,
  ...[options]: MetricArguments<Name>
): Metric {
  const { dimensionsMap, ...more }: MetricOptions = options ?? {};
  return new Metric({
    namespace: METRICS_NAMESPACE,
    metricName,
    statistic: LATENCIES.some((latency) => latency === metricName) ? Stats.p(95) : Stats.SUM,
    ...more,
    dimensionsMap: { service, ...dimensionsMap },
  }).attachTo(scope);
}

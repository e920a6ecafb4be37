/** The metrics of a row of the table of alarms, as CDK has them. */
import { Duration } from 'aws-cdk-lib';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Alarm, AlarmMetric } from '../../handlers/contract/alarm.ts';
import { MOST_METRICS } from '../../handlers/contract/alarm.ts';
import { METRICS_NAMESPACE } from '../../handlers/contract/metrics.ts';
import type { DimensionsOf } from './subjects.ts';

interface Source {
  readonly service: string;
  readonly dimensionsOf: DimensionsOf;
}

/**
 * What an alarm watches. A name that stands for several metrics is their sum in the expression.
 * @throws when CloudWatch would refuse the alarm for its number of metrics
 */
export function alarmMetric(name: string, alarm: Alarm, source: Source): IMetric {
  const period = Duration.minutes(alarm.periodMinutes);
  const named = Object.entries(alarm.metrics).map(([id, metric]): [string, Metric[]] => [
    id,
    metricsOf(metric, source, period),
  ]);
  const all = named.flatMap(([, metrics]) => metrics);
  if (all.length === 0 || all.length > MOST_METRICS) {
    throw new Error(`The alarm ${name} reads ${all.length} metrics; CloudWatch takes 1 to ${MOST_METRICS}.`);
  }
  const [only] = all;
  if (only && all.length === 1 && alarm.expression === undefined) {
    return only;
  }
  const usingMetrics = Object.fromEntries(named.flatMap(([id, metrics]) => idsOf(id, metrics)));
  const expression = named.reduce(
    (text, [id, metrics]) => text.replaceAll(new RegExp(`\\b${id}\\b`, 'g'), sumOf(id, metrics)),
    alarm.expression ?? named.map(([id]) => id).join(' + '),
  );
  return new MathExpression({ expression, usingMetrics, period, label: alarm.title });
}

function metricsOf(metric: AlarmMetric, { service, dimensionsOf }: Source, period: Duration): Metric[] {
  if ('own' in metric) {
    return [metric.own].flat().map(
      ({ metric: metricName, ...dimensions }) =>
        new Metric({
          namespace: METRICS_NAMESPACE,
          metricName,
          dimensionsMap: { service, ...dimensions },
          statistic: metric.statistic ?? 'Sum',
          period,
        }),
    );
  }
  const { namespace, metric: metricName, statistic } = metric;
  return [metric.of]
    .flat()
    .flatMap(dimensionsOf)
    .map((dimensionsMap) => new Metric({ namespace, metricName, dimensionsMap, statistic, period }));
}

const idsOf = (id: string, metrics: readonly Metric[]): [string, Metric][] =>
  metrics.map((metric, index) => [metrics.length === 1 ? id : `${id}${index + 1}`, metric]);

const sumOf = (id: string, metrics: readonly Metric[]): string =>
  metrics.length === 1
    ? id
    : `(${idsOf(id, metrics)
        .map(([each]) => each)
        .join(' + ')})`;

/**
 * Reads an alarm of the template, and refuses what CloudWatch refuses or what is not supported here.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
import type { Resource } from '../../../cloudformation/load-stack.ts';
import { toList, toObject, toText } from '../../../http/json-values.ts';
import { statisticOf } from '../metric-statistics.ts';
import type { MetricName } from '../metric-store.ts';
import type { Judgement, MissingData } from './alarm-state.ts';
import { evaluationRange } from './alarm-state.ts';
import type { Expression } from './parse-math.ts';
import { idsIn, parseMath } from './parse-math.ts';

const MOST_METRICS = 10;
const MINUTE_SECONDS = 60;
const DAY_SECONDS = 86_400;
const TREATMENTS: readonly MissingData[] = ['breaching', 'ignore', 'missing', 'notBreaching'];
/** Alarms on it keep their state while data is missing, whatever they say. */
const KEEPS_STATE = 'AWS/DynamoDB';
/** Others would be about anomalies, Metrics Insights or other clocks. */
const SUPPORTED = [
  'ActionsEnabled',
  'AlarmActions',
  'AlarmDescription',
  'AlarmName',
  'ComparisonOperator',
  'DatapointsToAlarm',
  'Dimensions',
  'EvaluationPeriods',
  'ExtendedStatistic',
  'InsufficientDataActions',
  'MetricName',
  'Metrics',
  'Namespace',
  'OKActions',
  'Period',
  'Statistic',
  'Tags',
  'Threshold',
  'TreatMissingData',
];

const COMPARISONS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

interface WatchedMetric {
  readonly metric: MetricName;
  readonly statistic: string;
}

export interface MetricAlarm {
  readonly metrics: ReadonlyMap<string, WatchedMetric>;
  readonly expression: Expression;
  /** The formula, or the metric's name. */
  readonly watches: string;
  readonly periodSeconds: number;
  readonly breaches: (value: number) => boolean;
  readonly judgement: Judgement;
  readonly range: number;
  /** Such as `GreaterThanOrEqualToThreshold 3`. */
  readonly condition: string;
}

/** @throws with the path of the construct */
export function readMetricAlarm({ path, properties }: Resource): MetricAlarm {
  const refuse = (why: string): never => {
    throw new Error(`${path}: ${why}`);
  };
  const unknown = Object.keys(properties).find((name) => !SUPPORTED.includes(name));
  if (unknown !== undefined) {
    refuse(`the local runtime supports no alarms with ${unknown}.`);
  }
  const queries = toList(properties.Metrics).map(toObject);
  const stats = queries.filter(({ MetricStat }) => MetricStat !== undefined);
  const expressions = queries.filter(({ Expression: formula }) => formula !== undefined);
  const watched: [string, WatchedMetric & { periodSeconds: number }][] =
    queries.length === 0
      ? [['metric', watch(properties, properties)]]
      : stats.map(({ Id, MetricStat }) => {
          const { Metric, Stat, Period } = toObject(MetricStat);
          return [toText(Id), watch(toObject(Metric), { Statistic: Stat, Period })];
        });
  const formula = expressions.length === 0 ? (watched[0]?.[0] ?? '') : toText(expressions[0]?.Expression);
  if (expressions.length > 1 || (queries.length > 0 && expressions.length === 0 && stats.length > 1)) {
    refuse('an alarm watches one expression here.');
  }
  if (watched.length > MOST_METRICS) {
    refuse(`an alarm reads at most ${MOST_METRICS} metrics, not ${watched.length}.`);
  }
  const periods = new Set(watched.map(([, { periodSeconds }]) => periodSeconds));
  const [periodSeconds = 0] = periods;
  if (periods.size !== 1 || periodSeconds < MINUTE_SECONDS || periodSeconds % MINUTE_SECONDS !== 0) {
    refuse('all metrics of an alarm have one period, which is a multiple of 60 seconds.');
  }
  const metrics = new Map(watched);
  const expression = parseMath(formula);
  const ids = idsIn(expression);
  const stranger = ids.find((id) => !metrics.has(id));
  if (stranger !== undefined || ids.length === 0) {
    refuse(`the expression "${formula}" names ${stranger ?? 'no metric'}.`);
  }
  const evaluationPeriods = Number(properties.EvaluationPeriods);
  const judgement = {
    evaluationPeriods,
    datapointsToAlarm: Number(properties.DatapointsToAlarm ?? evaluationPeriods),
    treatMissingData: watched.some(([, { metric }]) => metric.namespace === KEEPS_STATE)
      ? 'ignore'
      : treatmentOf(properties.TreatMissingData ?? 'missing', refuse),
  };
  if (!(judgement.datapointsToAlarm >= 1 && judgement.datapointsToAlarm <= evaluationPeriods)) {
    refuse('DatapointsToAlarm is from 1 to EvaluationPeriods.');
  }
  if (evaluationPeriods * periodSeconds > DAY_SECONDS) {
    refuse('the local runtime supports no alarms over more than a day.');
  }
  const operator = toText(properties.ComparisonOperator);
  const compare = COMPARISONS[operator] ?? refuse(`${operator} is not supported by the local runtime.`);
  const threshold = Number(properties.Threshold);
  return {
    metrics,
    expression,
    watches: queries.length === 0 ? toText(properties.MetricName) : formula,
    periodSeconds,
    breaches: (value) => compare(value, threshold),
    judgement,
    range: evaluationRange(judgement),
    condition: `${operator} ${threshold}`,
  };
}

function watch(
  metric: Record<string, unknown>,
  { Statistic, ExtendedStatistic, Period }: Record<string, unknown>,
) {
  const statistic = toText(Statistic ?? ExtendedStatistic);
  statisticOf(statistic);
  const dimensions = toList(metric.Dimensions).map(toObject);
  return {
    metric: {
      namespace: toText(metric.Namespace),
      name: toText(metric.MetricName),
      dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [toText(Name), toText(Value)])),
    },
    statistic,
    periodSeconds: Number(Period),
  };
}

const treatmentOf = (given: unknown, refuse: (why: string) => never): MissingData =>
  TREATMENTS.find((each) => each === given) ?? refuse(`TreatMissingData may not be ${toText(given)}.`);

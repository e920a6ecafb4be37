/**
 * Amazon CloudWatch: DescribeAlarms, and GetMetricData over the metrics that functions write in the Embedded Metric
 * Format, over the executions of state machines, and over what service-metrics.ts counts. It speaks AWS JSON 1.0, as the AWS SDK for JavaScript does; the
 * protocols that other clients may choose (query, RPC v2 CBOR) are not supported.
 */
import type { ExecutionStore } from '../step-functions/execution-store.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';
import type { DescribedAlarm } from './alarms/describe-alarms.ts';
import { createDescribeAlarms } from './alarms/describe-alarms.ts';
import { hasPoints, isKept, pageOf, startOf } from './metric-limits.ts';
import { inBuckets, statisticOf } from './metric-statistics.ts';
import type { MetricName, MetricStore, Sample } from './metric-store.ts';

const STATES_NAMESPACE = 'AWS/States';
const STARTED = 'ExecutionsStarted';
const STATUS_OF_METRIC: Record<string, string> = {
  ExecutionsSucceeded: 'SUCCEEDED',
  ExecutionsFailed: 'FAILED',
  ExecutionsTimedOut: 'TIMED_OUT',
};
const MAX_QUERIES = 500;
/** Standard-resolution metrics have a granularity of one minute, and periods are multiples of it. */
const MINUTE_SECONDS = 60;

interface DataQuery {
  readonly Id?: string;
  readonly Label?: string;
  readonly MetricStat?: {
    readonly Metric?: {
      readonly Namespace?: string;
      readonly MetricName?: string;
      readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period?: number;
    readonly Stat?: string;
  };
}

/** The samples of a metric, whoever counts it. */
export type SamplesOf = (metric: MetricName) => readonly Sample[];

/** What functions write and services count is in the stores; executions count themselves. */
export const createSamples =
  (
    metrics: Pick<MetricStore, 'samples'>,
    executions: Pick<ExecutionStore, 'list'>,
    services: Pick<MetricStore, 'samples'>,
  ): SamplesOf =>
  (metric) => {
    if (metric.namespace === STATES_NAMESPACE) {
      return executionSamples(metric, executions);
    }
    return (metric.namespace.startsWith('AWS/') ? services : metrics).samples(metric);
  };

export const createCloudWatch = (
  samplesOf: SamplesOf,
  alarms: () => readonly DescribedAlarm[] = () => [],
  now: () => number = Date.now,
): JsonOperations => ({
  ...createDescribeAlarms(alarms),
  GetMetricData(input) {
    const { StartTime, EndTime, MetricDataQueries, ScanBy, MaxDatapoints, NextToken } = input;
    const nowMs = now();
    const window = { fromMs: startOf(Number(StartTime) * 1000, nowMs), toMs: Number(EndTime) * 1000, nowMs };
    if (!(window.fromMs < window.toMs)) {
      throw invalid('StartTime must be before EndTime; both are epoch seconds.');
    }
    if (!Array.isArray(MetricDataQueries) || MetricDataQueries.length > MAX_QUERIES) {
      throw invalid(`MetricDataQueries must be a list of at most ${MAX_QUERIES} queries.`);
    }
    const queries: readonly DataQuery[] = MetricDataQueries;
    if (new Set(queries.map(({ Id }) => Id)).size < queries.length) {
      throw invalid('Each query must have its own Id.');
    }
    const isAscending = ScanBy === 'TimestampAscending';
    const found = queries.map((query) => answer(query, samplesOf, window));
    const page = pageOf(found, isAscending, MaxDatapoints, NextToken);
    return {
      Messages: [],
      MetricDataResults: queries.map((query, index) => {
        const points = page.results[index] ?? [];
        return {
          Id: query.Id,
          Label: query.Label ?? query.MetricStat?.Metric?.MetricName,
          StatusCode: page.isPartial[index] ? 'PartialData' : 'Complete',
          Timestamps: points.map(({ atMs }) => atMs / 1000),
          Values: points.map(({ value }) => value),
        };
      }),
      ...(page.nextToken === undefined ? {} : { NextToken: page.nextToken }),
    };
  },
});

/** @throws {AwsError} when the query is invalid, or not supported here */
function answer(
  { Id = '', MetricStat }: DataQuery,
  samplesOf: SamplesOf,
  { nowMs, ...window }: { fromMs: number; toMs: number; nowMs: number },
): Sample[] {
  if (!/^[a-z]\w*$/.test(Id)) {
    throw invalid(`The Id "${Id}" must begin with a lower-case letter.`);
  }
  if (!MetricStat) {
    throw invalid('The local runtime supports queries with MetricStat only, not with Expression.');
  }
  const {
    Metric: { Namespace = '', MetricName = '', Dimensions = [] } = {},
    Period = 0,
    Stat = '',
  } = MetricStat;
  if (Period < MINUTE_SECONDS || Period % MINUTE_SECONDS !== 0) {
    throw invalid(`Period must be a multiple of ${MINUTE_SECONDS} seconds.`);
  }
  const dimensions = Object.fromEntries(Dimensions.map(({ Name, Value }) => [Name, Value]));
  const statistic = statisticOf(Stat);
  const bucketMs = Period * 1000;
  if (!hasPoints(window.fromMs, bucketMs, nowMs)) {
    return [];
  }
  const samples = samplesOf({ namespace: Namespace, name: MetricName, dimensions });
  return inBuckets(
    samples.filter(({ atMs }) => isKept(atMs, nowMs)),
    statistic,
    { ...window, bucketMs },
  );
}

/** One sample for each execution of the machine, at the time when it started or ended. */
function executionSamples(
  { name, dimensions }: MetricName,
  executions: Pick<ExecutionStore, 'list'>,
): Sample[] {
  const ofMachine = executions
    .list()
    .filter((execution) => machineOf(execution.execution_arn) === dimensions.StateMachineArn);
  if (name === STARTED) {
    return ofMachine.map(({ started_at }) => ({ atMs: Date.parse(started_at), value: 1 }));
  }
  const status = Object.hasOwn(STATUS_OF_METRIC, name) ? STATUS_OF_METRIC[name] : undefined;
  return ofMachine
    .filter((execution) => execution.status === status)
    .map(({ stopped_at = '' }) => ({ atMs: Date.parse(stopped_at), value: 1 }));
}

/** `…:express:<machine>:<name>:<id>` is an execution of `…:stateMachine:<machine>`. */
const machineOf = (executionArn: string): string =>
  executionArn.replace(':express:', ':stateMachine:').split(':').slice(0, 7).join(':');

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createCloudWatch, createSamples } from '../../../aws/cloudwatch/cloudwatch.ts';
import { createMetricStore } from '../../../aws/cloudwatch/metric-store.ts';
import { createExecutionStore } from '../../../aws/step-functions/execution-store.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const NOON = NOON_MS / 1000;
const MACHINE = 'arn:aws:states:eu-central-1:000000000000:stateMachine:issue';

/** A log line as Powertools writes it. */
const emf = (atMs: number, name: string, value: unknown, dimensions: Record<string, string> = {}) =>
  JSON.stringify({
    _aws: {
      Timestamp: atMs,
      CloudWatchMetrics: [
        {
          Namespace: 'Ours',
          Dimensions: [Object.keys(dimensions)],
          Metrics: [{ Name: name, Unit: 'Count' }],
        },
      ],
    },
    ...dimensions,
    [name]: value,
  });

const stat = (MetricName: string, Stat: string, more: object = {}): MetricDataQuery => ({
  Id: 'q1',
  MetricStat: { Metric: { Namespace: 'Ours', MetricName, Dimensions: [], ...more }, Period: 60, Stat },
});

const DAY_MS = 86_400_000;

function cloudWatchOver(...lines: string[]) {
  return cloudWatchAt(NOON_MS + 3_600_000, ...lines);
}

function cloudWatchAt(nowMs: number, ...lines: string[]) {
  const metrics = createMetricStore();
  for (const line of lines) {
    metrics.readLine(line);
  }
  const executions = createExecutionStore();
  const { GetMetricData } = createCloudWatch(
    createSamples(metrics, executions, createMetricStore()),
    () => [],
    () => nowMs,
  );
  const read = (query: object, more: object = {}) =>
    GetMetricData?.(
      { StartTime: NOON, EndTime: NOON + 600, MetricDataQueries: [query], ...more },
      {} as never,
    );
  return { read, executions };
}

describe('metrics', () => {
  it('are read from log lines and summed by the minute, newest first', () => {
    const { read } = cloudWatchOver(
      emf(NOON_MS + 1_000, 'Hits', 1),
      emf(NOON_MS + 59_000, 'Hits', [2, 3]),
      emf(NOON_MS + 60_000, 'Hits', 5),
      emf(NOON_MS - 1, 'Hits', 100),
      emf(NOON_MS + 600_000, 'Hits', 100),
      '{"level":"INFO","message":"no metric"}',
      '{"_aws": cut off',
    );
    expect(read(stat('Hits', 'Sum'))).toMatchObject({
      MetricDataResults: [
        { Id: 'q1', Timestamps: [NOON + 60, NOON], Values: [5, 6], StatusCode: 'Complete' },
      ],
    });
    expect(read(stat('Hits', 'Sum'), { ScanBy: 'TimestampAscending' })).toMatchObject({
      MetricDataResults: [{ Values: [6, 5] }],
    });
  });

  it('differ by their sets of dimensions', () => {
    const { read } = cloudWatchOver(
      emf(NOON_MS, 'Hits', 1, { service: 's' }),
      emf(NOON_MS, 'Hits', 2, { service: 's', channel: 'sms' }),
    );
    const dimensions = (...pairs: [string, string][]) => ({
      Dimensions: pairs.map(([Name, Value]) => ({ Name, Value })),
    });
    const valuesOf = (more: object) => read(stat('Hits', 'Sum', more));
    expect(valuesOf(dimensions(['service', 's']))).toMatchObject({ MetricDataResults: [{ Values: [1] }] });
    expect(valuesOf(dimensions(['channel', 'sms'], ['service', 's']))).toMatchObject({
      MetricDataResults: [{ Values: [2] }],
    });
    expect(valuesOf({})).toMatchObject({ MetricDataResults: [{ Values: [] }] });
  });

  it.each([
    ['p50', 50],
    ['p95', 95],
    ['p99.9', 100],
    ['p0', 1],
    ['Average', 50.5],
    ['Minimum', 1],
    ['Maximum', 100],
    ['SampleCount', 100],
  ])('have the statistic %s', (name, value) => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    const { read } = cloudWatchOver(emf(NOON_MS, 'Latency', hundred));
    expect(read(stat('Latency', name))).toMatchObject({ MetricDataResults: [{ Values: [value] }] });
  });

  it.each([
    ['a minute', 60, 15],
    ['five minutes', 300, 63],
    ['an hour', 3_600, 455],
  ])('in points of %s expire after their retention', (_, Period, days) => {
    const query = {
      Id: 'q1',
      MetricStat: { Metric: { Namespace: 'Ours', MetricName: 'Hits' }, Period, Stat: 'Sum' },
    };
    const after = (ms: number) => cloudWatchAt(NOON_MS + ms, emf(NOON_MS, 'Hits', 1)).read(query);
    expect(after(days * DAY_MS)).toMatchObject({ MetricDataResults: [{ Values: [1] }] });
    expect(after(days * DAY_MS + 1)).toMatchObject({ MetricDataResults: [{ Values: [] }] });
  });

  it('begin at a time that is rounded down to what is kept', () => {
    const late = cloudWatchAt(NOON_MS + 20 * DAY_MS, emf(NOON_MS, 'Hits', 1));
    const query = { ...stat('Hits', 'Sum') };
    query.MetricStat = { ...query.MetricStat, Period: 300 } as typeof query.MetricStat;
    expect(late.read(query, { StartTime: NOON + 170 })).toMatchObject({
      MetricDataResults: [{ Timestamps: [NOON], Values: [1] }],
    });
  });

  it('come in pages of the points that are asked for, the last of which has no token', () => {
    const lines = [0, 60_000, 120_000].map((ms, index) => emf(NOON_MS + ms, 'Hits', index + 1));
    const { read } = cloudWatchOver(...lines, emf(NOON_MS, 'Misses', 9));
    const queries = [stat('Hits', 'Sum'), { ...stat('Misses', 'Sum'), Id: 'q2' }];
    const ask = (more: object) =>
      read({}, { MetricDataQueries: queries, ScanBy: 'TimestampAscending', MaxDatapoints: 3, ...more });
    expect(ask({})).toMatchObject({
      MetricDataResults: [
        { Values: [1, 2], StatusCode: 'PartialData' },
        { Values: [9], StatusCode: 'Complete' },
      ],
      NextToken: '3',
    });
    const last = ask({ NextToken: '3' });
    expect(last).toMatchObject({ MetricDataResults: [{ Values: [3] }, { Values: [] }] });
    expect(last).not.toHaveProperty('NextToken');
  });

  it.each([
    [
      'more than 500 queries',
      { MetricDataQueries: Array(501).fill(stat('Hits', 'Sum')) },
      'ValidationException',
    ],
    ['an Id twice', { MetricDataQueries: Array(2).fill(stat('Hits', 'Sum')) }, 'ValidationException'],
    ['more than 100,800 points', { MaxDatapoints: 100_801 }, 'ValidationException'],
    ['a token that was not given', { NextToken: '7' }, 'InvalidNextToken'],
  ])('refuse %s', (_, more, code) => {
    expect(() => cloudWatchOver().read(stat('Hits', 'Sum'), more)).toThrow(expect.objectContaining({ code }));
  });

  it('of state machines count executions when they end', () => {
    const { read, executions } = cloudWatchOver();
    const run = (name: string, status: 'FAILED' | 'SUCCEEDED', machine = 'issue') => {
      const executionArn = `arn:aws:states:eu-central-1:000000000000:express:${machine}:${name}:id`;
      executions.start({ executionArn, name, startedAtMs: NOON_MS });
      executions.stop(executionArn, { status, stoppedAtMs: NOON_MS + 61_000 });
    };
    run('a', 'FAILED');
    run('b', 'FAILED');
    run('c', 'SUCCEEDED');
    run('d', 'FAILED', 'another');
    const Dimensions = [{ Name: 'StateMachineArn', Value: MACHINE }];
    const failed = stat('ExecutionsFailed', 'Sum', { Namespace: 'AWS/States', Dimensions });
    expect(read(failed)).toMatchObject({ MetricDataResults: [{ Timestamps: [NOON + 60], Values: [2] }] });
  });

  it.each([
    ['a metric expression', { Id: 'e', Expression: 'SUM(METRICS())' }],
    ['a statistic of another kind', stat('Hits', 'tm90')],
    ['a period of high resolution', { Id: 'q', MetricStat: { Metric: {}, Period: 10, Stat: 'Sum' } }],
    ['an Id that begins with a capital', { ...stat('Hits', 'Sum'), Id: 'Q' }],
  ])('refuse %s', (_, query) => {
    expect(() => cloudWatchOver().read(query)).toThrow(
      expect.objectContaining({ code: 'ValidationException' }),
    );
  });
});

describe("AWS's own client", () => {
  let aws: LocalEndpoint;
  beforeAll(async () => {
    aws = await startLocalEndpoint({});
  });
  afterAll(() => aws.close());

  const ask = (query: MetricDataQuery) =>
    new CloudWatchClient(aws.client).send(
      new GetMetricDataCommand({
        StartTime: new Date(NOON_MS),
        EndTime: new Date(NOON_MS + 60_000),
        MetricDataQueries: [query],
      }),
    );

  it('can query the emulator', async () => {
    const { MetricDataResults } = await ask(stat('Hits', 'Sum'));
    expect(MetricDataResults).toEqual([
      { Id: 'q1', Label: 'Hits', StatusCode: 'Complete', Timestamps: [], Values: [] },
    ]);
  });

  it('gets errors by name', async () => {
    await expect(ask(stat('Hits', 'tm90'))).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('gets injected faults', async () => {
    aws.faults.add({
      service: 'cloudwatch',
      operation: 'GetMetricData',
      error: 'ThrottlingException',
      times: 1,
    });
    await expect(ask(stat('Hits', 'Sum'))).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudWatchMetrics } from '../../../../handlers/adapters/cloudwatch/metrics.ts';
import { MetricsUnavailable } from '../../../../handlers/domain/errors.ts';
import type { MetricQuery } from '../../../../handlers/domain/reporting/metric-reader.ts';
import { NOW_MS } from '../../fixtures.ts';
import { notReached, serviceError } from '../service-errors.ts';

const cloudWatch = mockClient(CloudWatchClient);
const reader = cloudWatchMetrics(new CloudWatchClient({ region: 'eu-west-1' }));
const WINDOW = { fromMs: NOW_MS - 3_600_000, toMs: NOW_MS };
const ISSUED: MetricQuery = {
  namespace: 'TokenCourier',
  metric: 'TokensIssued',
  dimensions: { service: 'token-courier' },
  statistic: 'Sum',
  bucketSeconds: 60,
};
const LATENCY: MetricQuery = { ...ISSUED, metric: 'DeliveryLatency', statistic: 'p95', bucketSeconds: 3600 };
const result = (Id: string, atMs: number, value: number) => ({
  Id,
  StatusCode: 'Complete' as const,
  Timestamps: [new Date(atMs)],
  Values: [value],
});

afterEach(() => {
  cloudWatch.reset();
});

describe('reading metrics', () => {
  it('requests all metrics in one call, oldest points first', async () => {
    cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
    expect(await reader.read([ISSUED, LATENCY], WINDOW)).toEqual([[], []]);
    expect(cloudWatch.calls()).toHaveLength(1);
    expect(cloudWatch.call(0).args[0].input).toMatchObject({
      StartTime: new Date(WINDOW.fromMs),
      EndTime: new Date(WINDOW.toMs),
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [
        {
          Id: 'q0',
          MetricStat: {
            Metric: {
              Namespace: 'TokenCourier',
              MetricName: 'TokensIssued',
              Dimensions: [{ Name: 'service', Value: 'token-courier' }],
            },
            Period: 60,
            Stat: 'Sum',
          },
        },
        { Id: 'q1', MetricStat: { Period: 3600, Stat: 'p95' } },
      ],
    });
  });

  it('joins the pages of a response, whatever their order', async () => {
    const later = NOW_MS - 60_000;
    cloudWatch
      .on(GetMetricDataCommand)
      .resolvesOnce({
        MetricDataResults: [result('q1', later, 9), result('q0', later, 1)],
        NextToken: 'more',
      })
      .resolvesOnce({ MetricDataResults: [result('q0', NOW_MS, 2)] });
    expect(await reader.read([ISSUED, LATENCY], WINDOW)).toEqual([
      [
        { atMs: later, value: 1 },
        { atMs: NOW_MS, value: 2 },
      ],
      [{ atMs: later, value: 9 }],
    ]);
    expect(cloudWatch.call(1).args[0].input).toMatchObject({ NextToken: 'more' });
  });

  it.each([
    ['is throttled', serviceError('ThrottlingException', 400)],
    ['fails', serviceError('InternalServiceFault', 500)],
    ['cannot be reached', notReached('ECONNREFUSED')],
  ])('is unavailable when CloudWatch %s', async (_, error) => {
    cloudWatch.on(GetMetricDataCommand).rejects(error);
    await expect(reader.read([ISSUED], WINDOW)).rejects.toThrow(MetricsUnavailable);
  });

  it('is unavailable when CloudWatch could not read a metric, instead of reporting zero', async () => {
    const failed = { Id: 'q0', StatusCode: 'InternalError' as const, Timestamps: [], Values: [] };
    cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [failed] });
    await expect(reader.read([ISSUED], WINDOW)).rejects.toThrow(MetricsUnavailable);
  });

  it('rethrows a denied permission, which is a deployment mistake', async () => {
    cloudWatch.on(GetMetricDataCommand).rejects(serviceError('AccessDeniedException', 403));
    await expect(reader.read([ISSUED], WINDOW)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  it('requests no more than 500 metrics in one call', async () => {
    cloudWatch.on(GetMetricDataCommand).callsFake(({ MetricDataQueries }) => ({
      MetricDataResults: [result('q0', NOW_MS, MetricDataQueries.length)],
    }));
    const answers = await reader.read(Array(750).fill(ISSUED), WINDOW);
    expect(answers).toHaveLength(750);
    expect([answers[0], answers[500]]).toEqual([
      [{ atMs: NOW_MS, value: 500 }],
      [{ atMs: NOW_MS, value: 250 }],
    ]);
  });
});

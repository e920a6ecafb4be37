import { describe, expect, it } from '@jest/globals';
import type { MetricPoint, MetricQuery } from '../../../../handlers/domain/reporting/metric-reader.ts';
import { readMetrics } from '../../../../handlers/domain/reporting/read-metrics.ts';
import { NOW_MS } from '../../fixtures.ts';

const MACHINE = 'arn:aws:states:eu-west-1:000000000000:stateMachine:issue-token';
const MINUTE_MS = 60_000;

/** Namespace, metric, statistic, period and dimension values, by which CloudWatch tells metrics apart. */
const keyOf = ({ namespace, metric, statistic, bucketSeconds, dimensions }: MetricQuery): string =>
  [namespace, metric, statistic, bucketSeconds, ...Object.values(dimensions)].join(' ');

const own = (metric: string, ...values: string[]) =>
  ['TokenCourier', metric, 'Sum', 60, 'token-courier', ...values].join(' ');

/** A point at a minute of the window, which is the 60 minutes up to and including the current one. */
const at = (minute: number, value: number): MetricPoint => ({
  atMs: NOW_MS - (59 - minute) * MINUTE_MS,
  value,
});

function portsOf(
  points: Record<string, MetricPoint[]> = {},
  nowMs = NOW_MS + 12_345,
  countries: readonly string[] = [],
) {
  const asked: { queries: readonly MetricQuery[]; fromMs: number; toMs: number }[] = [];
  return {
    asked,
    service: 'token-courier',
    stateMachineArn: MACHINE,
    countries,
    now: () => nowMs,
    metrics: {
      read: async (queries: readonly MetricQuery[], window: { fromMs: number; toMs: number }) => {
        asked.push({ queries, ...window });
        return queries.map((query) => points[keyOf(query)] ?? []);
      },
    },
  };
}

describe('metrics', () => {
  it('of an hour without traffic are zeros, and null when there is nothing to divide or measure', async () => {
    const answer = await readMetrics('hour', portsOf());
    expect(answer).toMatchObject({
      period: 'hour',
      from: '2026-11-22T09:01:00.000Z',
      to: '2026-11-22T10:01:00.000Z',
      bucket_seconds: 60,
    });
    expect(answer.totals).toEqual({
      issued: 0,
      delivered: { sms: 0, email: 0 },
      deliveries: 0,
      unknown: { sms: 0, email: 0 },
      arrived: { sms: 0, email: 0 },
      undelivered: { sms: 0, email: 0 },
      countries: {},
      verified: 0,
      conversion: null,
      refused: {},
      failures: {},
      delivery_ms: { p50: null, p95: null },
    });
    expect(Object.values(answer.series).map((series) => series.length)).toEqual(Array(9).fill(60));
    expect(new Set(answer.series.p95_ms)).toEqual(new Set([null]));
  });

  it('of a day are 96 points of 15 minutes, aligned to the quarter hour', async () => {
    const { from, to, series, bucket_seconds } = await readMetrics('day', portsOf());
    expect([from, to, bucket_seconds]).toEqual(['2026-11-21T10:15:00.000Z', '2026-11-22T10:15:00.000Z', 900]);
    expect([series.times.length, series.times[0], series.times.at(-1)]).toEqual([
      96,
      '2026-11-21T10:15:00.000Z',
      '2026-11-22T10:00:00.000Z',
    ]);
  });

  it('go into the totals, and into the bucket of their time', async () => {
    const { totals, series } = await readMetrics(
      'hour',
      portsOf({
        [own('TokensIssued')]: [at(0, 2), at(59, 3)],
        [own('TokensDelivered', 'sms')]: [at(59, 3)],
        [own('TokensDelivered', 'email')]: [at(0, 1)],
        [own('DeliveriesUnknown', 'sms')]: [at(59, 2)],
        [own('DeliveriesUnknown', 'email')]: [at(1, 1)],
        [own('MessagesDelivered', 'sms')]: [at(59, 2)],
        [own('MessagesUndelivered', 'sms')]: [at(58, 1)],
        [own('TokensVerified')]: [at(59, 1)],
        [own('RequestsRefused', 'rate_limited')]: [at(58, 4)],
        [own('RequestsRefused', 'no_destination')]: [at(58, 1)],
        'TokenCourier DeliveryLatency p50 60 token-courier': [at(59, 410)],
        'TokenCourier DeliveryLatency p50 3600 token-courier': [at(0, 400)],
        'TokenCourier DeliveryLatency p95 3600 token-courier': [at(0, 900)],
      }),
    );
    expect(totals).toEqual({
      issued: 5,
      delivered: { sms: 3, email: 1 },
      deliveries: 0,
      unknown: { sms: 2, email: 1 },
      arrived: { sms: 2, email: 0 },
      undelivered: { sms: 1, email: 0 },
      countries: {},
      verified: 1,
      conversion: 0.25,
      refused: { rate_limited: 4, no_destination: 1 },
      failures: {},
      delivery_ms: { p50: 400, p95: 900 },
    });
    expect([series.issued[0], series.issued[59], series.issued[30]]).toEqual([2, 3, 0]);
    expect([series.delivered_sms[59], series.delivered_email[0]]).toEqual([3, 1]);
    expect(series.refused[58]).toBe(5);
    expect([series.p50_ms[58], series.p50_ms[59], series.p95_ms[59]]).toEqual([null, 410, null]);
  });

  it('count texts by country, only for countries with any', async () => {
    const points = {
      [own('MessagesDelivered', 'sms', 'DE')]: [at(3, 7), at(59, 2)],
      [own('MessagesUndelivered', 'sms', 'DE')]: [at(59, 1)],
      [own('MessagesUndelivered', 'sms', 'IN')]: [at(8, 4)],
    };
    const ports = portsOf(points, NOW_MS, ['DE', 'IN', 'US']);
    expect((await readMetrics('hour', ports)).totals.countries).toEqual({
      DE: { delivered: 9, undelivered: 1 },
      IN: { delivered: 0, undelivered: 4 },
    });
  });

  it('count every failed attempt by name in the totals, and only failed requests in the series', async () => {
    const { totals, series } = await readMetrics(
      'hour',
      portsOf({
        [own('StepsFailed', 'DeliveryRefused')]: [at(10, 3)],
        [own('StepsFailed', 'StoreUnavailable')]: [at(10, 2)],
        [own('RequestsFailed', 'StoreUnavailable')]: [at(11, 1)],
        [`AWS/States ExecutionsFailed Sum 60 ${MACHINE}`]: [at(10, 1)],
        [`AWS/States ExecutionsTimedOut Sum 60 ${MACHINE}`]: [at(11, 1)],
      }),
    );
    expect(totals.failures).toEqual({
      DeliveryRefused: 3,
      StoreUnavailable: 3,
      ExecutionsFailed: 1,
      ExecutionsTimedOut: 1,
    });
    expect([series.failures[10], series.failures[11]]).toEqual([1, 2]);
  });

  it('show no conversion above 1 when tokens from before the window are verified in it', async () => {
    const points = {
      [own('TokensDelivered', 'sms')]: [at(0, 1)],
      [own('TokensVerified')]: [at(0, 3)],
    };
    expect((await readMetrics('hour', portsOf(points))).totals.conversion).toBe(1);
  });

  it('leave what other systems verify out of the conversion', async () => {
    const points = {
      [own('TokensDelivered', 'sms')]: [at(0, 6)],
      [own('DeliveriesSent')]: [at(0, 4)],
      [own('TokensVerified')]: [at(0, 1)],
    };
    expect((await readMetrics('hour', portsOf(points))).totals).toMatchObject({
      delivered: { sms: 6 },
      deliveries: 4,
      conversion: 0.5,
    });
    const others = { [own('TokensDelivered', 'sms')]: [at(0, 4)], [own('DeliveriesSent')]: [at(0, 4)] };
    expect((await readMetrics('hour', portsOf(others))).totals.conversion).toBe(null);
  });

  it('are requested in one call, with dimensions from closed sets only', async () => {
    const ports = portsOf();
    await readMetrics('day', ports);
    expect(ports.asked).toHaveLength(1);
    const { queries = [] } = ports.asked[0] ?? {};
    expect(queries.length).toBeLessThan(60);
    expect(new Set(queries.map(keyOf)).size).toBe(queries.length);
    expect([...new Set(queries.flatMap(({ dimensions }) => Object.keys(dimensions)))].sort()).toEqual([
      'StateMachineArn',
      'channel',
      'error',
      'reason',
      'service',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { MetricPoint, MetricQuery } from '../../../../handlers/domain/reporting/metric-reader.ts';
import type { AskedWindow } from '../../../../handlers/domain/reporting/metric-window.ts';
import { windowOf } from '../../../../handlers/domain/reporting/metric-window.ts';
import type { AskedMetrics, ReadMetricsPorts } from '../../../../handlers/domain/reporting/read-metrics.ts';
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
    countsCost: true,
    hasReports: true,
    now: () => nowMs,
    metrics: {
      read: async (queries: readonly MetricQuery[], window: { fromMs: number; toMs: number }) => {
        asked.push({ queries, ...window });
        return queries.map((query) => points[keyOf(query)] ?? []);
      },
    },
  };
}

type Slice = AskedMetrics['slice'];
const BY_CHANNEL: Slice = { by: 'channel', values: ['sms', 'email'], isCounted: true };

/** What is asked for, at the time of the ports. */
function ask(
  asked: AskedWindow['period'] | AskedWindow,
  ports: ReadMetricsPorts & { readonly now: () => number },
  slice: Slice = BY_CHANNEL,
) {
  const window = windowOf(typeof asked === 'string' ? { period: asked } : (asked ?? {}), ports.now());
  if (!window.ok) {
    throw new Error('not a window');
  }
  return readMetrics({ window: window.value, slice }, ports);
}

describe('metrics', () => {
  it('of an hour without traffic are zeros, and null when there is nothing to divide or measure', async () => {
    const answer = await ask('hour', portsOf());
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
      cost_usd: 0,
      refused: {},
      failures: {},
      delivery_ms: { p50: null, p95: null, p99: null },
    });
    expect(Object.values(answer.series).map((series) => series.length)).toEqual(Array(10).fill(60));
    expect(new Set(answer.series.p95_ms)).toEqual(new Set([null]));
  });

  it('of a day are 96 points of 15 minutes, aligned to the quarter hour', async () => {
    const { from, to, series, bucket_seconds } = await ask('day', portsOf());
    expect([from, to, bucket_seconds]).toEqual(['2026-11-21T10:15:00.000Z', '2026-11-22T10:15:00.000Z', 900]);
    expect([series.times.length, series.times[0], series.times.at(-1)]).toEqual([
      96,
      '2026-11-21T10:15:00.000Z',
      '2026-11-22T10:00:00.000Z',
    ]);
  });

  it('go into the totals, and into the bucket of their time', async () => {
    const { totals, series } = await ask(
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
      cost_usd: 0,
      refused: { rate_limited: 4, no_destination: 1 },
      failures: {},
      delivery_ms: { p50: 400, p95: 900, p99: null },
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
    expect((await ask('hour', ports)).totals.countries).toEqual({
      DE: { delivered: 9, undelivered: 1 },
      IN: { delivered: 0, undelivered: 4 },
    });
  });

  it('count every failed attempt by name in the totals, and only failed requests in the series', async () => {
    const { totals, series } = await ask(
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
    expect((await ask('hour', portsOf(points))).totals.conversion).toBe(1);
  });

  it('leave what other systems verify out of the conversion', async () => {
    const points = {
      [own('TokensDelivered', 'sms')]: [at(0, 6)],
      [own('DeliveriesSent')]: [at(0, 4)],
      [own('TokensVerified')]: [at(0, 1)],
    };
    expect((await ask('hour', portsOf(points))).totals).toMatchObject({
      delivered: { sms: 6 },
      deliveries: 4,
      conversion: 0.5,
    });
    const others = { [own('TokensDelivered', 'sms')]: [at(0, 4)], [own('DeliveriesSent')]: [at(0, 4)] };
    expect((await ask('hour', portsOf(others))).totals.conversion).toBe(null);
  });

  it('are requested in one call, with dimensions from closed sets only', async () => {
    const ports = portsOf();
    await ask('day', ports);
    expect(ports.asked).toHaveLength(1);
    const { queries = [] } = ports.asked[0] ?? {};
    expect(queries.length).toBeLessThan(80);
    expect([...new Set(queries.flatMap(({ dimensions }) => Object.keys(dimensions)))].sort()).toEqual([
      'StateMachineArn',
      'channel',
      'error',
      'reason',
      'service',
    ]);
  });

  it('are read together with the range before, which is told apart', async () => {
    const ports = portsOf({
      [own('TokensIssued')]: [at(-1, 7), at(0, 2)],
      [own('TokensDelivered', 'sms')]: [at(-60, 4), at(59, 1)],
      [own('TokensVerified')]: [at(-60, 3)],
      [own('TextsCost')]: [at(-2, 0.1), at(-1, 0.2), at(0, 0.05)],
      [`AWS/States ExecutionsFailed Sum 60 ${MACHINE}`]: [at(-1, 1)],
      'TokenCourier DeliveryLatency p50 3600 token-courier': [at(-60, 300), at(0, 400)],
    });
    const { totals, before, series } = await ask('hour', ports);
    expect(ports.asked).toMatchObject([{ fromMs: NOW_MS - 119 * MINUTE_MS, toMs: NOW_MS + MINUTE_MS }]);
    expect(totals).toMatchObject({ issued: 2, verified: 0, cost_usd: 0.05, delivery_ms: { p50: 400 } });
    expect(series.issued[0]).toBe(2);
    expect(before).toEqual({
      from: '2026-11-22T08:01:00.000Z',
      issued: 7,
      delivered: 4,
      verified: 3,
      conversion: 0.75,
      refused: 0,
      failed: 1,
      cost_usd: 0.3,
      delivery_ms: { p50: 300, p95: null, p99: null },
    });
  });

  it('of a range whose predecessor is no longer kept have none', async () => {
    const ports = portsOf();
    const { before } = await ask({ from: '2025-09-01T00:00:00Z' }, ports);
    expect(before).toBeNull();
    expect(ports.asked[0]?.fromMs).toBe(Date.parse('2025-08-28T00:00:00Z'));
  });
});

describe('the breakdown', () => {
  const points = {
    [own('TokensDelivered', 'IN')]: [at(1, 6)],
    [own('DeliveriesSent', 'IN')]: [at(1, 2)],
    [own('TokensVerified', 'IN')]: [at(2, 3)],
    [own('TextsCost', 'IN')]: [at(1, 0.1), at(2, 0.2)],
    [own('TextsCost')]: [at(1, 0.9)],
    [own('MessagesDelivered', 'sms', 'CA')]: [at(1, 1)],
    [own('MessagesDelivered', 'sms', 'US')]: [at(1, 2)],
  };
  const byCountry = (value?: string): Slice => ({
    ...{ by: 'country', values: ['CA,US', 'IN'], isCounted: true, value },
  });

  it('has a row for each value that is counted, also without any', async () => {
    const { breakdown, slice } = await ask('hour', portsOf(points, NOW_MS, ['CA', 'IN', 'US']), byCountry());
    expect(slice).toBeNull();
    expect(breakdown).toEqual({
      by: 'country',
      counted: true,
      rows: [
        {
          ...{ value: 'CA,US', delivered: 0, deliveries: 0, arrived: 3, undelivered: 0 },
          ...{ verified: 0, conversion: null, cost_usd: 0 },
        },
        {
          ...{ value: 'IN', delivered: 6, deliveries: 2, arrived: 0, undelivered: 0 },
          ...{ verified: 3, conversion: 0.75, cost_usd: 0.3 },
        },
      ],
    });
  });

  it('has the series of one value, if it is asked for', async () => {
    const { slice } = await ask('hour', portsOf(points, NOW_MS, ['IN']), byCountry('IN'));
    expect(slice).toMatchObject({ value: 'IN' });
    expect([slice?.delivered[1], slice?.verified[2], slice?.cost_usd?.[2]]).toEqual([6, 3, 0.2]);
    expect(slice?.delivered).toHaveLength(60);
  });

  it('by channel gives all cost to texts, and none to emails, which is not zero', async () => {
    const { breakdown } = await ask('hour', portsOf(points));
    expect(breakdown.rows.map(({ value, cost_usd }) => [value, cost_usd])).toEqual([
      ['sms', 0.9],
      ['email', null],
    ]);
  });

  it('says what is not counted, instead of zero', async () => {
    const ports = { ...portsOf(), countsCost: false, hasReports: false };
    const uncounted: Slice = { by: 'client_group', values: [], isCounted: false };
    const answer = await ask('hour', ports, uncounted);
    expect(answer.breakdown).toEqual({ by: 'client_group', counted: false, rows: [] });
    expect([answer.totals.cost_usd, answer.before?.cost_usd]).toEqual([null, null]);
    const { breakdown } = await ask('hour', ports);
    expect(breakdown.rows[0]).toMatchObject({ arrived: null, undelivered: null, cost_usd: null });
  });
});

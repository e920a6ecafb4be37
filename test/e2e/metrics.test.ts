import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MetricsAnswer } from '../../handlers/contract/routes/metrics.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';

const PHONE = '+4915123456801';
const EMAIL = 'meg@example.com';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('default', { engine: 'dynalite' });
});
afterAll(() => courier?.close());

async function metrics(period = 'hour'): Promise<MetricsAnswer> {
  const { status, json, text } = await courier.call('GET', `/metrics?period=${period}`, {
    scope: 'tokens/read',
  });
  if (status !== 200) {
    throw new Error(text);
  }
  return json;
}

/** Functions write to streams, which the runtime reads a moment later. */
async function metricsOnce(isThere: (answer: MetricsAnswer) => boolean): Promise<MetricsAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await metrics();
    if (isThere(answer) || attempt === 20) {
      return answer;
    }
    await sleep(100);
  }
}

const sum = (series: readonly number[]) => series.reduce((total, value) => total + value, 0);

describe('GET /metrics', () => {
  it('is all zeros before anything happens', async () => {
    expect((await metrics()).totals).toMatchObject({
      issued: 0,
      conversion: null,
      refused: {},
      failures: {},
    });
  });

  it('counts what was issued, delivered, verified, refused and failed', async () => {
    await courier.enrol('meg', { phone_number: PHONE, email: EMAIL });
    await courier.issue({ user_id: 'meg' });
    await courier.verify('meg', await courier.codeSentTo(PHONE));
    await courier.issue({ user_id: 'meg', purpose: 'payment', channel: 'email' });
    expect((await courier.issue({ user_id: 'nobody' })).json.code).toBe('no_destination');

    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    expect((await courier.issue({ user_id: 'meg', purpose: 'fallback' })).json.channel).toBe('email');
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 9 });
    expect((await courier.issue({ user_id: 'meg', purpose: 'lost' })).status).toBe(502);
    await courier.clearFaults();

    const { totals, series } = await metricsOnce(
      ({ totals: { failures } }) => failures.ExecutionsFailed === 1 && failures.DeliveryRefused === 3,
    );
    expect(totals).toEqual({
      issued: 4,
      delivered: { sms: 1, email: 2 },
      deliveries: 0,
      unknown: { sms: 0, email: 0 },
      arrived: { sms: 0, email: 0 },
      undelivered: { sms: 0, email: 0 },
      countries: {},
      verified: 1,
      conversion: 1 / 3,
      cost_usd: null,
      refused: { no_destination: 1 },
      failures: { DeliveryRefused: 3, ExecutionsFailed: 1 },
      delivery_ms: { p50: expect.any(Number), p95: expect.any(Number), p99: expect.any(Number) },
    });
    expect([sum(series.issued), sum(series.delivered_email), sum(series.verified)]).toEqual([4, 2, 1]);
    expect([sum(series.refused), sum(series.failures)]).toEqual([1, 1]);
    expect(series.times).toHaveLength(60);
    const { p50, p95 } = totals.delivery_ms;
    expect(Math.max(...series.p95_ms.map((value) => value ?? 0))).toBe(p95);
    expect(p50).toBeGreaterThan(0);
    expect(p50).toBeLessThanOrEqual(p95 ?? 0);
    expect((await metrics('day')).totals.issued).toBe(4);
  });

  it('counts a fault that a retry recovers from by its name, and no failed request', async () => {
    const before = (await metrics()).totals.failures;
    await courier.injectFault({
      service: 'dynamodb',
      operation: 'PutItem',
      error: 'InternalServerError',
      times: 2,
    });
    expect((await courier.issue({ user_id: 'retried', phone_number: '+4915123456802' })).status).toBe(201);
    const { totals } = await metricsOnce(({ totals: { failures } }) => failures.StoreUnavailable === 1);
    expect(totals.failures).toEqual({ ...before, StoreUnavailable: 1 });
  });

  it('requires the scope to read tokens', async () => {
    const { status } = await courier.call('GET', '/metrics', { scope: 'tokens/issue' });
    expect(status).toBe(403);
  });

  it('is metrics_unavailable while CloudWatch is down', async () => {
    await courier.injectFault({ service: 'cloudwatch', error: 'InternalServiceFault', times: 9 });
    const { status, json } = await courier.call('GET', '/metrics');
    await courier.clearFaults();
    expect([status, json.code]).toEqual([503, 'metrics_unavailable']);
  });

  it('identifies nobody: no metric holds a person, a purpose or a destination', async () => {
    const written = () => courier.logLines.filter((line) => line.includes('"_aws"'));
    expect(await eventually(() => written().length > 10)).toBe(true);
    const lines = written();
    for (const personal of ['meg', 'nobody', 'payment', 'fallback', '15123456801', '+49']) {
      expect(lines.join('\n')).not.toContain(personal);
    }
  });
});

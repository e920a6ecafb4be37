/** GET /metrics on a mocked CloudWatch. */
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { bodyOf, CONTEXT, captureLog, proxyEvent } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT);
const { handler } = await import('../../handlers/endpoints/read-metrics.ts');

const cloudWatch = mockClient(CloudWatchClient);
let silence: ReturnType<typeof captureLog>;
beforeEach(() => {
  silence = captureLog();
  cloudWatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
});
afterEach(() => {
  silence.stop();
  cloudWatch.reset();
});

describe('GET /metrics', () => {
  it.each([
    [undefined, 'hour', 60],
    ['hour', 'hour', 60],
    ['day', 'day', 900],
  ])('answers for the period %s', async (asked, period, bucket_seconds) => {
    const result = await handler(proxyEvent(asked ? { query: { period: asked } } : {}), CONTEXT);
    expect(result.statusCode).toBe(200);
    expect(result.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(bodyOf(result)).toMatchObject({ period, bucket_seconds, totals: { issued: 0 } });
  });

  it('names an invalid period, and does not call CloudWatch', async () => {
    const result = await handler(proxyEvent({ query: { period: 'week' } }), CONTEXT);
    expect(bodyOf(result)).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'period', rule: 'must be one of: hour, day' }],
    });
    expect(cloudWatch.calls()).toHaveLength(0);
  });

  it('answers 503 when CloudWatch does not answer', async () => {
    cloudWatch.on(GetMetricDataCommand).rejects(serviceError('InternalServiceFault', 500));
    const result = await handler(proxyEvent({}), CONTEXT);
    expect(result).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
    expect(bodyOf(result)).toMatchObject({ code: 'metrics_unavailable' });
  });
});

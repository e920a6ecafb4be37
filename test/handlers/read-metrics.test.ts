/** GET /metrics on a mocked CloudWatch. */
import { CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
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
  cloudWatch.on(DescribeAlarmsCommand).resolves({ MetricAlarms: [] });
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
    ['month', 'month', 43_200],
  ])('answers for the period %s', async (asked, period, bucket_seconds) => {
    const result = await handler(proxyEvent(asked ? { query: { period: asked } } : {}), CONTEXT);
    expect(result.statusCode).toBe(200);
    expect(result.headers).toMatchObject({ 'Cache-Control': 'no-store' });
    expect(bodyOf(result)).toMatchObject({ period, bucket_seconds, totals: { issued: 0 } });
  });

  it('names an invalid period, and does not call CloudWatch', async () => {
    const result = await handler(proxyEvent({ query: { period: 'year' } }), CONTEXT);
    expect(bodyOf(result)).toMatchObject({
      code: 'invalid_request',
      errors: [
        {
          field: 'period',
          rule: 'must be one of: quarter_hour, hour, three_hours, day, week, month',
        },
      ],
    });
    expect(cloudWatch.calls()).toHaveLength(0);
  });

  it('answers 503 when CloudWatch does not answer', async () => {
    cloudWatch.on(GetMetricDataCommand).rejects(serviceError('InternalServiceFault', 500));
    const result = await handler(proxyEvent({}), CONTEXT);
    expect(result).toMatchObject({ statusCode: 503, headers: { 'Retry-After': '1' } });
    expect(bodyOf(result)).toMatchObject({ code: 'metrics_unavailable' });
  });

  it.each([
    [{ period: 'day', from: '2026-11-22T12:00:00Z' }, 'period', 'must not be given with from and to'],
    [{ to: '2026-11-22T12:00:00Z' }, 'from', 'must be given with to'],
    [{ from: '2026-11-22' }, 'from', 'must be a time in ISO 8601 UTC, such as 2026-11-22T12:00:00Z'],
    [{ by: 'country', value: 'IN' }, 'value', 'must be a value that is counted; see breakdown.rows'],
  ])('refuses %j', async (query, field, rule) => {
    const result = await handler(proxyEvent({ query }), CONTEXT);
    expect(bodyOf(result)).toMatchObject({ code: 'invalid_request', errors: [{ field, rule }] });
    expect(cloudWatch.calls()).toHaveLength(0);
  });

  it('asks for the alarms of the stack by name, and tells which are raised', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        {
          ...{ AlarmName: 'courier-delivery-slow', StateValue: 'ALARM', StateReason: 'Threshold Crossed' },
          StateTransitionedTimestamp: new Date('2026-11-22T12:00:00Z'),
          AlarmDescription: 'Codes take long. Runbook: https://wiki.example.com/runbook#slow-deliveries',
        },
      ],
    });
    const result = await handler(proxyEvent({}), CONTEXT);
    expect(bodyOf(result)).toMatchObject({
      alarms: {
        status: 'known',
        states: [{ name: 'delivery-slow', state: 'alarm', since: '2026-11-22T12:00:00.000Z' }],
      },
    });
    const [call] = cloudWatch.commandCalls(DescribeAlarmsCommand);
    expect(call?.args[0].input).toMatchObject({ AlarmTypes: ['MetricAlarm'], MaxRecords: 100 });
    expect(call?.args[0].input.AlarmNames).toContain('courier-delivery-slow');
  });

  it('has the metrics without the alarms when CloudWatch does not describe them', async () => {
    cloudWatch.on(DescribeAlarmsCommand).rejects(serviceError('ThrottlingException', 400));
    const result = await handler(proxyEvent({}), CONTEXT);
    expect(bodyOf(result)).toMatchObject({
      totals: { issued: 0 },
      alarms: { status: 'unknown', states: [] },
    });
  });
});

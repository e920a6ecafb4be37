import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { accept, refuse } from '../../../handlers/domain/decision.ts';
import { DeliveryRefused, StoreUnavailable } from '../../../handlers/domain/errors.ts';
import { endpoint } from '../../../handlers/runtime/endpoint.ts';
import { noContent } from '../../../handlers/runtime/http-answer.ts';
import { emitZero } from '../../../handlers/runtime/metrics.ts';
import type { Notes } from '../../../handlers/runtime/observability.ts';
import { step } from '../../../handlers/runtime/step.ts';
import { CONTEXT, captureLog, proxyEvent } from '../invoke.ts';

/** What is told with a delivery; without events nobody hears it. */
const SENT = {
  kind: 'token',
  token_id: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
  purpose: 'login',
  client_group: 'c',
} as const;

let log: ReturnType<typeof captureLog>;
beforeEach(() => {
  log = captureLog();
});
afterEach(() => {
  log.stop();
});

const metrics = (): Record<string, unknown>[] =>
  log
    .stop()
    .split('\n')
    .filter((line) => line.includes('"_aws"'))
    .map((line) => JSON.parse(line));

const runStep = (run: (notes: Notes) => Promise<unknown>) =>
  step('a-step', (_input: { request_id: string }, notes) => run(notes))({ request_id: 'r' }, CONTEXT);

const by = (Dimensions: string[][], Name: string, Unit = 'Count') => ({
  CloudWatchMetrics: [{ Namespace: 'TokenCourier', Dimensions, Metrics: [{ Name, Unit }] }],
});
const counted = (dimensions: string[], name: string, unit?: string) => by([dimensions], name, unit);

describe('a metric', () => {
  it('is a separate line with its own dimensions', async () => {
    await runStep(async (notes) => {
      notes.count({ metric: 'TokensDelivered', channel: 'email' }, SENT);
      notes.count({ metric: 'TokensIssued' });
    });
    expect(metrics()).toMatchObject([
      {
        _aws: counted(['service', 'channel'], 'TokensDelivered'),
        TokensDelivered: 1,
        service: 'token-courier',
        channel: 'email',
      },
      { _aws: counted(['service'], 'TokensIssued'), TokensIssued: 1 },
    ]);
  });

  it('by country is also counted without the country, on the same line', async () => {
    await runStep(async (notes) => {
      notes.count(
        { metric: 'MessagesDelivered', channel: 'sms', country: 'DE' },
        { ...SENT, message_id: 'm' },
      );
    });
    const [line] = metrics();
    expect(line).toMatchObject({
      _aws: {
        CloudWatchMetrics: [
          {
            Dimensions: [
              ['service', 'channel'],
              ['service', 'channel', 'country'],
            ],
            Metrics: [{ Name: 'MessagesDelivered', Unit: 'Count' }],
          },
        ],
      },
      ...{ MessagesDelivered: 1, channel: 'sms', country: 'DE' },
    });
  });

  it('is counted by each slice alone, and as a whole, on one line', async () => {
    const slices = { channel: 'sms', country: 'IN', client_group: 'shop' } as const;
    await runStep(async (notes) => {
      notes.sent(SENT, slices);
      notes.countBy(slices, { metric: 'TokensVerified' }, { ...SENT, channel: 'sms' });
      notes.cost(0.05, { country: 'IN' });
    });
    expect(metrics()).toMatchObject([
      {
        _aws: by(
          [
            ['service', 'channel'],
            ['service', 'country'],
            ['service', 'client_group'],
          ],
          'TokensDelivered',
        ),
        ...{ TokensDelivered: 1, ...slices },
      },
      {
        _aws: by(
          [['service'], ['service', 'channel'], ['service', 'country'], ['service', 'client_group']],
          'TokensVerified',
        ),
        ...{ TokensVerified: 1, ...slices },
      },
      {
        _aws: by([['service'], ['service', 'country']], 'TextsCost', 'None'),
        ...{ TextsCost: 0.05, country: 'IN' },
      },
    ]);
  });

  it('is written even when the step throws afterwards', async () => {
    const failing = runStep(async (notes) => {
      notes.count({ metric: 'TokensIssued' });
      throw new StoreUnavailable();
    });
    await expect(failing).rejects.toThrow(StoreUnavailable);
    expect(metrics()).toMatchObject([
      { TokensIssued: 1 },
      { _aws: counted(['service', 'error'], 'StepsFailed'), error: 'StoreUnavailable' },
    ]);
  });

  it('of an unexpected error is called InternalError, whatever the name of the error', async () => {
    const failing = runStep(async () => {
      throw Object.assign(new Error('+919876543210'), { name: 'ada@example.com' });
    });
    await expect(failing).rejects.toMatchObject({ name: 'InternalError' });
    const lines = metrics();
    expect(lines).toMatchObject([{ StepsFailed: 1, error: 'InternalError' }]);
    expect(JSON.stringify(lines)).not.toMatch(/9876543210|example/);
  });

  it('of something that did not happen is a zero, which is a data point', () => {
    emitZero('CanarySucceeded');
    expect(metrics()).toMatchObject([{ _aws: counted(['service'], 'CanarySucceeded'), CanarySucceeded: 0 }]);
  });

  it('of a code that another system made is counted apart as well', async () => {
    await runStep(async (notes) => {
      notes.sent(SENT, { channel: 'sms' });
      notes.sent({ ...SENT, kind: 'delivery' }, { channel: 'sms' });
    });
    expect(metrics()).toMatchObject([
      { TokensDelivered: 1, channel: 'sms' },
      { TokensDelivered: 1, channel: 'sms' },
      { _aws: by([['service'], ['service', 'channel']], 'DeliveriesSent'), DeliveriesSent: 1 },
    ]);
  });

  it('reports how long a delivery took, and is left out when the time is unknown', async () => {
    const askedAt = new Date(Date.now() - 2_000).toISOString();
    await runStep(async (notes) => notes.delivered(askedAt, SENT, { channel: 'sms' }));
    const [, latency] = metrics();
    expect(latency).toMatchObject({ _aws: counted(['service'], 'DeliveryLatency', 'Milliseconds') });
    expect(latency?.DeliveryLatency).toBeGreaterThanOrEqual(2_000);

    log = captureLog();
    await runStep(async (notes) => notes.delivered('never', SENT, { channel: 'sms' }));
    await runStep(async (notes) => notes.delivered('2100-01-01T00:00:00.000Z', SENT, { channel: 'sms' }));
    expect(metrics().filter((line) => 'DeliveryLatency' in line)).toEqual([]);
  });
});

const ROUTE = { method: 'GET', path: '/somewhere', answeredBy: 'an-endpoint' } as const;

describe('an endpoint', () => {
  it('counts refusals by code and failures by name, and neither when it succeeds', async () => {
    const answers = [
      endpoint(ROUTE, async () => accept(noContent())),
      endpoint(ROUTE, async () => refuse('not_found', 'There is no such thing.')),
      endpoint(ROUTE, async () => {
        throw new DeliveryRefused();
      }),
    ];
    for (const answer of answers) {
      await answer(proxyEvent({}), CONTEXT);
    }
    expect(metrics()).toMatchObject([
      { RequestsRefused: 1, reason: 'not_found' },
      { RequestsFailed: 1, error: 'DeliveryRefused' },
    ]);
  });
});

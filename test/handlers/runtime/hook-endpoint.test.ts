/** The frame of the hooks, around a module whose secret and messages are plain. */
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { ProblemCode } from '../../../handlers/contract/problems.ts';
import { executionName } from '../../../handlers/contract/workflow.ts';
import type { Refusal } from '../../../handlers/domain/decision.ts';
import { accept, refuse } from '../../../handlers/domain/decision.ts';
import type {
  DeliveryCaller,
  DeliveryRequest,
  StartDelivery,
} from '../../../handlers/domain/deliveries/delivery-request.ts';
import { SecretUnavailable } from '../../../handlers/domain/errors.ts';
import type { HookModule, HookOutcome } from '../../../handlers/domain/integrations/hook.ts';
import { hookEndpoint, onlyHook } from '../../../handlers/runtime/hook-endpoint.ts';
import { CONTEXT, captureLog, proxyEvent } from '../invoke.ts';

const CODE = '042137';
const NUMBER = '+12025550143';
const TOOK_AT_MS = 1_767_225_600_000;
/** What Okta's route has. */
const DUE_AFTER_MS = 2400;

const requestTo = (destination: string): DeliveryRequest => ({
  user_id: 'ada',
  purpose: 'login',
  channel: 'sms',
  destination,
  code: CODE,
});

/** Reads a list of numbers; answers with the outcome itself. */
const module: HookModule = {
  authenticate: ({ headers }, secrets) => secrets.includes(headers['x-secret'] ?? ''),
  doubt: ({ headers }) => (headers['x-secret'] === undefined ? 'missing' : 'mismatch'),
  translate({ rawBody }, refer) {
    if (rawBody === 'invalid') {
      return { kind: 'invalid', errors: [{ field: 'body', rule: 'must be valid' }] };
    }
    const requests = rawBody
      .split(' ')
      .map((number) => requestTo(number === 'refer' ? refer(number) : number));
    return rawBody === '' ? { kind: 'nothing' } : { kind: 'deliver', requests };
  },
  answer: (outcome, { rawBody }) => ({
    status: outcome.kind === 'unauthenticated' ? 401 : 200,
    body: { outcome, length: rawBody.length },
  }),
};

const delivered = (delivery_id: string, status: 'sent' | 'unknown' = 'sent') =>
  accept({
    delivery_id,
    status,
    channel: 'sms' as const,
    destination: '+1••••••0143',
    expires_at: '2026-01-01T00:05:00.000Z',
    expires_in: 300,
  });

let log: ReturnType<typeof captureLog>;
beforeEach(() => {
  log = captureLog();
});
afterEach(() => void log.stop());

interface Case {
  readonly body?: string;
  readonly headers?: Record<string, string>;
  readonly deliver?: StartDelivery;
  readonly nowMs?: number;
  readonly clock?: () => number;
  readonly secret?: () => Promise<readonly string[]>;
  readonly event?: (event: APIGatewayProxyEvent) => APIGatewayProxyEvent;
}

async function call({
  body = NUMBER,
  headers = { 'X-Secret': 'current' },
  deliver = async () => delivered('d1'),
  nowMs = TOOK_AT_MS,
  clock = () => nowMs,
  secret = async () => ['current', 'previous'],
  event: change = (event) => event,
}: Case = {}): Promise<{ status: number; outcome: HookOutcome; lines: string }> {
  const handler = hookEndpoint({
    name: 'okta-telephony',
    find: onlyHook(
      'okta-telephony',
      module,
      new Map([['okta-telephony', { has: async (passes) => passes(await secret()) }]]),
    ),
    deliverWith: () => deliver,
    referrer: async () => (destination) => `to-${destination}`,
    people: { refer: async (userId) => `ref-${userId}` },
    now: clock,
  });
  const event = proxyEvent({ body, headers });
  Object.assign(event.requestContext, { requestTimeEpoch: TOOK_AT_MS });
  const { statusCode, headers: sent, body: text } = await handler(change(event), CONTEXT);
  expect(sent).toEqual({
    'Content-Type': 'application/json',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  return { status: statusCode, outcome: JSON.parse(text).outcome, lines: log.stop() };
}

const refusedAs = (code: ProblemCode) => ({ kind: 'refused', refusal: expect.objectContaining({ code }) });

describe('a call of a hook', () => {
  it('has what it asks for delivered, in the name of its hook, and says so in the log', async () => {
    const started: [DeliveryRequest, DeliveryCaller][] = [];
    const { outcome, lines } = await call({
      deliver: async (request, caller) => {
        started.push([request, caller]);
        return delivered('d1');
      },
    });
    expect(outcome).toMatchObject({ kind: 'delivered', delivery: { delivery_id: 'd1', status: 'sent' } });
    expect(started).toEqual([
      [
        requestTo(NUMBER),
        {
          clientId: 'hook-okta-telephony',
          requestId: 'request-1',
          idempotencyKey: '',
          mayBegin: expect.any(Function),
        },
      ],
    ]);
    expect(lines).toContain('"hook":"okta-telephony"');
    expect(lines).toContain('"outcome":"sent"');
    expect(lines).toContain('"user_ref":"ref-ada"');
    expect(lines).not.toMatch(/042137|2025550143/);
  });

  it.each([
    ['a wrong secret', { 'X-Secret': 'guessed' }, 'mismatch'],
    ['none', {}, 'missing'],
  ])('with %s is refused before anything is read of it', async (_, headers, doubt) => {
    const { status, outcome, lines } = await call({
      headers,
      body: 'invalid',
      deliver: () => Promise.reject(new Error('must not be called')),
    });
    expect([status, outcome]).toEqual([401, { kind: 'unauthenticated' }]);
    expect(lines).toContain(`"doubt":"${doubt}"`);
    expect(lines).not.toContain('RequestsRefused');
  });

  it('is read as it was sent, also where API Gateway encoded it', async () => {
    const { outcome } = await call({
      body: Buffer.from(NUMBER).toString('base64'),
      event: (event) => ({ ...event, isBase64Encoded: true }),
    });
    expect(outcome.kind).toBe('delivered');
  });

  it('may be by a previous secret, and the last of two headers counts', async () => {
    const { outcome } = await call({ headers: { 'x-secret': 'guessed', 'X-SECRET': 'previous' } });
    expect(outcome.kind).toBe('delivered');
  });

  it.each(['current\n', ' current\r\n'])(
    'is known by the secret %j, put with what no caller sends',
    async (value) => {
      expect((await call({ secret: async () => [value] })).outcome.kind).toBe('delivered');
    },
  );

  it('of 64 KB is read, and a larger one is not', async () => {
    const padding = (bytes: number) => `${'+'.repeat(bytes - 6)} ${'refer'}`;
    expect((await call({ body: padding(65_536) })).outcome.kind).toBe('delivered');
    log = captureLog();
    expect((await call({ body: padding(65_537) })).outcome).toEqual(refusedAs('body_too_large'));
  });

  it('that is too large is refused before its proof is computed, and not counted', async () => {
    const { outcome, lines } = await call({
      body: '+'.repeat(65_537),
      secret: () => Promise.reject(new Error('must not be read')),
    });
    expect(outcome).toEqual(refusedAs('body_too_large'));
    expect(lines).toContain('"outcome":"body_too_large"');
    expect(lines).not.toContain('RequestsRefused');
  });

  it.each([
    ['phone_number', true],
    ['purpose', undefined],
  ])('whose %s the machine refuses is told apart from one that cannot be read', async (field, expected) => {
    const refusal = {
      code: 'invalid_request',
      detail: 'Why.',
      errors: [{ field, rule: 'must be right' }],
    } as const;
    const { outcome } = await call({ deliver: async () => ({ ok: false, refusal }) });
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect('isNoDestination' in outcome || undefined).toBe(expected);
  });

  it('that is invalid is refused and counted', async () => {
    const { outcome, lines } = await call({ body: 'invalid' });
    expect(outcome).toEqual(refusedAs('invalid_request'));
    expect(lines).toContain('RequestsRefused');
  });

  it('counts what was refused or failed before the machine, and not what the machine counted', async () => {
    const refusedWith = (refusal: Partial<Refusal>) => async () => ({
      ok: false as const,
      refusal: { code: 'invalid_request' as const, detail: 'Why.', ...refusal },
    });
    const countAs = { metric: 'RequestsRefused', reason: 'invalid_request' } as const;
    const { lines } = await call({ deliver: refusedWith({ countAs }) });
    expect(lines.match(/"RequestsRefused":1/g)).toHaveLength(1);
    log = captureLog();
    expect((await call({ deliver: refusedWith({}) })).lines).not.toContain('RequestsRefused');
  });

  it('that asks for nothing has nothing sent', async () => {
    const { outcome } = await call({
      body: '',
      deliver: () => Promise.reject(new Error('must not be called')),
    });
    expect(outcome).toEqual({ kind: 'nothing' });
  });

  it('is answered a fault by the hook too', async () => {
    const { outcome, lines } = await call({ secret: () => Promise.reject(new SecretUnavailable()) });
    expect(outcome).toEqual(refusedAs('secret_unavailable'));
    expect(lines).toContain('RequestsFailed');
  });
});

describe('of two messages', () => {
  const both =
    (second: Awaited<ReturnType<StartDelivery>>): StartDelivery =>
    async ({ destination }) =>
      destination === 'one' ? delivered('d1') : second;

  it.each([
    [
      'sent',
      delivered('d2'),
      { kind: 'delivered', delivery: expect.objectContaining({ delivery_id: 'd1' }) },
    ],
    [
      'unknown',
      delivered('d2', 'unknown'),
      { kind: 'delivered', delivery: expect.objectContaining({ status: 'unknown' }) },
    ],
    ['refused', refuse('rate_limited', 'Why.'), refusedAs('rate_limited')],
  ] as const)('the outcome is the worse: the second is %s', async (_, second, expected) => {
    expect((await call({ body: 'one two', deliver: both(second) })).outcome).toEqual(expected);
  });

  it('each has its own execution, and so its own entry of the activity log', async () => {
    const ids: string[] = [];
    const deliver: StartDelivery = async (_, { requestId }) => {
      ids.push(executionName(requestId));
      return delivered('d');
    };
    await call({ body: 'one two', deliver });
    expect(ids).toEqual(['request-1', 'request-1-2']);
  });
});

describe('of a message that may be sent and one that is not', () => {
  const certain = refuse('destination_not_allowed', 'Why.');
  it.each([
    ['first', 'two one'],
    ['second', 'one two'],
  ])('the outcome is the refusal: it is of the %s', async (_, body) => {
    const deliver: StartDelivery = async ({ destination }) =>
      destination === 'one' ? delivered('d1', 'unknown') : certain;
    expect((await call({ body, deliver })).outcome).toEqual(refusedAs('destination_not_allowed'));
  });
});

describe('the deadline', () => {
  const never: StartDelivery = (_, { mayBegin }) => {
    expect(mayBegin?.()).toBe(true);
    return new Promise(() => undefined);
  };
  it('ends the wait for a delivery, whose outcome is then unknown', async () => {
    const { outcome } = await call({ deliver: never, nowMs: TOOK_AT_MS + DUE_AFTER_MS - 310 });
    expect(outcome).toEqual({ kind: 'delivered', delivery: { delivery_id: '', status: 'unknown' } });
  });

  it('lets nothing begin any more that had not begun by then, and says so', async () => {
    const asked: DeliveryCaller[] = [];
    const { outcome } = await call({
      deliver: (_, caller) => {
        asked.push(caller);
        return new Promise(() => undefined);
      },
      nowMs: TOOK_AT_MS + DUE_AFTER_MS - 310,
    });
    expect(outcome).toEqual(refusedAs('service_unavailable'));
    expect(asked.map(({ mayBegin }) => mayBegin?.())).toEqual([false]);
  });

  it('is looked at right before the delivery is handed over', async () => {
    let nowMs = TOOK_AT_MS;
    const began: (boolean | undefined)[] = [];
    await call({
      clock: () => nowMs,
      deliver: async (_, { mayBegin }) => {
        for (const leftMs of [300, 299]) {
          nowMs = TOOK_AT_MS + DUE_AFTER_MS - leftMs;
          began.push(mayBegin?.());
        }
        return delivered('d1');
      },
    });
    expect(began).toEqual([true, false]);
  });

  it('lets nothing begin that could not be handed over', async () => {
    const { outcome, lines } = await call({ deliver: never, nowMs: TOOK_AT_MS + DUE_AFTER_MS - 290 });
    expect(outcome).toEqual(refusedAs('service_unavailable'));
    expect(lines).toMatch(/"RequestsFailed":1/);
  });

  it('is counted from our own clock where that is behind', async () => {
    const { outcome } = await call({ nowMs: TOOK_AT_MS - 60_000 });
    expect(outcome.kind).toBe('delivered');
  });

  const lost: Refusal = { code: 'service_unavailable', detail: 'Why.', isOutcomeUnknown: true };
  it.each([
    ['another try is sending', refuse('request_in_progress', 'Wait.')],
    ['may have been sent before the connection was lost', { ok: false, refusal: lost }],
  ] as const)('does not make a failure of what %s', async (_, decision) => {
    const { outcome } = await call({ deliver: async () => decision });
    expect(outcome).toEqual({ kind: 'delivered', delivery: { delivery_id: '', status: 'unknown' } });
  });
});

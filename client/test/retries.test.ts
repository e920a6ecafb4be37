import { describe, expect, it } from '@jest/globals';
import { TokenCourierClient } from '../src/client.ts';
import type { Scripted } from './scripted-service.ts';
import { refusal, ScriptedService } from './scripted-service.ts';

const ISSUED = { status: 201, json: { token_id: 't', status: 'sent' } };
const WRONG = { status: 200, json: { verified: false, reason: 'mismatch', attempts_remaining: 4 } };

function clientOf(...answers: Scripted[]) {
  const service = new ScriptedService(...answers);
  return { service, client: new TokenCourierClient(service.options, service.host) };
}

const keysOf = ({ sent }: ScriptedService) => sent.map(({ headers }) => headers.get('idempotency-key'));
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('a request for a code', () => {
  it('has its own key, which its repetitions keep', async () => {
    const { service, client } = clientOf(
      'broken',
      'silent',
      { status: 504, json: 'Gateway' },
      ISSUED,
      ISSUED,
    );
    expect(await client.issueToken({ user_id: 'ada' })).toEqual({ token_id: 't', status: 'sent' });
    await client.issueToken({ user_id: 'ada' });
    expect(keysOf(service)).toEqual(['key-1', 'key-1', 'key-1', 'key-1', 'key-2']);
    expect(new Set(service.sent.map(({ body }) => body))).toEqual(new Set(['{"user_id":"ada"}']));
  });

  it("has the caller's key, if there is one", async () => {
    const { service, client } = clientOf('broken', ISSUED);
    await client.issueToken({ user_id: 'ada' }, { idempotencyKey: 'form-17' });
    expect(keysOf(service)).toEqual(['form-17', 'form-17']);
    await expect(client.issueToken({ user_id: 'ada' }, { idempotencyKey: '' })).rejects.toThrow(
      'idempotencyKey must not be empty',
    );
  });

  it('waits as long as the answer says, with jitter', async () => {
    const { service, client } = clientOf(
      refusal(503, 'store_unavailable', 1),
      refusal(409, 'request_in_progress', 7),
      refusal(429, 'throttled', 2),
      ISSUED,
    );
    await client.issueToken({ user_id: 'ada' });
    expect(service.waits).toEqual([1125, 7250, 2500]);
  });

  it('is repeated three times at most, with growing waits', async () => {
    const { service, client } = clientOf('broken', 'broken', 'broken', 'broken', ISSUED);
    const error = await failureOf(client.issueToken({ user_id: 'ada' }));
    expect(error).toMatchObject({
      name: 'NoAnswerError',
      reason: 'network',
      message: 'No answer from courier.example.com: ECONNRESET',
      isOutcomeUnknown: true,
      idempotencyKey: 'key-1',
    });
    expect(service.waits).toEqual([125, 250, 500]);
  });

  it('is not repeated when it would end too late', async () => {
    const { service, client } = clientOf(refusal(503, 'service_unavailable', 5), ISSUED);
    const error = await failureOf(client.issueToken({ user_id: 'ada' }, { timeoutSeconds: 5 }));
    expect(error).toMatchObject({
      code: 'service_unavailable',
      retryAfterSeconds: 5,
      isOutcomeUnknown: true,
    });
    expect(service.waits).toEqual([]);
  });

  it('waits for one answer no longer than the call may take', async () => {
    const { service, client } = clientOf('silent', ISSUED);
    const startMs = service.nowMs;
    const error = await failureOf(client.issueToken({ user_id: 'ada' }, { timeoutSeconds: 2 }));
    expect(error).toMatchObject({ name: 'NoAnswerError', reason: 'timeout' });
    expect(service.nowMs - startMs).toBe(2000);
  });

  it('is repeated once after a failure that nobody foresaw', async () => {
    const { service, client } = clientOf(
      refusal(500, 'internal_error'),
      refusal(500, 'internal_error'),
      ISSUED,
    );
    expect(await failureOf(client.issueToken({ user_id: 'ada' }))).toMatchObject({ code: 'internal_error' });
    expect(service.sent).toHaveLength(2);
  });

  it.each([
    [429, 'resend_too_soon'],
    [429, 'rate_limited'],
    [429, 'locked'],
    [429, 'destination_paused'],
    [429, 'budget_exhausted'],
    [409, 'superseded'],
    [409, 'contact_changed'],
    [422, 'no_destination'],
    [502, 'delivery_failed'],
    [400, 'invalid_request'],
    [403, 'forbidden'],
  ])('that is refused with %i %s is not repeated', async (status, code) => {
    const { service, client } = clientOf(refusal(status, code, 1), ISSUED);
    expect(await failureOf(client.issueToken({ user_id: 'ada' }))).toMatchObject({
      code,
      isOutcomeUnknown: false,
    });
    expect(service.sent).toHaveLength(1);
  });
});

describe('a verification', () => {
  it('is repeated with its key, so that a lost answer costs no attempt', async () => {
    const { service, client } = clientOf('broken', refusal(503, 'signing_unavailable', 1), WRONG);
    expect(await client.verifyToken({ user_id: 'ada', token: '123456' })).toEqual(WRONG.json);
    expect(keysOf(service)).toEqual(['key-1', 'key-1', 'key-1']);
  });
});

describe('a confirmation of an address, of which each try counts', () => {
  it.each([
    ['broken'],
    ['silent'],
    [refusal(503, 'store_unavailable', 1)],
    [{ status: 502, json: 'Bad' }],
  ] as const)('is not repeated after %j', async (answer) => {
    const { service, client } = clientOf(answer, { status: 200, json: {} });
    expect(await failureOf(client.confirmContact('ada', { code: '482135' }))).toBeInstanceOf(Error);
    expect([service.sent.length, keysOf(service)]).toEqual([1, [null]]);
  });

  it('is repeated when it was certainly not looked at', async () => {
    const { service, client } = clientOf(refusal(429, 'throttled', 1), {
      status: 200,
      json: { user_id: 'ada' },
    });
    await client.confirmContact('ada', { code: '482135' });
    expect(service.sent).toHaveLength(2);
  });
});

describe('a report of a delivery', () => {
  it('is repeated without a key, because a second one changes nothing', async () => {
    const { service, client } = clientOf('broken', 'silent', { status: 204 });
    await client.reportDelivery('7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55', { user_id: 'ada', verified: true });
    expect(keysOf(service)).toEqual([null, null, null]);
  });
});

describe('what GET, PUT and DELETE do', () => {
  it('is repeated without a key', async () => {
    const { service, client } = clientOf('broken', { status: 204 }, 'broken', {
      status: 200,
      json: { tokens: [] },
    });
    await client.deleteContact('ada');
    await client.listTokens();
    expect(service.sent.map(({ method }) => method)).toEqual(['DELETE', 'DELETE', 'GET', 'GET']);
    expect(keysOf(service)).toEqual([null, null, null, null]);
  });
});

describe('an unknown outcome', () => {
  it('stays unknown when the repetition fails before the service looks for the key', async () => {
    const { client } = clientOf('broken', refusal(503, 'secret_unavailable', 60));
    expect(await failureOf(client.issueToken({ user_id: 'ada' }))).toMatchObject({
      code: 'secret_unavailable',
      isOutcomeUnknown: true,
    });
  });

  it('is settled by a refusal, which comes after that look', async () => {
    const { client } = clientOf('broken', refusal(429, 'rate_limited', 240));
    expect(await failureOf(client.issueToken({ user_id: 'ada' }))).toMatchObject({ isOutcomeUnknown: false });
  });

  it('is what a success without the JSON of the API leaves', async () => {
    const { client } = clientOf({ status: 200, json: '<!doctype html>' });
    expect(await failureOf(client.issueToken({ user_id: 'ada' }))).toMatchObject({
      name: 'UnexpectedAnswerError',
      status: 200,
      isOutcomeUnknown: true,
    });
  });
});

describe("the caller's signal", () => {
  it('ends a call with its own reason, before, during and between attempts', async () => {
    const reason = new Error('The person closed the page');
    const { service, client } = clientOf('silent', ISSUED);
    const early = AbortSignal.abort(reason);
    await expect(client.issueToken({ user_id: 'ada' }, { signal: early })).rejects.toBe(reason);
    expect(service.sent).toEqual([]);

    const during = new AbortController();
    const { fetch } = service.options;
    const aborting = ((url: string, init: RequestInit) => {
      if (url.startsWith('https://courier')) {
        during.abort(reason);
      }
      return fetch(url, init);
    }) as typeof fetch;
    const other = new TokenCourierClient(
      { ...service.options, fetch: aborting, maxRetries: 0 },
      service.host,
    );
    await expect(other.issueToken({ user_id: 'ada' }, { signal: during.signal })).rejects.toBe(reason);

    const between = new AbortController();
    const host = { ...service.host, wait: async () => between.signal.throwIfAborted() };
    const failing = (async () => {
      between.abort(reason);
      throw new TypeError('fetch failed');
    }) as typeof globalThis.fetch;
    const third = new TokenCourierClient({ ...service.options, fetch: failing }, host);
    await expect(third.readHealth({ signal: between.signal })).rejects.toBe(reason);
  });
});

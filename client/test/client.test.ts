import { describe, expect, it } from '@jest/globals';
import { TokenCourierClient } from '../src/client.ts';
import { isProblem, ProblemError } from '../src/errors.ts';
import type { Scripted } from './scripted-service.ts';
import { refusal, ScriptedService } from './scripted-service.ts';

const EMPTY = { status: 204 };

function clientOf(...answers: Scripted[]) {
  const service = new ScriptedService(...answers);
  return { service, client: new TokenCourierClient(service.options, service.host) };
}

const sentBy = ({ sent }: ScriptedService) => sent.map(({ method, path, body }) => [method, path, body]);

describe('a method of the client', () => {
  it('writes ids into one segment of the path, and other parameters into the query', async () => {
    const { service, client } = clientOf(EMPTY, EMPTY, { status: 200, json: { paused: [] } }, EMPTY);
    await client.revokeToken({ user_id: 'a/b ü?', purpose: 'payment', client_group: undefined });
    await client.unlockPerson('ada');
    await client.readLimits({ user_id: 'a&b' });
    await client.putOptOut({ phone_number: '+12025550143', opted_out: true });
    expect(sentBy(service)).toEqual([
      ['DELETE', '/api/tokens/a%2Fb%20%C3%BC%3F?purpose=payment', undefined],
      ['DELETE', '/api/limits/ada', undefined],
      ['GET', '/api/limits?user_id=a%26b', undefined],
      ['PUT', '/api/opt-outs', '{"phone_number":"+12025550143","opted_out":true}'],
    ]);
  });

  it('delivers a code under a key, and reports under the id of the answer', async () => {
    const { service, client } = clientOf(
      { status: 201, json: { delivery_id: 'd-1', status: 'sent' } },
      EMPTY,
    );
    const body = { user_id: 'ada', channel: 'sms', phone_number: '+12025550143', code: '482913' } as const;
    const { delivery_id } = await client.deliverCode(body);
    await client.reportDelivery(delivery_id, { user_id: 'ada', verified: true });
    expect(sentBy(service)).toEqual([
      ['POST', '/api/deliveries', JSON.stringify(body)],
      ['POST', '/api/deliveries/d-1/report', '{"user_id":"ada","verified":true}'],
    ]);
    expect(service.sent.map(({ headers }) => headers.has('idempotency-key'))).toEqual([true, false]);
  });

  it.each(['', '.', '..'])("refuses '%s' as an id in a path, which would be another path", async (id) => {
    const { service, client } = clientOf(EMPTY);
    await expect(client.deleteContact(id)).rejects.toThrow('user_id must be');
    expect(service.sent).toEqual([]);
  });

  it('follows no redirect, which would take its credentials elsewhere', async () => {
    const { service, client } = clientOf({
      status: 307,
      headers: { location: 'https://elsewhere.example.com' },
    });
    await expect(client.listTokens()).rejects.toMatchObject({ status: 307, isOutcomeUnknown: false });
    expect([...service.tokenRequests, ...service.sent].map(({ redirect }) => redirect)).toEqual([
      'manual',
      'manual',
    ]);
  });

  it('reads a list page by page', async () => {
    const page = (token_id: string, next_cursor?: string) => ({
      status: 200,
      json: { tokens: [{ token_id }], ...(next_cursor && { next_cursor }) },
    });
    const { service, client } = clientOf(page('1', 'c1'), page('2', 'c2'), page('3'));
    const ids: string[] = [];
    for await (const { token_id } of client.eachToken({ limit: 1, reveal: false })) {
      ids.push(token_id);
    }
    expect(ids).toEqual(['1', '2', '3']);
    expect(service.sent.map(({ path }) => path)).toEqual([
      '/api/tokens?limit=1&reveal=false',
      '/api/tokens?limit=1&reveal=false&cursor=c1',
      '/api/tokens?limit=1&reveal=false&cursor=c2',
    ]);
  });

  it('makes the same id of a destination each time, which only its client secret can make', async () => {
    const { service, client } = clientOf();
    const other = new TokenCourierClient({ ...service.options, clientSecret: 'other' }, service.host);
    const id = await client.userIdFor('+12025550143');
    expect(id).toBe('destination-1zby4wOMGc76PDdiHeU4M27PWQPoIND28R07z3Pmdt4');
    expect(await client.userIdFor('+12025550143')).toBe(id);
    expect(await other.userIdFor('+12025550143')).not.toBe(id);
  });
});

describe('an option', () => {
  it.each<[string, object]>([
    ['apiUrl must be an https: URL', { apiUrl: 'http://courier.example.com/api' }],
    ['apiUrl must be an https: URL', { apiUrl: undefined }],
    ['tokenUrl must be an https: URL', { tokenUrl: 'issuer.example.com' }],
    ['clientId must not be empty', { clientId: '' }],
    ['clientSecret must not be empty', { clientSecret: undefined }],
    ['timeoutSeconds must be a number, more than 0', { timeoutSeconds: 0 }],
    ['attemptTimeoutSeconds must be a number, more than 0', { attemptTimeoutSeconds: Number.NaN }],
    ['maxRetries must be a whole number', { maxRetries: -1 }],
  ])('that is wrong is named: %s', (message, wrong) => {
    const { options } = new ScriptedService();
    expect(() => new TokenCourierClient({ ...options, ...wrong })).toThrow(message);
  });

  it('may be a URL without TLS on the same machine, with or without a slash at its end', async () => {
    const { options, sent, host } = new ScriptedService({ status: 200, json: { status: 'ok' } });
    const client = new TokenCourierClient({ ...options, apiUrl: 'http://127.0.0.1:4650/api/' }, host);
    await client.readHealth();
    expect(sent[0]?.path).toBe('/api/health');
  });
});

describe('a problem', () => {
  const fieldErrors = [{ field: 'user_id', rule: 'is missing' }];

  it('is an error with its code, its document and its wait', async () => {
    const limit = { name: 'person', limit: 5, window_seconds: 600 };
    const { client } = clientOf(refusal(429, 'rate_limited', 240, { limit }));
    const error: unknown = await client.issueToken({ user_id: 'ada' }).catch((failure) => failure);
    expect(
      isProblem(error) && isProblem(error, 'locked', 'rate_limited') && !isProblem(error, 'locked'),
    ).toBe(true);
    if (isProblem(error, 'rate_limited')) {
      const seconds: number = error.retryAfterSeconds;
      expect([seconds, error.problem.limit?.name, error.status]).toEqual([240, 'person', 429]);
      expect(error.message).toBe('rate_limited: D (request r1)');
    }
  });

  it("is recognised in the firewall's own answer, without a request id", async () => {
    const { type, title, detail } = { type: '/problems.html#blocked', title: 'T', detail: 'D' };
    const { client } = clientOf({ status: 403, json: { type, title, status: 403, detail, code: 'blocked' } });
    const error = await client.issueToken({ user_id: 'ada' }).catch((failure) => failure);
    expect([error instanceof ProblemError, error.message]).toEqual([true, 'blocked: D']);
  });

  it('that this version does not know is a problem all the same', async () => {
    const { client } = clientOf(refusal(418, 'teapot', undefined, { errors: fieldErrors }));
    await expect(client.issueToken({ user_id: 'ada' })).rejects.toMatchObject({
      code: 'teapot',
      problem: { errors: fieldErrors },
    });
  });

  it('is not what a proxy or a gateway answers by itself', async () => {
    const { client } = clientOf({ status: 403, json: { message: 'Forbidden' } }, { status: 302, json: '' });
    const forbidden = await client.listTokens().catch((failure) => failure);
    expect([isProblem(forbidden), forbidden.name, forbidden.isOutcomeUnknown]).toEqual([
      false,
      'UnexpectedAnswerError',
      false,
    ]);
    await expect(client.listTokens()).rejects.toMatchObject({ name: 'UnexpectedAnswerError', status: 302 });
  });
});

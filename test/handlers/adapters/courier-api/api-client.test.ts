import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { accessTokens } from '../../../../handlers/adapters/courier-api/access-tokens.ts';
import { apiClient } from '../../../../handlers/adapters/courier-api/api-client.ts';
import { apiCodeDelivery } from '../../../../handlers/adapters/courier-api/code-delivery.ts';
import { apiCodeIssuer } from '../../../../handlers/adapters/courier-api/code-issuer.ts';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';

const CREDENTIALS = {
  api_url: 'https://api.example.com/api',
  token_url: 'https://auth.example.com/oauth2/token',
  client_id: 'the-client',
  client_secret: 'its secret',
};
const ISSUED = {
  token_id: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
  user_id: 'ada',
  purpose: 'login',
  channel: 'sms',
  destination: '+1••••••0143',
  status: 'sent',
  issued_at: '2026-03-14T09:26:53.589Z',
  expires_at: '2026-03-14T09:31:53.000Z',
  expires_in: 299,
  resend_after: '2026-03-14T09:27:24.021Z',
};
const problem = (status: number, code: string, more = {}) => Response.json({ code, ...more }, { status });

type Answer = Response | Error;
let answers: Answer[] = [];
let tokenAnswer: () => Answer;
let nowMs = 0;
let credentialsRead: (string | undefined)[] = [];

beforeEach(() => {
  nowMs = Date.now();
  credentialsRead = [];
  tokenAnswer = () => Response.json({ access_token: 'the-token', expires_in: 3600 });
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url) => {
    const answer = String(url) === CREDENTIALS.token_url ? tokenAnswer() : answers.shift();
    if (answer instanceof Error) {
      throw answer;
    }
    return answer as Response;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const client = (
  credentials = async (again?: 'again') => {
    credentialsRead.push(again);
    return CREDENTIALS;
  },
) => apiClient({ credentials, tokens: accessTokens(() => nowMs), now: () => nowMs });

const calls = () =>
  jest.mocked(fetch).mock.calls.map(([url, { headers, body } = {}]) => ({
    url,
    authorization: new Headers(headers).get('authorization'),
    key: new Headers(headers).get('idempotency-key'),
    body: String(body),
  }));
const post = (api = client(), waitMs = 4_000) =>
  api.post('/tokens', { user_id: 'ada' }, 'key-1', nowMs + waitMs);

describe('a request to the API', () => {
  it('has an access token, which the next ones share until shortly before it expires', async () => {
    answers = [Response.json(ISSUED), Response.json(ISSUED), Response.json(ISSUED)];
    const api = client();
    expect(await post(api)).toEqual({ kind: 'accepted', status: 200, document: ISSUED });
    await post(api);
    nowMs += 3_541_000;
    await post(api);
    expect(calls().map(({ url }) => url)).toEqual(
      ['token', 'api', 'api', 'token', 'api'].map((which) =>
        which === 'token' ? CREDENTIALS.token_url : `${CREDENTIALS.api_url}/tokens`,
      ),
    );
    expect(calls()[0]).toMatchObject({
      authorization: `Basic ${btoa('the-client:its%20secret')}`,
      body: 'grant_type=client_credentials',
    });
    expect(calls()[1]).toEqual({
      url: 'https://api.example.com/api/tokens',
      authorization: 'Bearer the-token',
      key: 'key-1',
      body: '{"user_id":"ada"}',
    });
  });

  it('is repeated once with the same key, after no answer and after a passing fault', async () => {
    for (const first of [new TypeError('fetch failed'), problem(503, 'store_unavailable')]) {
      answers = [first, Response.json(ISSUED)];
      jest.mocked(fetch).mockClear();
      expect(await post()).toMatchObject({ kind: 'accepted' });
      expect(
        calls()
          .slice(1)
          .map(({ key }) => key),
      ).toEqual(['key-1', 'key-1']);
    }
    answers = [new TypeError('fetch failed'), new TypeError('fetch failed'), Response.json(ISSUED)];
    expect(await post()).toEqual({ kind: 'no answer' });
  });

  it('is not repeated after a refusal, nor when there is no time left', async () => {
    answers = [problem(429, 'rate_limited', { retry_after: 240 })];
    expect(await post()).toEqual({ kind: 'refused', code: 'rate_limited', retryAfterSeconds: 240 });
    answers = [new TypeError('fetch failed')];
    expect(await post(client(), 200)).toEqual({ kind: 'no answer' });
  });

  it('is repeated with new credentials if its access token is not accepted', async () => {
    answers = [problem(401, 'unauthorized'), Response.json(ISSUED)];
    expect(await post()).toMatchObject({ kind: 'accepted' });
    expect(credentialsRead).toEqual([undefined, 'again']);
    expect(calls().filter(({ url }) => url === CREDENTIALS.token_url)).toHaveLength(2);
  });

  it('is refused where the client gets no access token, or its secret cannot be read', async () => {
    tokenAnswer = () => Response.json({ error: 'invalid_client' }, { status: 400 });
    expect(await post()).toEqual({ kind: 'refused', code: 'unauthorized' });
    expect(credentialsRead).toEqual([undefined, 'again']);
    const unread = client(() => Promise.reject(new SecretUnavailable()));
    expect(await post(unread)).toEqual({ kind: 'refused', code: 'secret_unavailable' });
  });

  it('is not sent, and is no matter of its credentials, while the token endpoint is down', async () => {
    for (const down of [() => new Response('', { status: 503 }), () => new TypeError('fetch failed')]) {
      tokenAnswer = down;
      credentialsRead = [];
      expect(await post()).toEqual({ kind: 'refused', code: 'issuer_unavailable' });
      expect(credentialsRead).toEqual([undefined, undefined]);
    }
    expect(calls().map(({ url }) => url)).not.toContain('https://api.example.com/api/tokens');
  });

  it('ends at its deadline', async () => {
    jest.mocked(fetch).mockImplementation(
      (url, { signal } = {}) =>
        new Promise((resolve, reject) => {
          if (String(url) === CREDENTIALS.token_url) {
            resolve(tokenAnswer() as Response);
          }
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    expect(await post(client(), 20)).toEqual({ kind: 'no answer' });
  });

  it.each([
    ['throttled', 429],
    ['store_unavailable', 503],
    ['unauthorized', 401],
  ])('stays unknown if its repetition is %s, which tells nothing of the first', async (code, status) => {
    answers = [new TypeError('fetch failed'), problem(status, code)];
    expect(await post()).toEqual({ kind: 'no answer' });
  });

  it('lets a bug pass', async () => {
    await expect(post(client(() => Promise.reject(new TypeError('a bug'))))).rejects.toThrow('a bug');
  });

  it('has no known outcome where a proxy answers with a page', async () => {
    answers = [new Response('<html>', { status: 502 }), new Response('<html>', { status: 504 })];
    expect(await post()).toEqual({ kind: 'no answer' });
    answers = [new Response('<html>', { status: 403 })];
    expect(await post()).toMatchObject({ kind: 'refused', code: 'http_403' });
  });
});

describe('codes', () => {
  const until = () => nowMs + 4_000;

  it('are issued, to a number or a contact', async () => {
    answers = [Response.json(ISSUED, { status: 201 })];
    const issuer = apiCodeIssuer(client());
    const request = { userId: 'ada', purpose: 'login', phoneNumber: '+12025550143' };
    expect(await issuer.issue(request, 'key-1', until())).toEqual({
      kind: 'sent',
      tokenId: ISSUED.token_id,
      status: 'sent',
      channel: 'sms',
      destination: '+1••••••0143',
      expiresAt: ISSUED.expires_at,
      resendAfter: ISSUED.resend_after,
    });
    expect(JSON.parse(calls()[1]?.body ?? '')).toEqual({
      user_id: 'ada',
      purpose: 'login',
      phone_number: '+12025550143',
    });
  });

  it('are verified', async () => {
    answers = [
      Response.json({ verified: true, channel: 'sms' }),
      Response.json({ verified: false, reason: 'mismatch', attempts_remaining: 4 }),
    ];
    const issuer = apiCodeIssuer(client());
    const presented = { userId: 'ada', purpose: 'login', code: '123456', tokenId: ISSUED.token_id };
    expect(await issuer.verify(presented, 'key-1', until())).toEqual({ kind: 'verified' });
    expect(await issuer.verify(presented, 'key-2', until())).toEqual({
      kind: 'not verified',
      reason: 'mismatch',
    });
    expect(calls()[1]?.url).toBe('https://api.example.com/api/tokens/verify');
    expect(JSON.parse(calls()[1]?.body ?? '')).toEqual({
      user_id: 'ada',
      purpose: 'login',
      token: '123456',
      token_id: ISSUED.token_id,
    });
  });

  it('that somebody else made are delivered to a number or an address', async () => {
    answers = [
      Response.json({ status: 'sent' }, { status: 201 }),
      Response.json({ status: 'unknown' }, { status: 202 }),
    ];
    const delivery = apiCodeDelivery(client());
    const brought = { code: '042137', purpose: 'sign_up', userReference: '1f2e' };
    const sms = { ...brought, channel: 'sms', destination: '+12025550143', locale: 'de' } as const;
    expect(await delivery.deliver(sms, 'key-1', until())).toEqual({ kind: 'sent' });
    const email = { ...brought, channel: 'email', destination: 'ada@example.com' } as const;
    expect(await delivery.deliver(email, 'key-2', until())).toEqual({ kind: 'unknown' });
    expect(calls()[1]?.url).toBe('https://api.example.com/api/deliveries');
    expect(
      calls()
        .slice(1)
        .map(({ body }) => JSON.parse(body)),
    ).toEqual([
      {
        user_id: '1f2e',
        purpose: 'sign_up',
        channel: 'sms',
        phone_number: '+12025550143',
        code: '042137',
        locale: 'de',
      },
      { user_id: '1f2e', purpose: 'sign_up', channel: 'email', email: 'ada@example.com', code: '042137' },
    ]);
  });
});

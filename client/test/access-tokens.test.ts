import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { TokenCourierClient } from '../src/client.ts';
import type { Scripted } from './scripted-service.ts';
import { accessToken, refusal, ScriptedService } from './scripted-service.ts';

const LIST = { status: 200, json: { tokens: [] } };
const UNAUTHORIZED = refusal(401, 'unauthorized');

function clientOf(...answers: Scripted[]) {
  const service = new ScriptedService(...answers);
  return { service, client: new TokenCourierClient(service.options, service.host) };
}

const authorizationsOf = ({ sent }: ScriptedService) =>
  sent.map(({ headers }) => headers.get('authorization')?.replace('Bearer ', ''));

describe('the access token', () => {
  it("is asked for with the client's credentials, form-encoded, in a header", async () => {
    const { service, client } = clientOf(LIST, LIST);
    await client.listTokens();
    const [request] = service.tokenRequests;
    expect(request?.headers.get('authorization')).toBe(`Basic ${btoa('shop:s3cret%3A%2F%2B')}`);
    expect(request?.body).toBe('grant_type=client_credentials');
    const scoped = new TokenCourierClient(
      { ...service.options, scopes: ['tokens/issue', 'tokens/verify'] },
      service.host,
    );
    await scoped.listTokens();
    expect(service.tokenRequests[1]?.body).toBe(
      'grant_type=client_credentials&scope=tokens%2Fissue+tokens%2Fverify',
    );
  });

  it('is asked for once by concurrent calls, and kept', async () => {
    const { service, client } = clientOf(LIST, LIST, LIST, LIST);
    await Promise.all([client.listTokens(), client.listTokens(), client.listTokens()]);
    await client.listTokens();
    expect(service.tokenRequests).toHaveLength(1);
    expect(authorizationsOf(service)).toEqual(['access-1', 'access-1', 'access-1', 'access-1']);
  });

  it('leaves nothing listening to a signal that outlives the calls', async () => {
    const { client } = clientOf(LIST, LIST);
    const { signal } = new AbortController();
    await Promise.all([client.listTokens({}, { signal }), client.listTokens({}, { signal })]);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is replaced a minute before it expires', async () => {
    const { service, client } = clientOf(LIST, LIST, LIST);
    await client.listTokens();
    service.nowMs += (3600 - 61) * 1000;
    await client.listTokens();
    service.nowMs += 1000;
    await client.listTokens();
    expect(authorizationsOf(service)).toEqual(['access-1', 'access-1', 'access-2']);
  });

  it('that lives for a minute or less is kept for half of that', async () => {
    const { service, client } = clientOf(LIST, LIST, LIST);
    service.tokens = [accessToken('short', 40), accessToken('next', 40)];
    await client.listTokens();
    service.nowMs += 19_999;
    await client.listTokens();
    service.nowMs += 1;
    await client.listTokens();
    expect(authorizationsOf(service)).toEqual(['short', 'short', 'next']);
  });

  it('is still used while it is valid and the next cannot be had', async () => {
    const { service, client } = clientOf(LIST, LIST);
    await client.listTokens();
    service.tokens = ['broken'];
    service.nowMs += (3600 - 30) * 1000;
    await client.listTokens();
    expect(authorizationsOf(service)).toEqual(['access-1', 'access-1']);
    service.nowMs += 30_000;
    await expect(client.listTokens()).rejects.toMatchObject({
      name: 'NoAnswerError',
      isOutcomeUnknown: false,
    });
  });

  it('is replaced once when the API refuses it, by all calls that used it together', async () => {
    const { service, client } = clientOf(LIST, UNAUTHORIZED, UNAUTHORIZED, LIST, LIST);
    await client.listTokens();
    await Promise.all([client.listTokens(), client.listTokens()]);
    expect(service.tokenRequests).toHaveLength(2);
    expect(authorizationsOf(service)).toEqual(['access-1', 'access-1', 'access-1', 'access-2', 'access-2']);
  });

  it('is not replaced again for a call that learns late that the one before is refused', async () => {
    const service = new ScriptedService(LIST, UNAUTHORIZED, UNAUTHORIZED, LIST, LIST);
    const { fetch } = service.options;
    let refused = 0;
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const late = (async (url: string, init: RequestInit) => {
      const response = await fetch(url, init);
      refused += response.status === 401 ? 1 : 0;
      await (refused === 2 && response.status === 401 ? held : undefined);
      return response;
    }) as typeof globalThis.fetch;
    const client = new TokenCourierClient({ ...service.options, fetch: late }, service.host);
    await client.listTokens();
    const first = client.listTokens();
    const second = client.listTokens();
    await Promise.race([first, second]);
    release();
    await Promise.all([first, second]);
    expect(authorizationsOf(service)).toEqual(['access-1', 'access-1', 'access-1', 'access-2', 'access-2']);
    expect(service.tokenRequests).toHaveLength(2);
  });

  it('that is refused again ends the call', async () => {
    const { service, client } = clientOf(UNAUTHORIZED, UNAUTHORIZED, LIST);
    await expect(client.issueToken({ user_id: 'ada' })).rejects.toMatchObject({
      code: 'unauthorized',
      isOutcomeUnknown: false,
    });
    expect(service.sent).toHaveLength(2);
  });

  it('is not sent where none is needed', async () => {
    const { service, client } = clientOf({ status: 200, json: { status: 'ok' } });
    expect(await client.readHealth()).toEqual({ status: 'ok' });
    expect([service.tokenRequests.length, authorizationsOf(service)]).toEqual([0, [undefined]]);
  });
});

describe('a token endpoint', () => {
  it('that refuses the credentials is not asked again, and its error names no secret', async () => {
    const { service, client } = clientOf(LIST);
    service.tokens = [{ status: 401, json: { error: 'invalid_client' } }];
    const failure = await client.listTokens().catch((error: Error) => error);
    expect(failure).toMatchObject({ name: 'AccessTokenError', status: 401, error: 'invalid_client' });
    expect(`${failure}${JSON.stringify(failure)}`).not.toContain('s3cret');
    expect(service.tokenRequests).toHaveLength(1);
  });

  it.each<[string, Scripted]>([
    ['is down', 'broken'],
    ['does not answer', 'silent'],
    ['is too busy', { status: 429, json: {} }],
    ['fails', { status: 503, json: 'Down' }],
  ])('that %s is asked again, for every kind of request', async (_, answer) => {
    const { service, client } = clientOf({ status: 200, json: { user_id: 'ada' } });
    service.tokens = [answer, accessToken('at last')];
    await client.confirmContact('ada', { code: '482135' });
    expect(authorizationsOf(service)).toEqual(['at last']);
  });

  it('is not waited for longer than the call may take, while others go on waiting', async () => {
    const { service, client } = clientOf(LIST);
    const slow = new AbortController();
    const reason = new Error('Enough');
    const one = client.listTokens({}, { signal: slow.signal });
    const other = client.listTokens();
    slow.abort(reason);
    await expect(one).rejects.toBe(reason);
    await other;
    expect(service.tokenRequests).toHaveLength(1);
  });

  it('whose answer got lost with the request that asked for it is asked again', async () => {
    const { service, client } = clientOf(LIST);
    const { fetch } = service.options;
    let asked = 0;
    const lost = ((url: string, init: RequestInit) => {
      asked += url.includes('oauth2') ? 1 : 0;
      return asked === 1 ? new Promise(() => {}) : fetch(url, init);
    }) as typeof globalThis.fetch;
    const hanging = new TokenCourierClient({ ...service.options, fetch: lost }, service.host);
    const dropped = new AbortController();
    const first = hanging.listTokens({}, { signal: dropped.signal });
    dropped.abort();
    await expect(first).rejects.toThrow();
    service.nowMs += 10_000;
    await hanging.listTokens();
    expect([asked, authorizationsOf(service)]).toEqual([2, ['access-1']]);
    expect(client).toBeDefined();
  });
});

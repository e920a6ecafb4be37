import { describe, expect, it, jest } from '@jest/globals';
import { buildSync } from 'esbuild';
import type { Answer, RouteName } from '../../handlers/contract/routes.ts';
import { ROUTES } from '../../handlers/contract/routes.ts';
import type { Api } from '../src/api/api-client.ts';
import { createApi } from '../src/api/api-client.ts';
import { callRoute } from '../src/api/call-route.ts';
import type { Transport } from '../src/api/transport.ts';

const ADA = { user_id: 'ada', purpose: 'login', client_group: '@shop' };
const PHONE = { phone_number: '+14255550123' };

/** Each function of the client: the route that it is for, and a call. */
const CALLS: Readonly<
  Record<Exclude<keyof Api, 'base'>, readonly [RouteName, (api: Api) => Promise<unknown>]>
> = {
  issueToken: ['issueToken', (api) => api.issueToken({ user_id: 'ada' })],
  listTokens: ['listTokens', (api) => api.listTokens({ user_id: 'ada' })],
  revealTokens: ['listTokens', (api) => api.revealTokens(ADA)],
  verifyToken: ['verifyToken', (api) => api.verifyToken({ user_id: 'ada', token: '123456' })],
  revokeToken: ['revokeToken', (api) => api.revokeToken(ADA)],
  readContact: ['getContact', (api) => api.readContact('ada')],
  putContact: ['putContact', (api) => api.putContact('ada', PHONE)],
  confirmContact: ['confirmContact', (api) => api.confirmContact('ada', { code: '482135' })],
  deleteContact: ['deleteContact', (api) => api.deleteContact('ada')],
  readLimits: ['readLimits', (api) => api.readLimits({ user_id: 'ada' })],
  unlockPerson: ['unlockPerson', (api) => api.unlockPerson('ada')],
  putOptOut: ['putOptOut', (api) => api.putOptOut({ ...PHONE, opted_out: true })],
  searchActivity: ['searchActivity', (api) => api.searchActivity({ user_id: 'ada' })],
  findOptOut: ['findOptOut', (api) => api.findOptOut(PHONE)],
  resumePrefix: ['resumePrefix', (api) => api.resumePrefix('+49151', { paused: false, reason: 'Over' })],
  putPrefixRule: ['putPrefixRule', (api) => api.putPrefixRule('+49151', { rule: 'none', reason: 'Over' })],
  raiseBudget: [
    'raiseBudget',
    (api) => api.raiseBudget({ window: 'hour', raised_by_usd: 5, reason: 'Ticket sale' }),
  ],
  readAudit: ['readAudit', (api) => api.readAudit({ limit: 10 })],
  readMetrics: ['readMetrics', (api) => api.readMetrics({ period: 'day', by: 'channel' })],
  readExecutions: ['readExecutions', (api) => api.readExecutions('ada', 'login')],
  listExecutions: ['listExecutions', (api) => api.listExecutions({})],
  traceExecution: ['traceExecution', (api) => api.traceExecution('ada')],
};

describe('the API client', () => {
  it.each(Object.entries(CALLS))('requests the method and path of the route: %s', async (_, [name, run]) => {
    const { api, fetch } = clientAnswering(Response.json({}), 'secret-token');
    await run(api);
    const [url, init] = fetch.mock.calls[0] ?? [];
    const { method, path } = ROUTES[name];
    expect([init?.method, String(url).replace(/\?.*/, '')]).toEqual([
      method,
      `/api${path.replace('{prefix}', '%2B49151').replace(/\{\w+\}/, 'ada')}`,
    ]);
  });

  it('compiles only calls that match the row of a route', () => {
    const noEntries: Answer<'readAudit'> = { entries: [] };
    const neverCalled = (transport: Transport) => [
      noEntries,
      // @ts-expect-error There is no such route.
      callRoute(transport, 'readToken', {}),
      // @ts-expect-error The path has a parameter.
      callRoute(transport, 'unlockPerson', {}),
      // @ts-expect-error The parameter has another name.
      callRoute(transport, 'unlockPerson', { params: { id: 'ada' } }),
      // @ts-expect-error The path has no parameters.
      callRoute(transport, 'readAudit', { params: { user_id: 'ada' }, query: {} }),
      // @ts-expect-error The query has no such member.
      callRoute(transport, 'readAudit', { query: { user_id: 'ada' } }),
      // @ts-expect-error The route takes a body.
      callRoute(transport, 'putOptOut', {}),
      // @ts-expect-error The route takes no body.
      callRoute(transport, 'listTokens', { query: {}, body: PHONE }),
      // @ts-expect-error The answer has no such member.
      callRoute(transport, 'readAudit', { query: {} }).then(({ tokens }) => tokens),
      // @ts-expect-error The answer has no body.
      callRoute(transport, 'unlockPerson', { params: { user_id: 'ada' } }).then(({ user_id }) => user_id),
    ];
    expect(neverCalled).toBeInstanceOf(Function);
  });

  it('bundles neither the schemas of routes nor their reference', () => {
    const { inputs } = buildSync({
      entryPoints: ['web/src/api/api-client.ts'],
      write: false,
      metafile: true,
      bundle: true,
      packages: 'external',
    }).metafile;
    const files = Object.keys(inputs);
    expect(files).toContain('handlers/contract/route-keys.ts');
    expect(files.filter((file) => /contract\/(routes|fields|described)/.test(file))).toEqual([]);
    const packages = Object.values(inputs).flatMap((file) => file.imports.filter(({ external }) => external));
    expect(packages).toEqual([]);
  });

  it('sends the access token and the query', async () => {
    const { api, fetch } = clientAnswering(Response.json({ tokens: [] }), 'secret-token');
    await api.revealTokens({ user_id: 'a&b', purpose: 'login', client_group: '@shop' });
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect(url).toBe('/api/tokens?user_id=a%26b&purpose=login&client_group=%40shop&reveal=true');
    expect(new Headers(init?.headers).get('authorization')).toBe('Bearer secret-token');
  });

  it('requests the executions of a token, whatever its user ID', async () => {
    const { api, fetch } = clientAnswering(Response.json({ executions: [] }), 'secret-token');
    await api.readExecutions('ada/é', 'login');
    expect(fetch.mock.calls[0]?.[0]).toBe('/api/tokens/ada%2F%C3%A9/executions?purpose=login');
  });

  it("requests the executions of one client's token", async () => {
    const { api, fetch } = clientAnswering(Response.json({ executions: [] }), 'secret-token');
    await api.readExecutions('ada', 'login', '@shop');
    expect(fetch.mock.calls[0]?.[0]).toBe('/api/tokens/ada/executions?purpose=login&client_group=%40shop');
  });

  it('sends a body as JSON, and expects none in a 204 response', async () => {
    const { api, fetch } = clientAnswering(new Response(null, { status: 204 }), 'secret-token');
    await api.putOptOut({ phone_number: '+14255550123', opted_out: true });
    const [url, init] = fetch.mock.calls[0] ?? [];
    expect([url, init?.method, init?.body]).toEqual([
      '/api/opt-outs',
      'PUT',
      '{"phone_number":"+14255550123","opted_out":true}',
    ]);
    expect(new Headers(init?.headers).get('content-type')).toBe('application/json');
  });

  it('keeps a user ID with slashes and question marks in one path segment', async () => {
    const { api, fetch } = clientAnswering(new Response(null, { status: 204 }), 'secret-token');
    await api.revokeToken({ user_id: 'a/b?c', purpose: 'login', client_group: '@shop' });
    expect(fetch.mock.calls[0]?.[0]).toBe('/api/tokens/a%2Fb%3Fc?purpose=login&client_group=%40shop');
  });

  it('requests the metrics of a period', async () => {
    const { api, fetch } = clientAnswering(Response.json({}), 'secret-token');
    await api.readMetrics({ period: 'day', by: 'channel' });
    expect(fetch.mock.calls[0]?.[0]).toBe('/api/metrics?period=day&by=channel');
  });

  it('reads a problem and the seconds to wait', async () => {
    const problem = { code: 'throttled', title: 'Too many requests', request_id: 'r-1' };
    const { api } = clientAnswering(
      new Response(JSON.stringify(problem), {
        status: 429,
        headers: { 'content-type': 'application/problem+json', 'retry-after': '42' },
      }),
      'secret-token',
    );
    await expect(api.listTokens({})).rejects.toMatchObject({
      failure: { kind: 'problem', problem, retryAfterSeconds: 42 },
    });
  });

  it("reads the firewall's problem, which comes as plain JSON, and no other JSON", async () => {
    const problem = { code: 'blocked', title: 'The request was blocked', detail: 'By a rule.' };
    const { api } = clientAnswering(Response.json(problem, { status: 403 }), 'secret-token');
    await expect(api.listTokens({})).rejects.toMatchObject({ failure: { kind: 'problem', problem } });
    for (const body of [{ message: 'Forbidden' }, { code: 'elsewhere' }, null]) {
      const { api: other } = clientAnswering(Response.json(body, { status: 403 }), 'secret-token');
      await expect(other.listTokens({})).rejects.toMatchObject({ failure: { kind: 'unexpected' } });
    }
  });

  it("does not mistake a proxy's page for a problem", async () => {
    const { api } = clientAnswering(new Response('<html>', { status: 502 }), 'secret-token');
    await expect(api.listTokens({})).rejects.toMatchObject({ failure: { kind: 'unexpected', status: 502 } });
  });

  it('ends the session when the access token is refused', async () => {
    const { api, onUnauthorized } = clientAnswering(new Response(null, { status: 401 }), 'secret-token');
    await expect(api.listTokens({})).rejects.toMatchObject({ failure: { kind: 'session_expired' } });
    expect(onUnauthorized).toHaveBeenCalledTimes(1);
  });

  it('sends a refused request again with a renewed access token', async () => {
    const { api, fetch, renew, onUnauthorized } = clientAnswering(Response.json({ tokens: [] }), 'old');
    fetch.mockResolvedValueOnce(new Response(null, { status: 401 }));
    renew.mockResolvedValue('new');
    await expect(api.listTokens({})).resolves.toEqual({ tokens: [] });
    const sent = fetch.mock.calls.map(([, init]) => new Headers(init?.headers).get('authorization'));
    expect(sent).toEqual(['Bearer old', 'Bearer new']);
    expect(renew).toHaveBeenCalledWith('old');
    expect(onUnauthorized).not.toHaveBeenCalled();
  });

  it('ends the session when the renewed access token is refused, too', async () => {
    const { api, fetch, renew, onUnauthorized } = clientAnswering(new Response(null, { status: 401 }), 'old');
    renew.mockResolvedValue('new');
    await expect(api.listTokens({})).rejects.toMatchObject({ failure: { kind: 'session_expired' } });
    expect([fetch.mock.calls.length, onUnauthorized.mock.calls.length]).toEqual([2, 1]);
  });

  it('keeps the session when the issuer cannot be reached', async () => {
    const { api, renew, onUnauthorized } = clientAnswering(new Response(null, { status: 401 }), 'old');
    renew.mockRejectedValue(new TypeError('Failed to fetch'));
    await expect(api.listTokens({})).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
    expect(onUnauthorized).not.toHaveBeenCalled();
  });

  it('does not call at all without an access token', async () => {
    const { api, fetch } = clientAnswering(Response.json({}));
    await expect(api.listTokens({})).rejects.toMatchObject({ failure: { kind: 'session_expired' } });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('reports that nothing answers', async () => {
    const { api, fetch } = clientAnswering(Response.json({}), 'secret-token');
    fetch.mockRejectedValue(new TypeError('Failed to fetch'));
    await expect(api.listTokens({})).rejects.toMatchObject({ failure: { kind: 'unreachable' } });
  });
});

function clientAnswering(response: Response, accessToken?: string) {
  const fetch = jest.fn<typeof globalThis.fetch>().mockResolvedValue(response);
  const onUnauthorized = jest.fn();
  const renew = jest.fn<Transport['renew']>().mockResolvedValue(undefined);
  const api = createApi({ base: '/api', fetch, accessToken: async () => accessToken, renew, onUnauthorized });
  return { api, fetch, renew, onUnauthorized };
}

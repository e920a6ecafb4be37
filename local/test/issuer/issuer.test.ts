import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createTokenVerifier } from '../../http/api-gateway/authorize.ts';
import type { LoopbackServer } from '../../http/listen-loopback.ts';
import { listenOnLoopback } from '../../http/listen-loopback.ts';
import { serveIssuer } from '../../issuer/serve-issuer.ts';
import { readUserPool } from '../../issuer/user-pool.ts';
import type { Keeper } from '../../persistence/keeper.ts';
import { callAs } from '../fixtures/call-as.ts';
import { fakeStack } from '../http/fake-stack.ts';

const PAGE = 'http://localhost:3000';
const VERIFIER = 'v'.repeat(43);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const AUTHORIZE = {
  client_id: 'page',
  redirect_uri: `${PAGE}/`,
  response_type: 'code',
  scope: 'openid tokens/read',
  state: 's1',
  nonce: 'n1',
  code_challenge: CHALLENGE,
  code_challenge_method: 'S256',
};

const OPERATORS = [
  { sub: '1', username: 'local-operator', groups: ['admins'] },
  { sub: '2', username: 'local-support', groups: ['support'] },
  { sub: '3', username: 'local-viewer', groups: ['viewers'] },
  { sub: '4', username: 'local-newcomer', groups: [] },
];

let server: LoopbackServer;
let laterMs = 0;
/** The calls that the trigger received, and how it answers. */
const asked: unknown[] = [];
let trigger: (event: { request: { scopes: string[] } }) => unknown;

const POOL = {
  LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: 'grant-scopes', LambdaVersion: 'V2_0' } },
};
const PERMISSION = { Principal: 'cognito-idp.amazonaws.com', FunctionName: 'grant-scopes' };
const answering = (accessTokenGeneration: object) => () => ({
  response: { claimsAndScopeOverrideDetails: { accessTokenGeneration } },
});

const now = Date.now;
jest.spyOn(Date, 'now').mockImplementation(() => now() + laterMs);

beforeEach(() => {
  laterMs = 0;
  asked.length = 0;
  trigger = answering({});
});

beforeAll(async () => {
  const stack = fakeStack({
    pool: ['AWS::Cognito::UserPool', POOL],
    permission: ['AWS::Lambda::Permission', PERMISSION],
    admins: ['AWS::Cognito::UserPoolGroup', { GroupName: 'admins' }],
    viewers: ['AWS::Cognito::UserPoolGroup', { GroupName: 'viewers' }],
    tokens: [
      'AWS::Cognito::UserPoolResourceServer',
      { Identifier: 'tokens', Scopes: [{ ScopeName: 'issue' }, { ScopeName: 'read' }] },
    ],
    machine: ['AWS::Cognito::UserPoolClient', { GenerateSecret: true }],
    page: [
      'AWS::Cognito::UserPoolClient',
      {
        GenerateSecret: false,
        AllowedOAuthScopes: ['openid', 'tokens/read'],
        CallbackURLs: ['https://d1.cloudfront.net/'],
        LogoutURLs: ['https://d1.cloudfront.net/bye'],
        AccessTokenValidity: 5,
        RefreshTokenValidity: 60,
        TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
      },
    ],
  });
  server = await listenOnLoopback(0);
  server.serve(
    await serveIssuer({
      issuerUrl: server.url,
      userPool: readUserPool(stack),
      operators: OPERATORS,
      pageOrigins: [PAGE],
      async invokeTrigger(functionArn, event) {
        asked.push([functionArn, event]);
        return trigger(event as { request: { scopes: string[] } });
      },
    }),
  );
});

afterAll(() => server.close());

async function askToken(form: Record<string, string>, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}/oauth2/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(form),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, string>,
  };
}

const basic = (credentials: string) => ({
  Authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
});

async function authorize(change: Record<string, string | undefined> = {}) {
  const query = Object.entries({ ...AUTHORIZE, ...change }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const url = `${server.url}/oauth2/authorize?${new URLSearchParams(query)}`;
  const response = await fetch(url, { redirect: 'manual' });
  const location = response.headers.get('location');
  return { status: response.status, location: location === null ? undefined : new URL(location) };
}

async function signIn(login_hint?: string): Promise<Record<string, string>> {
  const { location } = await authorize({ login_hint });
  return {
    grant_type: 'authorization_code',
    client_id: 'page',
    redirect_uri: `${PAGE}/`,
    code: location?.searchParams.get('code') ?? '',
    code_verifier: VERIFIER,
  };
}

describe('client credentials', () => {
  it.each([
    ['in the header', {}, basic('local:local')],
    ['in the body', { client_id: 'local', client_secret: 'local' }, {}],
  ])('%s get every scope for an hour when none is requested', async (_where, form, headers) => {
    const { status, body } = await askToken({ grant_type: 'client_credentials', ...form }, headers);
    expect([status, body.token_type, body.expires_in]).toEqual([200, 'Bearer', 3600]);
    const claims = await createTokenVerifier(server.url)(body.access_token ?? '');
    expect(claims).toMatchObject({
      iss: server.url,
      client_id: 'local',
      sub: 'local',
      token_use: 'access',
      scope: 'tokens/issue tokens/read',
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBe(3600);
  });

  it('get the scopes that they request', async () => {
    const { body } = await askToken(
      { grant_type: 'client_credentials', scope: 'tokens/read' },
      basic('local:local'),
    );
    expect(decodeJwt(body.access_token ?? '').scope).toBe('tokens/read');
  });

  it.each([
    ['a wrong secret', 401, 'invalid_client', { grant_type: 'client_credentials' }, basic('local:wrong')],
    ['no secret', 401, 'invalid_client', { grant_type: 'client_credentials', client_id: 'local' }, {}],
    [
      'an unknown scope',
      400,
      'invalid_scope',
      { grant_type: 'client_credentials', scope: 'x/y' },
      basic('local:local'),
    ],
    [
      'the page client',
      400,
      'unauthorized_client',
      { grant_type: 'client_credentials', client_id: 'page' },
      {},
    ],
    ['another grant', 400, 'unsupported_grant_type', { grant_type: 'password' }, basic('local:local')],
    ['no grant', 400, 'invalid_request', {}, basic('local:local')],
  ])('are refused with %s', async (_what, status, error, form, headers) => {
    expect(await askToken(form, headers)).toMatchObject({ status, body: { error } });
  });
});

describe('an operator', () => {
  it('gets an access token, an ID token and a refresh token for a code and its verifier', async () => {
    const { status, body, headers } = await askToken(await signIn(), { Origin: PAGE });
    expect([status, body.expires_in]).toEqual([200, 300]);
    expect(headers.get('access-control-allow-origin')).toBe(PAGE);
    expect(decodeJwt(body.access_token ?? '')).toMatchObject({
      client_id: 'page',
      username: 'local-operator',
      token_use: 'access',
      scope: 'openid tokens/read',
    });
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({ aud: 'page', nonce: 'n1', token_use: 'id' });
    expect(Object.keys(body).sort()).toEqual([
      'access_token',
      'expires_in',
      'id_token',
      'refresh_token',
      'token_type',
    ]);
    const namesIn = (token = '') => Object.keys(decodeJwt(token)).sort().join(' ');
    // Cognito's access tokens have no audience.
    expect(namesIn(body.access_token)).toBe(
      'auth_time client_id cognito:groups exp iat iss jti scope sub token_use username version',
    );
    expect(namesIn(body.id_token)).toBe(
      'aud auth_time cognito:groups cognito:username exp iat iss nonce sub token_use',
    );
    const again = await askToken({
      grant_type: 'refresh_token',
      client_id: 'page',
      refresh_token: body.refresh_token ?? '',
    });
    expect(decodeJwt(again.body.access_token ?? '').scope).toBe('openid tokens/read');
    // Without rotation, a renewal returns no refresh token.
    expect(again.body).not.toHaveProperty('refresh_token');
  });

  const renew = (refresh_token = '') =>
    askToken({ grant_type: 'refresh_token', client_id: 'page', refresh_token });
  const revoke = (form: Record<string, string>) =>
    fetch(`${server.url}/oauth2/revoke`, { method: 'POST', body: new URLSearchParams(form) });

  it('cannot renew with a refresh token that is revoked, or that has expired as the template says', async () => {
    const { body } = await askToken(await signIn());
    const token = body.refresh_token ?? '';
    expect((await revoke({ token, client_id: 'local', client_secret: 'local' })).status).toBe(400);
    expect((await revoke({ client_id: 'page' })).status).toBe(400);
    expect((await renew(token)).status).toBe(200);
    expect((await revoke({ token, client_id: 'page' })).status).toBe(200);
    expect(await renew(token)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    // RFC 7009 section 2.2: an unknown token is not an error.
    expect((await revoke({ token, client_id: 'page' })).status).toBe(200);
    const late = (await askToken(await signIn())).body.refresh_token;
    laterMs = 3_600_000;
    expect((await renew(late)).status).toBe(400);
  });

  it('is the one that login_hint names, in the groups that the template defines', async () => {
    const groupsOf = async (name?: string) => {
      const { body } = await askToken(await signIn(name));
      const { username, sub, 'cognito:groups': groups } = decodeJwt(body.access_token ?? '');
      const info = await fetch(`${server.url}/oauth2/userInfo`, {
        headers: { Authorization: `Bearer ${body.access_token}` },
      });
      expect(await info.json()).toEqual({ sub, username });
      return [username, groups];
    };
    expect(await groupsOf()).toEqual(['local-operator', ['admins']]);
    expect(await groupsOf('local-viewer')).toEqual(['local-viewer', ['viewers']]);
    expect(await groupsOf('local-support')).toEqual(['local-support', undefined]);
    expect(await groupsOf('local-newcomer')).toEqual(['local-newcomer', undefined]);
    const { location } = await authorize({ login_hint: 'somebody' });
    expect(location?.searchParams.get('error')).toBe('invalid_request');
    expect((await fetch(`${server.url}/oauth2/userInfo`)).status).toBe(401);
  });

  it('stays signed in in the browser for an hour, or until signing out there', async () => {
    const ask = (path: string, query: Record<string, string>, cookie = '') =>
      fetch(`${server.url}${path}?${new URLSearchParams(query)}`, {
        redirect: 'manual',
        headers: { cookie },
      });
    const cookieOf = (response: Response) => response.headers.getSetCookie()[0] ?? '';
    const started = cookieOf(await ask('/oauth2/authorize', { ...AUTHORIZE, login_hint: 'local-viewer' }));
    expect(started).toMatch(/^cognito=[\w-]+; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/);
    const cookie = started.split(';')[0] ?? '';

    const nameWith = async (sent: string) => {
      const { location } = {
        location: (await ask('/oauth2/authorize', AUTHORIZE, sent)).headers.get('location'),
      };
      const code = new URL(location ?? '').searchParams.get('code') ?? '';
      const { body } = await askToken({ ...(await signIn()), code });
      return decodeJwt(body.access_token ?? '').username;
    };
    expect(await nameWith(cookie)).toBe('local-viewer');
    expect(await nameWith('cognito=unknown')).toBe('local-operator');

    const left = await ask('/logout', { client_id: 'page', logout_uri: `${PAGE}/bye` }, cookie);
    expect(cookieOf(left)).toMatch(/^cognito=; Path=\/; Max-Age=0;/);
    expect(await nameWith(cookie)).toBe('local-operator');
  });

  it('has the scopes that the trigger grants, also after a renewal', async () => {
    trigger = answering({ scopesToSuppress: ['tokens/read', 'other'], scopesToAdd: ['tokens/issue'] });
    const { body } = await askToken(await signIn('local-viewer'));
    expect(decodeJwt(body.access_token ?? '').scope).toBe('openid tokens/issue');
    expect(asked).toEqual([
      [
        'grant-scopes',
        expect.objectContaining({
          version: '2',
          triggerSource: 'TokenGeneration_HostedAuth',
          userPoolId: 'pool',
          userName: 'local-viewer',
          request: expect.objectContaining({
            groupConfiguration: {
              groupsToOverride: ['viewers'],
              iamRolesToOverride: [],
              preferredRole: null,
            },
            scopes: ['openid', 'tokens/read'],
          }),
        }),
      ],
    ]);
    trigger = answering({ scopesToSuppress: ['openid', 'tokens/read'] });
    const again = await renew(body.refresh_token);
    expect(decodeJwt(again.body.access_token ?? '').scope).toBe('');
    expect(asked[1]).toMatchObject(['grant-scopes', { triggerSource: 'TokenGeneration_RefreshTokens' }]);
  });

  it.each([
    ['fails', () => Promise.reject(new Error())],
    ['returns no response', () => ({})],
    ['suppresses something other than a list', answering({ scopesToSuppress: 'tokens/read' })],
    ['changes a claim, which is not supported', answering({ claimsToSuppress: ['sub'] })],
  ])('gets no token when the trigger %s', async (_, answer) => {
    trigger = answer;
    const { status, body } = await askToken(await signIn());
    expect([status, Object.keys(body)]).toEqual([400, ['error', 'error_description']]);
  });

  it('gets its state back', async () => {
    const { status, location } = await authorize();
    expect([status, location?.origin, location?.searchParams.get('state')]).toEqual([302, PAGE, 's1']);
  });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(43) }],
    ['no verifier', { code_verifier: '' }],
    ['another redirect_uri', { redirect_uri: `${PAGE}/other` }],
    ['a made-up code', { code: 'made-up' }],
  ])('gets nothing with %s', async (_what, change) => {
    const form = { ...(await signIn()), ...change };
    expect(await askToken(form)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('can use a code once, and within a minute', async () => {
    const form = await signIn();
    expect((await askToken(form)).status).toBe(200);
    expect((await askToken(form)).status).toBe(400);
    const late = await signIn();
    laterMs = 60_000;
    expect((await askToken(late)).status).toBe(400);
  });

  it.each([
    ['no code_challenge', { code_challenge: undefined }, 'invalid_request'],
    ['the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a scope that the client is not allowed', { scope: 'tokens/issue' }, 'invalid_scope'],
  ])('is sent back with an error for %s', async (_what, change, error) => {
    const { location } = await authorize(change);
    expect([location?.searchParams.get('error'), location?.searchParams.get('code')]).toEqual([error, null]);
  });

  it.each([
    ['another origin', { redirect_uri: 'https://evil.example/' }],
    ['another path', { redirect_uri: `${PAGE}/else` }],
    ['an unknown client', { client_id: 'local' }],
  ])('is not sent anywhere with %s', async (_what, change) => {
    expect(await authorize(change)).toEqual({ status: 400, location: undefined });
  });

  it('is sent only to the page after signing out', async () => {
    const signOut = async (uri: string) => {
      const query = new URLSearchParams({ client_id: 'page', logout_uri: uri });
      return fetch(`${server.url}/logout?${query}`, { redirect: 'manual' });
    };
    expect((await signOut(`${PAGE}/bye`)).headers.get('location')).toBe(`${PAGE}/bye`);
    expect((await signOut('https://evil.example/bye')).status).toBe(400);
  });
});

describe('a user pool', () => {
  const pool = (properties: object, permission: object) =>
    readUserPool(
      fakeStack({
        pool: ['AWS::Cognito::UserPool', { ...POOL, ...properties }],
        permission: ['AWS::Lambda::Permission', { ...PERMISSION, ...permission }],
      }),
    );

  it('invokes its trigger only if the template permits it', () => {
    expect(pool({}, {}).trigger).toEqual({ functionArn: 'grant-scopes', isPermitted: true });
    expect(pool({}, { Principal: 'apigateway.amazonaws.com' }).trigger?.isPermitted).toBe(false);
    expect(pool({}, { FunctionName: 'another' }).trigger?.isPermitted).toBe(false);
    expect(pool({}, { SourceArn: 'another pool' }).trigger?.isPermitted).toBe(false);
  });

  it('is refused with a trigger that Cognito would refuse, or that cannot change access tokens', () => {
    expect(() => pool({ UserPoolTier: 'LITE' }, {})).toThrow('Essentials');
    expect(() => pool({ LambdaConfig: { PreTokenGeneration: 'grant-scopes' } }, {})).toThrow('V2_0');
  });
});

describe('the issuer', () => {
  it("describes itself under Cognito's paths", async () => {
    const document = await (await fetch(`${server.url}/.well-known/openid-configuration`)).json();
    expect(document).toMatchObject({
      issuer: server.url,
      jwks_uri: `${server.url}/.well-known/jwks.json`,
      token_endpoint: `${server.url}/oauth2/token`,
      authorization_endpoint: `${server.url}/oauth2/authorize`,
    });
  });

  it('does not answer under a foreign host name', async () => {
    const path = '/.well-known/openid-configuration';
    expect((await callAs('evil.example', server.port, path)).status).toBe(403);
    expect((await callAs('127.0.0.1', server.port, path)).status).toBe(200);
  });

  it.each(['/oauth2/token/', '//oauth2/token', '/introspect', '//', '//['])(
    'issues nothing at %s, and keeps running',
    async (path) => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'tokens/issue' });
      const { status } = await fetch(`${server.url}${path}`, { method: 'POST', body });
      expect(status).toBe(404);
    },
  );

  it.each(['/oauth2/authorize/', '/logout/'])('does not redirect from %s', async (path) => {
    const query =
      'response_type=code&redirect_uri=http://evil.example&post_logout_redirect_uri=http://evil.example';
    const { status } = await fetch(`${server.url}${path}?${query}`, { redirect: 'manual' });
    expect(status).toBe(404);
  });

  it('does not let other pages fetch tokens', async () => {
    const { headers } = await askToken(
      { grant_type: 'client_credentials' },
      { Origin: 'https://evil.example' },
    );
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the signing key', () => {
  it('is new at every start, unless it is kept: then access tokens survive a restart', async () => {
    const start = async (keeper?: Keeper<Readonly<Record<string, unknown>>>) => {
      const again = await serveIssuer({
        issuerUrl: server.url,
        userPool: readUserPool(fakeStack({})),
        operators: OPERATORS,
        pageOrigins: [PAGE],
        ...(keeper ? { keeper } : {}),
      });
      server.serve(again);
    };
    let kept: Readonly<Record<string, unknown>> | undefined;
    const keeper = () => ({
      kept,
      save(current: () => Readonly<Record<string, unknown>>) {
        kept = JSON.parse(JSON.stringify(current()));
      },
    });
    await start(keeper());
    const { body } = await askToken({ grant_type: 'client_credentials' }, basic('local:local'));
    const accessToken = body.access_token ?? '';
    await start(keeper());
    await expect(createTokenVerifier(server.url)(accessToken)).resolves.toMatchObject({
      client_id: 'local',
    });
    await start();
    await expect(createTokenVerifier(server.url)(accessToken)).rejects.toThrow();
  });
});

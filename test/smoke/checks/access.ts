/** Authentication and authorization: the token endpoint, and how the API treats access tokens. */
import { SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { Check } from '../check.ts';
import { askForAccessToken, claimsOf, scopesOf } from '../client-credentials.ts';
import { CheckSkipped, described, ensure, ensureProblem } from '../outcome.ts';

/** Scope, method, path and body of requests that change nothing. */
const SAMPLES = [
  [SCOPES.issue, 'POST', '/tokens', {}],
  [SCOPES.verify, 'POST', '/tokens/verify', {}],
  [SCOPES.read, 'GET', '/tokens?limit=1', undefined],
  [SCOPES.readContacts, 'GET', '/contacts/smoke', undefined],
  [SCOPES.readLimits, 'GET', '/limits', undefined],
] as const;

export const ACCESS_CHECKS: readonly Check[] = [
  {
    name: 'the token endpoint gives an access token',
    needs: [],
    run: async (walk) => {
      const scopes = scopesOf(await walk.accessToken());
      const known = Object.values(SCOPES).filter((scope) => scopes.has(scope));
      ensure(known.length > 0, "the access token has none of the API's scopes");
      return known.join(' ');
    },
  },
  {
    name: 'the token endpoint refuses a wrong secret',
    needs: [],
    run: async ({ client, options }) => {
      const answer = await askForAccessToken(client, { ...options, clientSecret: 'wrong' });
      const isRefused =
        (answer.status === 400 || answer.status === 401) && answer.member('access_token') === undefined;
      ensure(isRefused, `${answer.request} with a wrong secret returned ${described(answer)}`);
      return undefined;
    },
  },
  {
    name: 'a request without an access token is 401',
    needs: [],
    run: async (walk) => {
      for (const [, method, path, json] of SAMPLES) {
        ensureProblem(await walk.api(method, path, { accessToken: undefined, json }), 'unauthorized');
      }
      return undefined;
    },
  },
  {
    name: 'a made-up access token is 401',
    needs: [],
    run: async (walk) => {
      ensureProblem(await walk.api('GET', '/tokens', { accessToken: 'made-up' }), 'unauthorized');
      return undefined;
    },
  },
  {
    name: 'an access token that was altered to look expired is 401',
    needs: ['access-token'],
    run: async (walk) => {
      const [header, , signature] = (await walk.accessToken()).split('.');
      const claims = { ...claimsOf(await walk.accessToken()), exp: 1 };
      const altered = `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`;
      ensureProblem(await walk.api('GET', '/tokens', { accessToken: altered }), 'unauthorized');
      return undefined;
    },
  },
  {
    name: 'an access token without the scope of a route is 403',
    needs: ['access-token'],
    run: async (walk) => {
      const granted = await walk.grantedScopes();
      const [asked, refused] = SAMPLES.filter(([scope]) => granted.has(scope));
      if (asked === undefined || refused === undefined) {
        throw new CheckSkipped('the client has only one scope');
      }
      const accessToken = await walk.accessToken(asked[0]);
      const [, method, path, json] = asked;
      const allowed = await walk.api(method, path, { accessToken, json });
      ensure(allowed.status !== 401 && allowed.status !== 403, `${allowed.request} is ${described(allowed)}`);
      for (const [scope, method, path, json] of SAMPLES) {
        if (scope !== asked[0]) {
          ensureProblem(await walk.api(method, path, { accessToken, json }), 'forbidden');
        }
      }
      return `${asked[0]} alone`;
    },
  },
];

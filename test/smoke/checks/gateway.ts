/** Responses that API Gateway and the firewalls return before any function runs. */
import { MAX_BODY_BYTES, SCOPES } from '../../../handlers/contract/vocabulary.ts';
import type { Check } from '../check.ts';
import { ensure, ensureProblem, ensureStatus } from '../outcome.ts';
import { requestWithoutUserAgent } from '../plain-request.ts';
import type { Walk } from '../walk.ts';

/**
 * Endings that trigger rules of AWS's common rule set when a user id is in a path: a file extension, a
 * relative path, a URL whose host is an address, markup, and enough bytes to make the path longer than 1,024.
 * https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
 */
const SUSPICIOUS_ENDINGS = ['.ini', '/../b', ' http://127.0.0.1/x', ' <script>', ` ${'漢'.repeat(80)}`];

/** Scope, method and path of routes that take a body. */
const BODY_ROUTES = [
  [SCOPES.issue, 'POST', '/tokens'],
  [SCOPES.verify, 'POST', '/tokens/verify'],
  [SCOPES.writeContacts, 'PUT', '/contacts/smoke'],
  [SCOPES.writeLimits, 'PUT', '/opt-outs'],
] as const;

export const GATEWAY_CHECKS: readonly Check[] = [
  { name: 'GET /health answers', needs: [], run: (walk) => health(walk, 'GET') },
  { name: 'HEAD /health answers', needs: [], run: (walk) => health(walk, 'HEAD') },
  {
    name: 'the API answers without CloudFront',
    needs: ['direct'],
    run: async ({ client, options }) => {
      ensureStatus(await client.call('GET', `${options.directApiUrl}/health`), 200);
      const unauthorized = await client.call('GET', `${options.directApiUrl}/tokens`);
      ensureProblem(unauthorized, 'unauthorized');
      return undefined;
    },
  },
  {
    name: 'a request without User-Agent passes the firewall',
    needs: [],
    run: async ({ client, options }) => {
      const answer = await requestWithoutUserAgent(`${options.apiUrl}/health`);
      ensureStatus(client.keep(answer), 200);
      return undefined;
    },
  },
  {
    name: 'user ids that look like files, paths, addresses or markup pass the firewall',
    needs: [SCOPES.readContacts],
    run: async (walk) => {
      for (const ending of SUSPICIOUS_ENDINGS) {
        const person = encodeURIComponent(walk.newPerson(ending));
        ensureProblem(await walk.api('GET', `/contacts/${person}`), 'not_found');
      }
      return undefined;
    },
  },
  {
    name: 'an unknown route or method is 404',
    needs: [],
    run: async (walk) => {
      const answers = [
        await walk.api('GET', '/smoke/nothing', { accessToken: undefined }),
        await walk.api('PUT', '/tokens', { accessToken: undefined }),
      ];
      for (const answer of answers) {
        ensureProblem(answer, 'not_found');
      }
      return undefined;
    },
  },
  {
    name: 'an unknown route is 404 with an access token too',
    needs: ['access-token'],
    run: async (walk) => {
      ensureProblem(await walk.api('GET', '/smoke/nothing'), 'not_found');
      return undefined;
    },
  },
  {
    name: 'a text/plain body is 415 on every route that takes a body',
    needs: ['access-token'],
    run: refusesText,
  },
  {
    name: `a body over ${MAX_BODY_BYTES} bytes is 413`,
    needs: [SCOPES.issue],
    run: async (walk) => {
      const json = { user_id: walk.newPerson(), locale: 'x'.repeat(MAX_BODY_BYTES) };
      ensureProblem(await walk.api('POST', '/tokens', { json }), 'body_too_large');
      return undefined;
    },
  },
  {
    name: 'an empty body is 400',
    needs: [SCOPES.issue],
    run: async (walk) => {
      const answer = await walk.api('POST', '/tokens', { body: '' });
      ensureProblem(answer, 'invalid_request');
      ensure(Array.isArray(answer.member('errors')), `${answer.request}: errors does not name the field`);
      return undefined;
    },
  },
];

async function health(walk: Walk, method: 'GET' | 'HEAD'): Promise<undefined> {
  const answer = await walk.api(method, '/health', { accessToken: undefined });
  ensureStatus(answer, 200);
  const isRight = method === 'GET' ? answer.member('status') === 'ok' : answer.text === '';
  ensure(isRight, `${answer.request}: the body is wrong`);
}

async function refusesText(walk: Walk): Promise<string> {
  const granted = await walk.grantedScopes();
  const routes = BODY_ROUTES.filter(([scope]) => granted.has(scope));
  const headers = { 'Content-Type': 'text/plain' };
  for (const [, method, path] of routes) {
    ensureProblem(await walk.api(method, path, { body: '{}', headers }), 'unsupported_media_type');
  }
  return `${routes.length} routes`;
}

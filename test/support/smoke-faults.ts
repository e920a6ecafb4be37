/** What can be wrong with a deployment, and the check of `npm run smoke` that must detect it. */
import { generateKeyPairSync } from 'node:crypto';
import type { Asked, Fault, Given } from './broken-deployment.ts';

export interface SmokeFault {
  readonly what: string;
  /** The beginning of the check's name, as in `--only`. */
  readonly check: string;
  readonly fault: Fault;
  /** The check to run before, whose responses the check examines. */
  readonly after?: string;
}

type Change = (given: Given, asked: Asked) => Given;

const json = (status: number, value: object, type = 'application/json'): Given => ({
  status,
  headers: { 'content-type': type, 'cache-control': 'no-store' },
  body: JSON.stringify(value),
});
const problem = (status: number, code: string): Given =>
  json(
    status,
    { type: `/problems.html#${code}`, title: code, status, detail: code, code, request_id: 'made-up' },
    'application/problem+json',
  );

/** Matches requests by method and beginning of the path; `*` is any method. */
const to =
  (method: string, start: string) =>
  (asked: Asked): boolean =>
    (method === '*' || asked.method === method) && asked.path.startsWith(start);
const header = ({ headers }: Asked, name: string): string | undefined =>
  Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];

/** Responds instead of the deployment. */
const instead =
  (isMeant: (asked: Asked) => boolean, given: Given): Fault =>
  (asked, forward) =>
    isMeant(asked) ? given : forward(asked);
/** Changes the deployment's response. */
const changed =
  (isMeant: (asked: Asked) => boolean, change: Change): Fault =>
  async (asked, forward) =>
    isMeant(asked) ? change(await forward(asked), asked) : forward(asked);
/** Changes the request. */
const askedOtherwise =
  (change: (asked: Asked) => Asked): Fault =>
  (asked, forward) =>
    forward(change(asked));

const withBody = (change: (body: string) => string): Change => {
  return (given) => ({ ...given, body: change(given.body) });
};
// biome-ignore lint/suspicious/noExplicitAny: each fault knows the document that it spoils
const withJson = (spoil: (document: any) => void): Change =>
  withBody((body) => {
    const document = JSON.parse(body);
    spoil(document);
    return JSON.stringify(document);
  });
const withHeader =
  (name: string, value: string | undefined): Change =>
  (given) => {
    const { [name]: _, ...others } = given.headers;
    return { ...given, headers: value === undefined ? others : { ...others, [name]: value } };
  };
const onStatus =
  (status: number, change: Given): Change =>
  (given) =>
    given.status === status ? change : given;
const without = (asked: Asked, name: string): Asked => ({
  ...asked,
  headers: Object.fromEntries(Object.entries(asked.headers).filter(([each]) => each.toLowerCase() !== name)),
});

/** Behaves like CloudFront without `errorResponses`: caches the 404 of a path for everybody. */
function keepingNotFound(): Fault {
  const kept = new Map<string, Given>();
  return async (asked, forward) => {
    const [path = ''] = asked.path.split('?');
    const known = asked.method === 'GET' ? kept.get(path) : undefined;
    if (known) {
      return { ...known, headers: { ...known.headers, age: '3' } };
    }
    const given = await forward(asked);
    if (asked.method === 'GET' && given.status === 404) {
      kept.set(path, given);
    }
    return given;
  };
}

/** Treats requests with the same id as one. */
function mergingByRequestId(): Fault {
  const known = new Map<string, Promise<Given>>();
  return (asked, forward) => {
    const id = header(asked, 'x-amzn-requestid');
    if (id === undefined) {
      return forward(asked);
    }
    const given = known.get(id) ?? forward(asked);
    known.set(id, given);
    return given;
  };
}

/** Returns the last issued token where a second message would be too soon. */
function neverTooSoon(): Fault {
  let issued: Given | undefined;
  return async (asked, forward) => {
    const given = await forward(asked);
    if (given.status === 201) {
      issued = given;
    }
    return given.status === 429 && issued ? issued : given;
  };
}

const anotherKey = () => ({
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }),
  alg: 'ES256',
  use: 'sig',
});
const isExpired = (asked: Asked): boolean => {
  const [, claims = ''] = header(asked, 'authorization')?.split('.') ?? [];
  return Buffer.from(claims, 'base64url').toString().includes('"exp":1');
};
const isAnonymous = (asked: Asked) =>
  asked.path.startsWith('/api/') && header(asked, 'authorization') === undefined;
const hasBody = (body: string) => (asked: Asked) =>
  to('POST', '/api/tokens')(asked) && asked.body.includes(body);
const type = (part: string) => (asked: Asked) => header(asked, 'content-type')?.includes(part) ?? false;

export const SMOKE_FAULTS: readonly SmokeFault[] = [
  {
    what: "S3's error for a wrong path",
    check: 'a wrong path is answered',
    fault: instead(to('GET', '/smoke-nothing'), json(403, { message: 'Access Denied' })),
  },
  {
    what: 'no access token for the client',
    check: 'the token endpoint gives',
    fault: instead(to('POST', '/oauth2/'), json(400, { error: 'invalid_client' })),
  },
  {
    what: 'an access token for everybody',
    check: 'the token endpoint refuses',
    fault: askedOtherwise((asked) => {
      if (!to('POST', '/oauth2/')(asked)) {
        return asked;
      }
      const authorization = `Basic ${btoa('local:local')}`;
      return { ...asked, headers: { ...without(asked, 'authorization').headers, authorization } };
    }),
  },
  {
    what: 'a route that is open to everybody',
    check: 'a request without an access token',
    fault: instead((asked) => isAnonymous(asked) && asked.path === '/api/limits', json(200, { paused: [] })),
  },
  {
    what: 'an authorizer that fails on garbage',
    check: 'a made-up access token',
    fault: instead(
      (asked) => header(asked, 'authorization') === 'Bearer made-up',
      problem(500, 'internal_error'),
    ),
  },
  {
    what: 'an authorizer that ignores the signature',
    check: 'an access token that was altered',
    fault: instead(isExpired, json(200, { tokens: [] })),
  },
  {
    what: '401 for a missing scope',
    check: 'an access token without the scope',
    fault: changed(to('*', '/api/'), onStatus(403, problem(401, 'unauthorized'))),
  },
  {
    what: 'an API that is down',
    check: 'GET /health answers',
    fault: instead(to('GET', '/api/health'), problem(503, 'service_unavailable')),
  },
  {
    what: 'an API without HEAD',
    check: 'HEAD /health',
    fault: instead(to('HEAD', '/api/health'), problem(404, 'not_found')),
  },
  {
    what: 'a different API behind the direct URL',
    check: 'the API answers without CloudFront',
    fault: changed(to('GET', '/api/tokens'), onStatus(401, problem(404, 'not_found'))),
  },
  {
    what: 'a firewall that requires a User-Agent',
    check: 'a request without User-Agent',
    fault: instead((asked) => header(asked, 'user-agent') === undefined, problem(403, 'blocked')),
  },
  {
    what: 'a firewall that looks for file extensions',
    check: 'user ids that look like',
    fault: instead((asked) => asked.path.endsWith('.ini'), problem(403, 'blocked')),
  },
  {
    what: "API Gateway's own 403 for an unknown route",
    check: 'an unknown route',
    fault: changed(
      to('PUT', '/api/tokens'),
      onStatus(404, json(403, { message: 'Missing Authentication Token' })),
    ),
  },
  {
    what: 'a route that accepts a body of any type',
    check: 'a text/plain body',
    fault: instead(
      (asked) => to('PUT', '/api/contacts/')(asked) && type('text/plain')(asked),
      problem(400, 'invalid_request'),
    ),
  },
  {
    what: 'a route that accepts a body of any size',
    check: 'a body over',
    fault: changed(to('POST', '/api/tokens'), onStatus(413, problem(400, 'invalid_request'))),
  },
  {
    what: 'a template that fails on an empty body',
    check: 'an empty body',
    fault: instead(
      (asked) => to('POST', '/api/tokens')(asked) && asked.body === '',
      problem(500, 'internal_error'),
    ),
  },
  {
    what: '500 for every POST /tokens',
    check: 'the number is a test destination',
    fault: instead(
      (asked) => asked.path === '/api/tokens' && asked.method === 'POST',
      problem(500, 'internal_error'),
    ),
  },
  {
    what: 'a number that is not a test destination',
    check: 'the number is a test destination',
    fault: instead(to('POST', '/api/tokens/verify'), json(200, { verified: false, reason: 'mismatch' })),
  },
  { what: 'no wait between messages', check: 'POST /tokens without Idempotency-Key', fault: neverTooSoon() },
  {
    what: 'an Idempotency-Key that is lost on the way',
    check: 'POST /tokens with the same Idempotency-Key',
    fault: askedOtherwise((asked) => without(asked, 'idempotency-key')),
  },
  {
    what: 'an Idempotency-Key that is not recognised in capital letters',
    check: 'Idempotency-Key works',
    fault: askedOtherwise((asked) =>
      Object.hasOwn(asked.headers, 'IDEMPOTENCY-KEY') ? without(asked, 'idempotency-key') : asked,
    ),
  },
  {
    what: 'an Idempotency-Key that is read from the query string',
    check: 'an Idempotency-Key in the query',
    fault: askedOtherwise((asked) => {
      const key = new URLSearchParams(asked.path.split('?')[1]).get('Idempotency-Key');
      return key === null ? asked : { ...asked, headers: { ...asked.headers, 'Idempotency-Key': key } };
    }),
  },
  {
    what: 'a Content-Type that is compared including its charset',
    check: 'POST /tokens accepts a charset',
    fault: instead(type('charset'), problem(415, 'unsupported_media_type')),
  },
  { what: 'requests that are merged by their id', check: 'requests with', fault: mergingByRequestId() },
  {
    what: 'a code that works twice',
    check: 'a wrong code is a mismatch',
    fault: changed(
      hasBody('"token"'),
      withBody((body) => (body.includes('"used"') ? '{"verified":true}' : body)),
    ),
  },
  {
    what: 'any code that verifies',
    check: 'a wrong code is a mismatch',
    fault: changed(
      hasBody('"token"'),
      withBody((body) => (body.includes('"mismatch"') ? '{"verified":true}' : body)),
    ),
  },
  {
    what: 'a revocation that does nothing',
    check: 'a revoked token',
    fault: instead(to('DELETE', '/api/tokens/'), { status: 204, headers: {}, body: '' }),
  },
  {
    what: 'a list with unmasked values',
    check: 'the list shows a token',
    fault: changed(
      to('GET', '/api/tokens?'),
      withBody((body) => body.replace('••••••"', '135790"')),
    ),
  },
  {
    what: 'a list that reveals nothing',
    check: 'the list reveals a token',
    fault: askedOtherwise((asked) => ({ ...asked, path: asked.path.replace('&reveal=true', '') })),
  },
  {
    what: 'a list that reveals to everybody',
    check: 'the list reveals nothing',
    fault: changed(to('GET', '/api/tokens?user_id=smoke&'), onStatus(403, json(200, { tokens: [] }))),
  },
  { what: 'a cached 404 for executions', check: 'the executions of a token', fault: keepingNotFound() },
  {
    what: 'a person who is locked from the start',
    check: 'the limits show',
    fault: changed(
      to('GET', '/api/limits'),
      withJson((limits) => Object.assign(limits.person, { locked: true })),
    ),
  },
  {
    what: 'a message that is counted twice',
    check: 'the limits show',
    fault: changed(
      to('GET', '/api/limits'),
      withJson(({ person }) => Object.assign(person.sends[0], { count: 2 })),
    ),
  },
  { what: 'a cached 404 for a contact', check: 'a contact is not found', fault: keepingNotFound() },
  { what: 'a cached 404 for everybody', check: 'an error for one caller', fault: keepingNotFound() },
  {
    what: 'one point too few',
    check: 'the metrics of the last hour',
    fault: changed(
      to('GET', '/api/metrics'),
      withJson(({ series }) => series.issued.pop()),
    ),
  },
  {
    what: 'a window of 24 hours that CloudWatch cuts in two',
    check: 'the metrics of the last day',
    fault: changed(
      to('GET', '/api/metrics'),
      withJson(({ totals, series }) => {
        totals.delivery_ms = { p50: 1, p95: 1 };
        for (const each of ['p50_ms', 'p95_ms']) {
          series[each][7] = 900;
        }
      }),
    ),
  },
  {
    what: 'totals that do not match their points',
    check: 'the metrics of the last day',
    fault: changed(
      to('GET', '/api/metrics'),
      withJson(({ totals }) => Object.assign(totals, { issued: 1e6 })),
    ),
  },
  {
    what: 'the private half of a key',
    check: 'the keys of receipts',
    fault: changed(
      to('GET', '/.well-known/jwks.json'),
      withJson(({ keys }) => Object.assign(keys[0], { d: 'AQ' })),
    ),
  },
  {
    what: 'a key other than the one that signs receipts',
    check: 'a receipt is signed',
    fault: changed(
      to('GET', '/.well-known/jwks.json'),
      withJson(({ keys }) => Object.assign(keys[0], anotherKey())),
    ),
  },
  {
    what: 'a page without Strict-Transport-Security',
    check: 'the page and the API on its host',
    fault: changed((asked) => asked.path === '/', withHeader('strict-transport-security', undefined)),
  },
  {
    what: 'an API without the headers of its host',
    check: 'the page and the API on its host',
    fault: changed(to('GET', '/api/health'), withHeader('x-content-type-options', undefined)),
  },
  {
    what: 'a policy that allows inline scripts',
    check: "the page's policy",
    fault: changed(
      (asked) => asked.path === '/',
      withHeader('content-security-policy', "default-src 'none'; script-src 'self' 'unsafe-inline'"),
    ),
  },
  {
    what: 'a page that browsers cache',
    check: 'the page is always revalidated',
    fault: changed((asked) => asked.path === '/', withHeader('cache-control', 'max-age=86400')),
  },
  {
    what: 'the configuration of another user pool',
    check: 'config.json matches',
    fault: changed(
      to('GET', '/config.json'),
      withJson((config) =>
        Object.assign(config, { issuer: 'https://cognito-idp.eu-west-1.amazonaws.com/another' }),
      ),
    ),
  },
  {
    what: 'an issuer without a discovery document',
    check: "the page's issuer",
    fault: (asked, forward) =>
      changed(
        to('GET', '/config.json'),
        withJson((config) => Object.assign(config, { issuer: `${config.issuer}/nobody` })),
      )(asked, forward),
  },
  {
    what: 'a workflow without states',
    check: 'workflow.json contains',
    fault: changed(
      to('GET', '/workflow.json'),
      withJson((workflow) => Object.assign(workflow, { states: [] })),
    ),
  },
  {
    what: 'errors that are plain JSON',
    check: 'every error is a problem',
    after: 'an unknown route',
    fault: changed(to('*', '/api/'), (given) =>
      given.status < 400 ? given : withHeader('content-type', 'application/json')(given, {} as Asked),
    ),
  },
  {
    what: 'a response that may be cached',
    check: 'no response of the API',
    after: 'GET /health',
    fault: changed(to('GET', '/api/health'), withHeader('cache-control', undefined)),
  },
  {
    what: 'a response that repeats the code',
    check: 'no response contains',
    after: 'the number is a test destination',
    fault: changed(
      to('POST', '/api/tokens/verify'),
      withJson((verdict) => Object.assign(verdict, { token: '424242' })),
    ),
  },
  {
    what: 'a response that contains the number',
    check: 'no response contains',
    after: 'the number is a test destination',
    fault: changed(
      hasBody('"phone_number"'),
      withJson((given) => Object.assign(given, { destination: '+15005550006' })),
    ),
  },
];

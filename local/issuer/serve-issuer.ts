/**
 * The OAuth 2 issuer in Cognito's place, under Cognito's paths. oauth2-mock-server keeps the keys, signs
 * and publishes them; who may have what is decided here, since it checks neither clients nor scopes.
 */
import { generateKeyPair, randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { OAuth2Issuer, OAuth2Service } from 'oauth2-mock-server';
import type { Keeper } from '../persistence/keeper.ts';
import { forgets } from '../persistence/keeper.ts';
import { createGrants } from './grants.ts';
import { OAuthError } from './oauth-error.ts';
import type { InvokeTrigger } from './pre-token-generation.ts';
import type { SignIn } from './sign-in.ts';
import { authorizeUrl, logoutUrl } from './sign-in.ts';
import type { TokenEndpoint } from './token-endpoint.ts';
import { issueTokens, revokeToken } from './token-endpoint.ts';
import type { UserPool } from './user-pool.ts';

const ENDPOINTS = {
  authorize: '/oauth2/authorize',
  endSession: '/logout',
  jwks: '/.well-known/jwks.json',
  revoke: '/oauth2/revoke',
  token: '/oauth2/token',
  userinfo: '/oauth2/userInfo',
  wellKnownDocument: '/.well-known/openid-configuration',
};
const FORM = 'application/x-www-form-urlencoded';
const MAX_FORM_BYTES = 65_536;

export interface IssuerOptions {
  /** Without a slash at the end: the `iss` of every token. */
  readonly issuerUrl: string;
  readonly userPool: UserPool;
  readonly pageOrigins: readonly string[];
  readonly now?: () => number;
  /** Default: no trigger can be invoked. */
  readonly invokeTrigger?: InvokeTrigger;
  /** Keeps the signing key, so that access tokens stay valid over a restart. */
  readonly keeper?: Keeper<SigningKey>;
}

/** A private key as JWK. */
type SigningKey = Readonly<Record<string, unknown>>;

export async function serveIssuer(options: IssuerOptions): Promise<RequestListener> {
  const { issuerUrl, userPool, pageOrigins, now = Date.now, keeper = forgets() } = options;
  const { invokeTrigger = () => Promise.reject(new Error('There are no functions.')) } = options;
  const issuer = new OAuth2Issuer();
  issuer.url = issuerUrl;
  const signingKey = keeper.kept ?? (await newSigningKey());
  keeper.save(() => signingKey);
  await issuer.keys.add(signingKey);
  const service = new OAuth2Service(issuer, ENDPOINTS);
  const signIn: SignIn = { userPool, pageOrigins, now, grants: createGrants(now) };
  const endpoint: TokenEndpoint = { issuer, userPool, grants: signIn.grants, invokeTrigger };

  return (request, response) => {
    // A path may begin with two slashes, which would be a host to a base URL.
    const { pathname, searchParams } = new URL(`${issuerUrl}${request.url}`);
    allowOrigin(request, response, pageOrigins);
    switch (`${request.method} ${pathname}`) {
      case `OPTIONS ${pathname}`:
        response.writeHead(204).end();
        break;
      case `POST ${ENDPOINTS.token}`:
        answer(response, async () => json(200, await issueTokens(endpoint, await readTokenRequest(request))));
        break;
      case `GET ${ENDPOINTS.authorize}`:
        answer(response, async () => redirect(authorizeUrl(signIn, searchParams)));
        break;
      case `GET ${ENDPOINTS.endSession}`:
        answer(response, async () => redirect(logoutUrl(signIn, searchParams)));
        break;
      case `GET ${ENDPOINTS.userinfo}`:
        answer(response, () => userInfo(issuer, request.headers.authorization));
        break;
      case `POST ${ENDPOINTS.revoke}`:
        answer(response, async () => {
          revokeToken(endpoint, await readTokenRequest(request));
          return { status: 200, headers: { 'Cache-Control': 'no-store' }, body: '' };
        });
        break;
      case `GET ${ENDPOINTS.wellKnownDocument}`:
      case `GET ${ENDPOINTS.jwks}`:
        service.requestHandler(request, response);
        break;
      default:
        // Not the library's: `/oauth2/token/` is its own token endpoint, where nobody has to have a secret.
        response.writeHead(404).end();
    }
  };
}

/** About whom the access token says it is of; it must have the scope openid. */
async function userInfo(issuer: OAuth2Issuer, authorization = ''): Promise<Answer> {
  const keys = createLocalJWKSet({ keys: issuer.keys.toJSON() });
  const verified = await jwtVerify(authorization.replace(/^Bearer\s+/i, ''), keys).catch(() => undefined);
  const { sub, username, scope } = verified?.payload ?? {};
  if (
    !String(scope ?? '')
      .split(' ')
      .includes('openid')
  )
    return json(401, { error: 'invalid_token' });
  return json(200, { sub, username });
}

/** As Cognito signs: RS256 with 2,048 bits. */
async function newSigningKey(): Promise<SigningKey> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: randomUUID() };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const json = (status: number, value: unknown): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
  body: JSON.stringify(value),
});

const redirect = (location: string): Answer => ({ status: 302, headers: { Location: location }, body: '' });

function answer(response: ServerResponse, work: () => Promise<Answer>): void {
  work()
    .catch((error: unknown) => {
      if (!(error instanceof OAuthError)) return json(500, { error: 'server_error' });
      return json(error.status, { error: error.code, error_description: error.message });
    })
    .then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
}

/** The page fetches tokens from another origin; no other page may. */
function allowOrigin(request: IncomingMessage, response: ServerResponse, origins: readonly string[]): void {
  const { origin } = request.headers;
  response.setHeader('Vary', 'Origin');
  if (origin === undefined || !origins.includes(origin)) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Headers', 'Authorization, Content-Type');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST');
}

/** @throws {OAuthError} when the body is not a form */
async function readTokenRequest(request: IncomingMessage) {
  let body = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    body += chunk.toString('utf8');
    if (body.length > MAX_FORM_BYTES) throw new OAuthError('invalid_request', 'The body is too large.');
  }
  if (!(request.headers['content-type'] ?? '').startsWith(FORM)) {
    throw new OAuthError('invalid_request', `The body must be ${FORM}.`);
  }
  return { authorization: request.headers.authorization, form: new URLSearchParams(body) };
}

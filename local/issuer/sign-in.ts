/**
 * `/oauth2/authorize` and `/logout`. Nobody types a password here: every sign-in succeeds at once, as
 * the operator whom `login_hint` names.
 */
import type { Grants } from './grants.ts';
import { OAuthError } from './oauth-error.ts';
import { operatorNamed } from './operators.ts';
import { grantScopes } from './token-endpoint.ts';
import type { UserPool } from './user-pool.ts';

const S256 = 'S256';
const MILLISECONDS = 1000;

export interface SignIn {
  readonly userPool: UserPool;
  readonly grants: Grants;
  /** The page under each name of this machine. */
  readonly pageOrigins: readonly string[];
  readonly now: () => number;
}

/**
 * The URL to send the browser to, with a code or an error.
 * @throws {OAuthError} when client or redirect_uri are wrong, so that the browser may not be sent there
 */
export function authorizeUrl({ userPool, grants, pageOrigins, now }: SignIn, query: URLSearchParams): string {
  const client = userPool.pageClients.get(query.get('client_id') ?? '');
  if (!client) throw new OAuthError('invalid_request', 'There is no such client.');
  const redirectUri = query.get('redirect_uri') ?? '';
  const target = requirePageUrl(redirectUri, pageOrigins, client.callbackPaths);
  const codeChallenge = query.get('code_challenge') ?? '';
  try {
    if (query.get('response_type') !== 'code') {
      throw new OAuthError('invalid_request', 'response_type must be code.');
    }
    if (codeChallenge === '' || query.get('code_challenge_method') !== S256) {
      throw new OAuthError('invalid_request', 'A code_challenge with method S256 is needed.');
    }
    const code = grants.issueCode({
      clientId: client.id,
      operator: operatorNamed(query.get('login_hint')),
      redirectUri,
      codeChallenge,
      scopes: grantScopes(query.get('scope'), client.scopes),
      nonce: query.get('nonce') ?? undefined,
      signedInAt: Math.floor(now() / MILLISECONDS),
    });
    target.searchParams.set('code', code);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    target.searchParams.set('error', error.code);
    target.searchParams.set('error_description', error.message);
  }
  const state = query.get('state');
  if (state !== null) target.searchParams.set('state', state);
  return target.href;
}

/**
 * Where Cognito's logout sends the browser: `logout_uri`, or `redirect_uri` to sign in again.
 * @throws {OAuthError} when the client or the URL is not one of the template's
 */
export function logoutUrl({ userPool, pageOrigins }: SignIn, query: URLSearchParams): string {
  const client = userPool.pageClients.get(query.get('client_id') ?? '');
  if (!client) throw new OAuthError('invalid_request', 'There is no such client.');
  const uri = query.get('logout_uri') ?? query.get('redirect_uri') ?? '';
  return requirePageUrl(uri, pageOrigins, [...client.logoutPaths, ...client.callbackPaths]).href;
}

function requirePageUrl(uri: string, origins: readonly string[], paths: readonly string[]): URL {
  const url = URL.canParse(uri) ? new URL(uri) : undefined;
  if (url && origins.includes(url.origin) && paths.includes(url.pathname)) return url;
  throw new OAuthError('invalid_request', 'The redirect URL is not one of the page.');
}

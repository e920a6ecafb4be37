/**
 * `/oauth2/authorize` and `/logout`. Nobody types a password here: every sign-in succeeds immediately, as the
 * operator that `login_hint` names, or else the one who is signed in in this browser. They replace oidc-provider's endpoints, which require sessions and
 * consent.
 */
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { BrowserSessions } from './browser-sessions.ts';
import { RESOURCE } from './cognito-clients.ts';
import { grantScopes } from './cognito-provider.ts';
import type { Operator } from './operators.ts';
import { operatorNamed } from './operators.ts';
import type { PageClient, UserPool } from './user-pool.ts';

const S256 = 'S256';

export interface SignIn {
  readonly provider: Provider;
  readonly userPool: UserPool;
  readonly operators: readonly Operator[];
  /** The page's origin under each name of this machine. */
  readonly pageOrigins: readonly string[];
  readonly sessions: BrowserSessions;
}

/** Where to send the browser, and the cookie to send along. */
export interface Redirect {
  readonly url: string;
  readonly setCookie?: string;
}

/**
 * Sends the browser back, with a code or an error. `cookies` are those that it sent.
 * @throws {errors.InvalidRequest} when the client or redirect_uri is invalid, so the browser must not be sent
 * there
 */
export async function authorize(signIn: SignIn, query: URLSearchParams, cookies: string): Promise<Redirect> {
  const client = requirePageClient(signIn, query);
  const target = requirePageUrl(query.get('redirect_uri'), signIn.pageOrigins, client.callbackPaths);
  const { operators, sessions } = signIn;
  let setCookie: string | undefined;
  try {
    const operator = operatorNamed(operators, query.get('login_hint') || (sessions.find(cookies) ?? null));
    target.searchParams.set('code', await issueCode(signIn, client, query, operator));
    setCookie = sessions.start(operator.username);
  } catch (error) {
    if (!(error instanceof errors.OIDCProviderError)) {
      throw error;
    }
    target.searchParams.set('error', error.error);
    target.searchParams.set('error_description', error.error_description ?? '');
  }
  const state = query.get('state');
  if (state !== null) {
    target.searchParams.set('state', state);
  }
  return { url: target.href, ...(setCookie === undefined ? {} : { setCookie }) };
}

/**
 * Ends the browser's session. Where Cognito's logout sends the browser: `logout_uri`, or `redirect_uri` to sign in again.
 * @throws {errors.InvalidRequest} when the client or the URL is not in the template
 */
export function logout(signIn: SignIn, query: URLSearchParams, cookies: string): Redirect {
  const client = requirePageClient(signIn, query);
  const uri = query.get('logout_uri') ?? query.get('redirect_uri');
  const target = requirePageUrl(uri, signIn.pageOrigins, [...client.logoutPaths, ...client.callbackPaths]);
  return { url: target.href, setCookie: signIn.sessions.end(cookies) };
}

async function issueCode(
  { provider }: SignIn,
  { id, ...allowed }: PageClient,
  query: URLSearchParams,
  { sub: accountId }: Operator,
): Promise<string> {
  const codeChallenge = query.get('code_challenge') ?? '';
  if (query.get('response_type') !== 'code') {
    throw new errors.InvalidRequest('response_type must be code.');
  }
  if (codeChallenge === '' || query.get('code_challenge_method') !== S256) {
    throw new errors.InvalidRequest('A code_challenge with method S256 is required.');
  }
  const scope = grantScopes(query.get('scope'), allowed.scopes).join(' ');
  const grant = new provider.Grant({ accountId, clientId: id });
  grant.addOIDCScope(scope);
  grant.addResourceScope(RESOURCE, scope);
  const client = await provider.Client.find(id);
  if (!client) {
    throw new errors.InvalidClient('Unknown client.');
  }
  const code = new provider.AuthorizationCode({
    client,
    accountId,
    grantId: await grant.save(),
    gty: 'authorization_code',
    redirectUri: query.get('redirect_uri') ?? '',
    codeChallenge,
    codeChallengeMethod: S256,
    scope,
    resource: RESOURCE,
    nonce: query.get('nonce') ?? undefined,
    authTime: Math.floor(Date.now() / 1000),
  });
  return code.save();
}

function requirePageClient({ userPool }: SignIn, query: URLSearchParams): PageClient {
  const client = userPool.pageClients.get(query.get('client_id') ?? '');
  if (client) {
    return client;
  }
  throw new errors.InvalidRequest('Unknown client.');
}

function requirePageUrl(uri: string | null, origins: readonly string[], paths: readonly string[]): URL {
  const url = URL.canParse(uri ?? '') ? new URL(uri ?? '') : undefined;
  if (url && origins.includes(url.origin) && paths.includes(url.pathname)) {
    return url;
  }
  throw new errors.InvalidRequest('The redirect URL is not registered for the page.');
}

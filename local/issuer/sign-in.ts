/**
 * `/oauth2/authorize` and `/logout`. Nobody types a password here: every sign-in succeeds immediately, as the
 * operator that `login_hint` names. They replace oidc-provider's endpoints, which require sessions and
 * consent.
 */
import type Provider from 'oidc-provider';
import { errors } from 'oidc-provider';
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
}

/**
 * The URL to send the browser to, with a code or an error.
 * @throws {errors.InvalidRequest} when the client or redirect_uri is invalid, so the browser must not be sent
 * there
 */
export async function authorizeUrl(signIn: SignIn, query: URLSearchParams): Promise<string> {
  const client = requirePageClient(signIn, query);
  const target = requirePageUrl(query.get('redirect_uri'), signIn.pageOrigins, client.callbackPaths);
  try {
    target.searchParams.set('code', await issueCode(signIn, client, query));
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
  return target.href;
}

/**
 * Where Cognito's logout sends the browser: `logout_uri`, or `redirect_uri` to sign in again.
 * @throws {errors.InvalidRequest} when the client or the URL is not in the template
 */
export function logoutUrl(signIn: SignIn, query: URLSearchParams): string {
  const client = requirePageClient(signIn, query);
  const uri = query.get('logout_uri') ?? query.get('redirect_uri');
  return requirePageUrl(uri, signIn.pageOrigins, [...client.logoutPaths, ...client.callbackPaths]).href;
}

async function issueCode(
  { provider, operators }: SignIn,
  { id, ...allowed }: PageClient,
  query: URLSearchParams,
): Promise<string> {
  const codeChallenge = query.get('code_challenge') ?? '';
  if (query.get('response_type') !== 'code') {
    throw new errors.InvalidRequest('response_type must be code.');
  }
  if (codeChallenge === '' || query.get('code_challenge_method') !== S256) {
    throw new errors.InvalidRequest('A code_challenge with method S256 is required.');
  }
  const { sub: accountId } = operatorNamed(operators, query.get('login_hint'));
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

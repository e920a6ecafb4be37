/** `POST /oauth2/token`: client credentials for machines, authorization code with PKCE for the page. */
import { randomUUID } from 'node:crypto';
import type { OAuth2Issuer } from 'oauth2-mock-server';
import type { TokenRequest } from './client-credentials.ts';
import { readCredentials } from './client-credentials.ts';
import type { Consent, Grants } from './grants.ts';
import { OAuthError } from './oauth-error.ts';
import type { InvokeTrigger, TokenGeneration } from './pre-token-generation.ts';
import { scopesAfterTrigger } from './pre-token-generation.ts';
import { findMachineClient, type PageClient, type UserPool } from './user-pool.ts';

const ACCESS_TOKEN_VERSION = 2;

export interface TokenEndpoint {
  readonly issuer: OAuth2Issuer;
  readonly userPool: UserPool;
  readonly grants: Grants;
  readonly invokeTrigger: InvokeTrigger;
}

type TokenResponse = Readonly<Record<string, unknown>>;

/** @throws {OAuthError} */
export async function issueTokens(endpoint: TokenEndpoint, request: TokenRequest): Promise<TokenResponse> {
  const { form } = request;
  const { id, secret } = readCredentials(request);
  switch (form.get('grant_type')) {
    case 'client_credentials':
      return issueToMachine(endpoint, form, id, secret);
    case 'authorization_code':
      return issueToOperator(
        endpoint,
        requirePageClient(endpoint, id),
        'TokenGeneration_HostedAuth',
        (client) =>
          endpoint.grants.redeemCode(form.get('code') ?? '', {
            clientId: client.id,
            redirectUri: form.get('redirect_uri') ?? '',
            verifier: form.get('code_verifier') ?? '',
          }),
      );
    case 'refresh_token':
      return issueToOperator(
        endpoint,
        requirePageClient(endpoint, id),
        'TokenGeneration_RefreshTokens',
        (client) => endpoint.grants.readRefreshToken(form.get('refresh_token') ?? '', client.id),
      );
    case null:
      throw new OAuthError('invalid_request', 'grant_type is missing.');
    default:
      throw new OAuthError('unsupported_grant_type', 'This grant_type is not supported.');
  }
}

/** `POST /oauth2/revoke`: ends a refresh token. Access tokens stay good until they expire, as at API Gateway. */
export function revokeToken(endpoint: TokenEndpoint, request: TokenRequest): void {
  const token = request.form.get('token');
  if (!token) throw new OAuthError('invalid_request', 'token is missing.');
  const client = requirePageClient(endpoint, readCredentials(request).id);
  endpoint.grants.revokeRefreshToken(token, client.id);
}

/** The scopes that were asked for, all of them when none were. @throws {OAuthError} invalid_scope */
export function grantScopes(asked: string | null, allowed: readonly string[]): readonly string[] {
  const scopes = (asked ?? '').split(' ').filter(Boolean);
  const unknown = scopes.filter((scope) => !allowed.includes(scope));
  if (unknown.length > 0) throw new OAuthError('invalid_scope', `There is no scope ${unknown.join(', ')}.`);
  return scopes.length > 0 ? scopes : allowed;
}

async function issueToMachine(
  { issuer, userPool }: TokenEndpoint,
  form: URLSearchParams,
  id: string,
  secret: string | undefined,
): Promise<TokenResponse> {
  if (userPool.pageClients.has(id)) {
    throw new OAuthError('unauthorized_client', 'This client is for the authorization code grant only.');
  }
  const client = findMachineClient(userPool, id);
  if (client === undefined || client.secret !== secret) {
    throw new OAuthError('invalid_client', 'The client id or its secret is wrong.');
  }
  const scopes = grantScopes(form.get('scope'), client.scopes);
  const expiresIn = client.accessTokenSeconds;
  const accessToken = await sign(issuer, expiresIn, { ...accessClaims(id, scopes), sub: id });
  return { access_token: accessToken, expires_in: expiresIn, token_type: 'Bearer' };
}

function requirePageClient({ userPool }: TokenEndpoint, id: string): PageClient {
  const client = userPool.pageClients.get(id);
  if (client) return client;
  if (findMachineClient(userPool, id)) {
    throw new OAuthError('unauthorized_client', 'This client is for client credentials only.');
  }
  throw new OAuthError('invalid_client', 'There is no such client.');
}

async function issueToOperator(
  { issuer, grants, userPool, invokeTrigger }: TokenEndpoint,
  client: PageClient,
  source: TokenGeneration,
  consentOf: (client: PageClient) => Consent,
): Promise<TokenResponse> {
  const consent = consentOf(client);
  const expiresIn = client.accessTokenSeconds;
  const { operator, scopes, nonce, signedInAt } = consent;
  const groups = operator.groups.filter((group) => userPool.groups.includes(group));
  const asked = { source, clientId: client.id, operator, groups, scopes };
  const allowed = await scopesAfterTrigger(userPool, invokeTrigger, asked);
  const user = {
    sub: operator.sub,
    auth_time: signedInAt,
    ...(groups.length === 0 ? {} : { 'cognito:groups': groups }),
  };
  const accessToken = await sign(issuer, expiresIn, {
    ...accessClaims(client.id, allowed),
    ...user,
    username: operator.username,
  });
  const idClaims = {
    ...user,
    aud: client.id,
    token_use: 'id',
    'cognito:username': operator.username,
    ...(nonce === undefined ? {} : { nonce }),
  };
  const isNew = source === 'TokenGeneration_HostedAuth';
  return {
    access_token: accessToken,
    ...(scopes.includes('openid') ? { id_token: await sign(issuer, expiresIn, idClaims) } : {}),
    // Without rotation, a renewal comes with no other refresh token.
    ...(isNew ? { refresh_token: grants.issueRefreshToken(consent, client.refreshTokenSeconds) } : {}),
    expires_in: expiresIn,
    token_type: 'Bearer',
  };
}

const accessClaims = (clientId: string, scopes: readonly string[]) => ({
  client_id: clientId,
  token_use: 'access',
  version: ACCESS_TOKEN_VERSION,
  scope: scopes.join(' '),
  jti: randomUUID(),
});

const sign = (issuer: OAuth2Issuer, expiresIn: number, claims: TokenResponse): Promise<string> =>
  issuer.buildToken({
    expiresIn,
    scopesOrTransform: (_header, payload) => {
      Object.assign(payload, { auth_time: payload.iat }, claims);
    },
  });

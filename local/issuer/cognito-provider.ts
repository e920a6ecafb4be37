/**
 * oidc-provider, configured to answer as Cognito does. It checks clients, codes, PKCE and refresh tokens, and
 * signs tokens. This module adds the user pool's clients, and what differs in Cognito's tokens and answers.
 */
import type { JWK } from 'jose';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import Provider, { errors } from 'oidc-provider';
import { toObject, toText } from '../http/json-values.ts';
import { accessTokenClaims, findAccount } from './cognito-claims.ts';
import { clientMetadata, lifetimesOf, RESOURCE, resourceServer } from './cognito-clients.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import type { Operator } from './operators.ts';
import type { InvokeTrigger } from './pre-token-generation.ts';
import type { UserPool } from './user-pool.ts';

export const ROUTES = {
  authorization: '/oauth2/authorize',
  end_session: '/logout',
  jwks: '/.well-known/jwks.json',
  revocation: '/oauth2/revoke',
  token: '/oauth2/token',
  userinfo: '/oauth2/userInfo',
} as const;

const CODE_LIFETIME_SECONDS = 60;

export interface ProviderOptions {
  readonly issuerUrl: string;
  readonly userPool: UserPool;
  readonly operators: readonly Operator[];
  readonly pageOrigins: readonly string[];
  readonly signingKey: JWK;
  readonly invokeTrigger: InvokeTrigger;
}

export function createProvider(options: ProviderOptions): Provider {
  const { issuerUrl, userPool, pageOrigins, signingKey } = options;
  const provider = new Provider(issuerUrl, {
    adapter: (model) =>
      model === 'Client'
        ? { ...createMemoryAdapter(), find: async (id) => clientMetadata(options, id) }
        : createMemoryAdapter(),
    jwks: { keys: [{ ...signingKey, kty: 'RSA' }] },
    routes: ROUTES,
    claims: { openid: ['sub', 'auth_time', 'cognito:groups', 'cognito:username', 'token_use'] },
    clientBasedCORS: (_context, origin) => pageOrigins.includes(origin),
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: (_context, _resource, client) => resourceServer(userPool, client),
        useGrantedResource: () => true,
      },
      revocation: {
        enabled: true,
        allowedPolicy(_context, client, token) {
          if (token.clientId === client.clientId) {
            return true;
          }
          throw new errors.UnauthorizedClient('The refresh token belongs to another client.');
        },
      },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
    },
    findAccount: (_context, sub) => findAccount(options, sub),
    formats: {
      customizers: {
        async jwt(context, _token, jwt) {
          jwt.header = { typ: undefined };
          Object.assign(jwt.payload, await accessTokenClaims(options, context, jwt.payload));
          // oidc-provider requires an audience, which Cognito's access tokens do not have: hide it from JSON.
          Object.defineProperty(jwt.payload, 'aud', { enumerable: false });
        },
      },
    },
    issueRefreshToken: () => true,
    renderError(context, out) {
      context.body = out;
    },
    rotateRefreshToken: false,
    ttl: {
      AccessToken: (_context, _token, client) => lifetimesOf(userPool, client).accessTokenSeconds,
      AuthorizationCode: CODE_LIFETIME_SECONDS,
      ClientCredentials: (_context, _token, client) => lifetimesOf(userPool, client).accessTokenSeconds,
      Grant: Number.MAX_SAFE_INTEGER,
      IdToken: (_context, _token, client) => lifetimesOf(userPool, client).accessTokenSeconds,
      RefreshToken: (_context, _token, client) => lifetimesOf(userPool, client).refreshTokenSeconds,
    },
  } satisfies Configuration);
  provider.registerGrantType('client_credentials', (context) => issueToMachine(provider, userPool, context), [
    'scope',
  ]);
  provider.use(async (context, next) => {
    await next();
    if (context.method === 'POST' && context.path === ROUTES.token) {
      context.body = tokenAnswer(context.oidc, context.body);
    }
  });
  return provider;
}

/** The requested scopes, or all allowed ones when none is requested. @throws {errors.InvalidScope} */
export function grantScopes(asked: unknown, allowed: readonly string[]): readonly string[] {
  const scopes = typeof asked === 'string' ? asked.split(' ').filter(Boolean) : [];
  const unknown = scopes.filter((scope) => !allowed.includes(scope));
  if (unknown.length > 0) {
    throw new errors.InvalidScope('Unknown scope.', unknown.join(' '));
  }
  return scopes.length > 0 ? scopes : allowed;
}

async function issueToMachine(provider: Provider, userPool: UserPool, context: KoaContextWithOIDC) {
  const { client, params } = context.oidc;
  if (!client) {
    throw new errors.InvalidClient('A client is required.');
  }
  const server = resourceServer(userPool, client);
  const scope = grantScopes(params?.scope, (server.scope ?? '').split(' ')).join(' ');
  const resource = new provider.ResourceServer(RESOURCE, server);
  const token = new provider.ClientCredentials({ client, scope, resourceServer: resource });
  context.body = { access_token: await token.save(), expires_in: token.expiration, token_type: 'Bearer' };
}

/** Changes the token endpoint's answer where Cognito's differs from oidc-provider's. */
function tokenAnswer({ client, params }: KoaContextWithOIDC['oidc'], body: unknown): object {
  const { scope: _, refresh_token: refreshToken, ...answer } = toObject(body);
  const grant = toText(params?.grant_type);
  if (answer.error === 'invalid_request' && grant !== '' && client?.grantTypeAllowed(grant) === false) {
    return { ...answer, error: 'unauthorized_client' };
  }
  // Cognito returns no scopes and, without rotation, no new refresh token with a renewal.
  const isNew = refreshToken !== undefined && grant !== 'refresh_token';
  return { ...answer, ...(isNew ? { refresh_token: refreshToken } : {}) };
}

/** The OAuth 2 issuer in Cognito's place, under Cognito's paths: oidc-provider, and Cognito's own pages before it. */
import { createPublicKey, generateKeyPair, randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import { jwtVerify } from 'jose';
import { errors } from 'oidc-provider';
import type { Keeper } from '../persistence/keeper.ts';
import { forgets } from '../persistence/keeper.ts';
import { createProvider, ROUTES } from './cognito-provider.ts';
import type { Operator } from './operators.ts';
import type { InvokeTrigger } from './pre-token-generation.ts';
import { authorizeUrl, logoutUrl } from './sign-in.ts';
import type { UserPool } from './user-pool.ts';

/** Others of oidc-provider's are not Cognito's. */
const OIDC_PATHS = [ROUTES.token, ROUTES.revocation, ROUTES.jwks, '/.well-known/openid-configuration'];

export interface IssuerOptions {
  /** Without a slash at the end: the `iss` of every token. */
  readonly issuerUrl: string;
  readonly userPool: UserPool;
  readonly operators: readonly Operator[];
  readonly pageOrigins: readonly string[];
  /** Default: no trigger can be invoked. */
  readonly invokeTrigger?: InvokeTrigger;
  /** Keeps the signing key, so that access tokens stay valid over a restart. */
  readonly keeper?: Keeper<JWK>;
}

export async function serveIssuer(options: IssuerOptions): Promise<RequestListener> {
  const { userPool, operators, pageOrigins, keeper = forgets() } = options;
  const { invokeTrigger = () => Promise.reject(new Error('There are no functions.')) } = options;
  const signingKey = keeper.kept ?? (await newSigningKey());
  keeper.save(() => signingKey);
  const provider = createProvider({ ...options, signingKey, invokeTrigger });
  const signIn = { provider, userPool, operators, pageOrigins };
  provider.use(async (context, next) => {
    const query = new URLSearchParams(context.querystring);
    try {
      switch (`${context.method} ${context.path}`) {
        case `GET ${ROUTES.authorization}`:
          return context.redirect(await authorizeUrl(signIn, query));
        case `GET ${ROUTES.end_session}`:
          return context.redirect(logoutUrl(signIn, query));
        case `GET ${ROUTES.userinfo}`:
          context.body = await userInfo(signingKey, context.get('Authorization'));
          return;
        default:
          if (OIDC_PATHS.includes(context.path)) {
            await next();
          }
      }
    } catch (error) {
      if (!(error instanceof errors.OIDCProviderError)) {
        throw error;
      }
      context.status = error.statusCode;
      context.body = { error: error.error, error_description: error.error_description };
    }
  });
  return provider.callback();
}

/**
 * About whom the access token says it is of.
 * @throws {errors.InvalidToken} unless it has the scope openid
 */
async function userInfo(signingKey: JWK, authorization: string): Promise<object> {
  const key = createPublicKey({ key: signingKey, format: 'jwk' });
  const verified = await jwtVerify(authorization.replace(/^Bearer\s+/i, ''), key).catch(() => undefined);
  const { sub, username, scope } = verified?.payload ?? {};
  if (String(scope).split(' ').includes('openid')) {
    return { sub, username };
  }
  throw new errors.InvalidToken('The access token has not the scope openid.');
}

/** As Cognito signs: RS256 with 2,048 bits. */
async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: randomUUID() };
}

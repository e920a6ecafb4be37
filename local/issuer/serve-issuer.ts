/**
 * The OAuth 2 issuer that replaces Cognito, under Cognito's paths. This module serves sign-in, logout and
 * userInfo; oidc-provider serves the rest.
 */
import { createPublicKey, generateKeyPair, randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { promisify } from 'node:util';
import type { JWK } from 'jose';
import { jwtVerify } from 'jose';
import { errors } from 'oidc-provider';
import type { Keeper } from '../persistence/keeper.ts';
import { forgets } from '../persistence/keeper.ts';
import { createBrowserSessions } from './browser-sessions.ts';
import { createProvider, ROUTES } from './cognito-provider.ts';
import type { Operator } from './operators.ts';
import type { InvokeTrigger } from './pre-token-generation.ts';
import type { Redirect } from './sign-in.ts';
import { authorize, logout } from './sign-in.ts';
import type { UserPool } from './user-pool.ts';

/** Only these of oidc-provider's paths exist in Cognito. */
const OIDC_PATHS = [ROUTES.token, ROUTES.revocation, ROUTES.jwks, '/.well-known/openid-configuration'];

export interface IssuerOptions {
  /** The `iss` of every token, without a trailing slash. */
  readonly issuerUrl: string;
  readonly userPool: UserPool;
  readonly operators: readonly Operator[];
  readonly pageOrigins: readonly string[];
  /** Default: no trigger can be invoked. */
  readonly invokeTrigger?: InvokeTrigger;
  /** Keeps the signing key, so that access tokens stay valid across a restart. */
  readonly keeper?: Keeper<JWK>;
}

export async function serveIssuer(options: IssuerOptions): Promise<RequestListener> {
  const { userPool, operators, pageOrigins, keeper = forgets() } = options;
  const { invokeTrigger = () => Promise.reject(new Error('There are no functions.')) } = options;
  const signingKey = keeper.kept ?? (await newSigningKey());
  keeper.save(() => signingKey);
  const provider = createProvider({ ...options, signingKey, invokeTrigger });
  const signIn = { provider, userPool, operators, pageOrigins, sessions: createBrowserSessions() };
  provider.use(async (context, next) => {
    const query = new URLSearchParams(context.querystring);
    const cookies = context.get('Cookie');
    const redirect = ({ url, setCookie }: Redirect): void => {
      if (setCookie !== undefined) {
        context.append('Set-Cookie', setCookie);
      }
      context.redirect(url);
    };
    try {
      switch (`${context.method} ${context.path}`) {
        case `GET ${ROUTES.authorization}`:
          return redirect(await authorize(signIn, query, cookies));
        case `GET ${ROUTES.end_session}`:
          return redirect(logout(signIn, query, cookies));
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
 * The user to whom the access token belongs.
 * @throws {errors.InvalidToken} unless it has the scope openid
 */
async function userInfo(signingKey: JWK, authorization: string): Promise<object> {
  const key = createPublicKey({ key: signingKey, format: 'jwk' });
  const verified = await jwtVerify(authorization.replace(/^Bearer\s+/i, ''), key).catch(() => undefined);
  const { sub, username, scope } = verified?.payload ?? {};
  if (String(scope).split(' ').includes('openid')) {
    return { sub, username };
  }
  throw new errors.InvalidToken('The access token does not have the scope openid.');
}

/** A key for RS256 with 2,048 bits, as in Cognito. */
async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig', kid: randomUUID() };
}

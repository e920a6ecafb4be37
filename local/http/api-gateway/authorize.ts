/** The Cognito user pool authorizer; here the local issuer replaces the pool. */
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { GatewayError } from './gateway-error.ts';

const BEARER = /^Bearer\s+/i;
const JWKS_PATH = '/.well-known/jwks.json';

/** Claims as API Gateway passes them on: every value is a string. */
export type Claims = Readonly<Record<string, string>>;

export type VerifyToken = (token: string) => Promise<Readonly<Record<string, unknown>>>;

/** Verifies signature, expiry and issuer against the issuer's published keys. */
export function createTokenVerifier(issuer: string): VerifyToken {
  const keys = createRemoteJWKSet(new URL(`${issuer}${JWKS_PATH}`));
  return async (token) => (await jwtVerify(token, keys, { issuer, algorithms: ['RS256'] })).payload;
}

/**
 * Accepts a request whose token has at least one of the scopes. As on AWS, a method with scopes requires an
 * access token, and a method without any requires an ID token.
 * @throws {GatewayError} UNAUTHORIZED, ACCESS_DENIED
 */
export async function authorize(
  authorization: string | undefined,
  scopes: readonly string[],
  verify: VerifyToken,
): Promise<Claims> {
  const token = authorization?.replace(BEARER, '').trim();
  if (!token) {
    throw new GatewayError('UNAUTHORIZED', 'Unauthorized');
  }
  const claims = await verifyOrRefuse(token, verify);
  if (claims.token_use !== (scopes.length > 0 ? 'access' : 'id')) {
    throw new GatewayError('UNAUTHORIZED', 'Unauthorized');
  }
  const granted = typeof claims.scope === 'string' ? claims.scope.split(' ') : [];
  if (scopes.length > 0 && !scopes.some((scope) => granted.includes(scope))) {
    throw new GatewayError('ACCESS_DENIED', 'User is not authorized to access this resource');
  }
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, String(value)]));
}

async function verifyOrRefuse(
  token: string,
  verify: VerifyToken,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await verify(token);
  } catch (cause) {
    if (cause instanceof errors.JWKSTimeout || !(cause instanceof errors.JOSEError)) {
      throw new GatewayError('AUTHORIZER_CONFIGURATION_ERROR', 'Internal server error', { cause });
    }
    const isExpired = cause instanceof errors.JWTExpired;
    const message = isExpired ? 'The incoming token has expired' : 'Unauthorized';
    throw new GatewayError('UNAUTHORIZED', message, { cause });
  }
}

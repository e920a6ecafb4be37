/**
 * Proof by a JSON Web Token that the caller signed with the secret, by HS256 alone (RFC 7515 and 7518): Auth0's gateway
 * for passwordless sign-ins. The token does not cover the body.
 *
 * https://auth0.com/docs/authenticate/passwordless/authentication-methods/use-sms-gateway-passwordless
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HookCall } from '../hook.ts';
import type { GatewayPreset } from './preset.ts';

/** For clocks that differ. */
const TOLERANCE_SECONDS = 60;

const BEARER = /^bearer +([\w-]+)\.([\w-]+)\.([\w-]{43})$/i;

export const signedToken: GatewayPreset['proof'] = {
  authenticate(call, secrets) {
    const token = read(call);
    if (token?.algorithm !== 'HS256' || token.isCritical || !isCurrent(token, call)) {
      return false;
    }
    const right = secrets
      .filter((secret) => secret !== '')
      .map((secret) => createHmac('sha256', secret).update(token.signed, 'utf8').digest());
    return right.map((signature) => timingSafeEqual(signature, token.signature)).includes(true);
  },
  doubt(call) {
    const token = read(call);
    if (token === undefined) {
      return 'missing';
    }
    return isCurrent(token, call) ? 'mismatch' : 'skewed';
  },
};

interface Token {
  /** What the signature is over. */
  readonly signed: string;
  readonly signature: Buffer;
  readonly algorithm: unknown;
  /** It asks for extensions to be understood, of which none is here: RFC 7515 section 4.1.11. */
  readonly isCritical: boolean;
  /** Seconds since 1970, where the token has them. */
  readonly expires: unknown;
  readonly notBefore: unknown;
}

function read({ headers }: HookCall): Token | undefined {
  const [, header = '', claims = '', signature = ''] =
    BEARER.exec((headers.authorization ?? '').trim()) ?? [];
  const { alg, crit } = parse(header) ?? {};
  const { exp, nbf } = parse(claims) ?? {};
  return signature === ''
    ? undefined
    : {
        signed: `${header}.${claims}`,
        signature: Buffer.from(signature, 'base64url'),
        algorithm: alg,
        isCritical: crit !== undefined,
        expires: exp,
        notBefore: nbf,
      };
}

function parse(part: string): Partial<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** A time that is no number is in no token of Auth0's, and lets none pass. */
function isCurrent({ expires, notBefore }: Token, { nowMs }: HookCall): boolean {
  const now = nowMs / 1000;
  return (
    (expires === undefined || (typeof expires === 'number' && now <= expires + TOLERANCE_SECONDS)) &&
    (notBefore === undefined || (typeof notBefore === 'number' && now >= notBefore - TOLERANCE_SECONDS))
  );
}

/** Authorization codes and refresh tokens that were handed out: each code works once, for a minute. */
import { createHash, randomBytes } from 'node:crypto';
import { OAuthError } from './oauth-error.ts';
import type { Operator } from './operators.ts';

const CODE_LIFETIME_MS = 60_000;
const VERIFIER = /^[A-Za-z0-9\-._~]{43,128}$/;

/** What an operator agreed to by signing in. */
export interface Consent {
  readonly operator: Operator;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly nonce?: string | undefined;
  /** Epoch seconds. */
  readonly signedInAt: number;
}

interface PendingCode extends Consent {
  readonly redirectUri: string;
  /** S256. */
  readonly codeChallenge: string;
}

export interface Grants {
  issueCode(pending: PendingCode): string;
  /** @throws {OAuthError} invalid_grant */
  redeemCode(code: string, proof: { clientId: string; redirectUri: string; verifier: string }): Consent;
  issueRefreshToken(consent: Consent, validSeconds: number): string;
  /** @throws {OAuthError} invalid_grant */
  readRefreshToken(token: string, clientId: string): Consent;
  /** RFC 7009: a token that is not known is no error. @throws {OAuthError} when it is another client's */
  revokeRefreshToken(token: string, clientId: string): void;
}

export function createGrants(now: () => number = Date.now): Grants {
  const codes = new Map<string, PendingCode & { readonly expiresAtMs: number }>();
  const refreshTokens = new Map<string, Consent & { readonly expiresAtMs: number }>();
  return {
    issueCode(pending) {
      const code = newToken();
      codes.set(code, { ...pending, expiresAtMs: now() + CODE_LIFETIME_MS });
      return code;
    },
    redeemCode(code, { clientId, redirectUri, verifier }) {
      const pending = codes.get(code);
      codes.delete(code);
      const isValid =
        pending !== undefined &&
        now() < pending.expiresAtMs &&
        pending.clientId === clientId &&
        pending.redirectUri === redirectUri &&
        VERIFIER.test(verifier) &&
        challengeOf(verifier) === pending.codeChallenge;
      if (!isValid) throw new OAuthError('invalid_grant', 'The code is not valid for this request.');
      return pending;
    },
    issueRefreshToken(consent, validSeconds) {
      const token = newToken();
      refreshTokens.set(token, { ...consent, expiresAtMs: now() + validSeconds * 1000 });
      return token;
    },
    readRefreshToken(token, clientId) {
      const consent = refreshTokens.get(token);
      if (consent?.clientId !== clientId || consent.expiresAtMs <= now()) {
        throw new OAuthError('invalid_grant', 'The refresh token is not valid.');
      }
      return consent;
    },
    revokeRefreshToken(token, clientId) {
      const consent = refreshTokens.get(token);
      if (consent && consent.clientId !== clientId) {
        throw new OAuthError('unauthorized_client', 'The refresh token is of another client.');
      }
      refreshTokens.delete(token);
    },
  };
}

const newToken = (): string => randomBytes(32).toString('base64url');

const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

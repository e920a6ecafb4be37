/** HTTP Basic (RFC 7617): the Account SID and an Auth Token, compared in constant time. */
import { createHash, timingSafeEqual } from 'node:crypto';

const SCHEME = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

/** The `user:password` of an Authorization header; undefined for any other header. */
export function readBasic(header: string | undefined): string | undefined {
  const sent = SCHEME.exec(header ?? '')?.[1];
  return sent === undefined ? undefined : Buffer.from(sent, 'base64').toString();
}

/**
 * Whether the credentials have one of the Auth Tokens. Every one is compared, and by digests, so that the time says
 * neither which of them was meant, nor where it differs, nor how long it is.
 */
export const isKnown = (given: string, accountSid: string, authTokens: readonly string[]): boolean =>
  authTokens
    .map((authToken) => timingSafeEqual(digest(given), digest(`${accountSid}:${authToken}`)))
    .includes(true);

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

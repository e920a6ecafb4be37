/**
 * The code by which the owner of an address confirms it: sent there, and typed by a person. Programs that follow every
 * link in a mailbox do not type.
 *
 * Only its digest is stored, bound to the person and the handle: it confirms no other address and nobody else's. Five
 * guesses at six digits are a chance of 1 in 200,000. So many are tried for a person and for a mailbox, whatever happens
 * to contact and code meanwhile: 40 over two windows of a day, a chance of 1 in 25,000.
 */
import type { WindowLimit } from '../../contract/setting.ts';
import type { Randomness } from '../randomness.ts';
import { digestToken } from '../token/seal-token.ts';
import { generateToken, normaliseToken } from '../token/token-format.ts';
import type { TokenKeys } from '../token/token-keys.ts';

/** Mails are slow at times; NIST SP 800-63A-4 section 3.8 allows a day. */
export const CODE_LIFETIME_SECONDS = 3600;

/** Of one code; then it is invalid. */
export const CODE_TRIES = 5;

/** Of a person, and of a mailbox. */
export const TYPED_CODES: readonly WindowLimit[] = [
  { limit: 5, windowSeconds: 900 },
  { limit: 20, windowSeconds: 86_400 },
];

export interface ConfirmationCode {
  readonly code: string;
  /** What is stored of it. */
  readonly stored: { readonly code_digest: string; readonly code_expires_at: number };
}

/** Whose code it is: of a person, for the address under this handle. */
export interface Confirming {
  readonly user_id: string;
  readonly email_handle: string;
}

export function makeConfirmationCode(
  whose: Confirming,
  nowMs: number,
  keys: TokenKeys,
  random: Pick<Randomness, 'integerBelow'>,
): ConfirmationCode {
  const code = generateToken({ format: 'numeric', length: 6 }, random);
  return {
    code,
    stored: {
      code_digest: digestConfirmation(code, whose, keys),
      code_expires_at: Math.floor(nowMs / 1000) + CODE_LIFETIME_SECONDS,
    },
  };
}

/** Of a code as people type it. No token has such a purpose. */
export const digestConfirmation = (
  typed: string,
  { user_id, email_handle }: Confirming,
  keys: TokenKeys,
): string =>
  digestToken(normaliseToken(typed), { user_id, purpose: '@confirmation', token_id: email_handle }, keys);

/**
 * The SIDs of verifications: 128 bits that hold whose verification it is, and which. So one that a caller names is
 * found by its key, without an index or another table.
 *
 * The bits are encrypted as the single block that they are. A SID therefore looks random, two of one person do not
 * resemble each other, and one that was made up names a person who does not exist.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { SIDS } from '../../contract/twilio.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import type { TokenRecord } from '../token/token-store.ts';
import { PERSON_BYTES, personIn, userIdOf } from './addressee.ts';

/** A single block needs no mode of operation: modes are for chaining blocks. */
const ONE_BLOCK = 'aes-256-ecb';
const SID = /^VE[0-9a-fA-F]{32}$/;
/** The part of a token's id that is in the SID, in hexadecimal digits. */
const TOKEN_DIGITS = 8;

type SidKeys = Pick<TokenKeys, 'sidKey'>;
type Named = Pick<TokenRecord, 'user_id' | 'token_id'>;

export function verificationSid({ user_id, token_id }: Named, { sidKey }: SidKeys): string {
  const block = Buffer.concat([personIn(user_id), Buffer.from(token_id.slice(0, TOKEN_DIGITS), 'hex')]);
  const cipher = createCipheriv(ONE_BLOCK, sidKey, null).setAutoPadding(false);
  return SIDS.verification + Buffer.concat([cipher.update(block), cipher.final()]).toString('hex');
}

export const isVerificationSid = (text: string): boolean => SID.test(text);

/** Whose verification a SID names, and what its token's id begins with. */
export function readSid(
  sid: string,
  { sidKey }: SidKeys,
): { readonly userId: string; readonly tokenStart: string } {
  const cipher = createDecipheriv(ONE_BLOCK, sidKey, null).setAutoPadding(false);
  const sealed = Buffer.from(sid.slice(SIDS.verification.length), 'hex');
  const block = Buffer.concat([cipher.update(sealed), cipher.final()]);
  return {
    userId: userIdOf(block.subarray(0, PERSON_BYTES)),
    tokenStart: block.subarray(PERSON_BYTES).toString('hex'),
  };
}

/** The SID of one send of a verification. */
export const attemptSid = ({ token_id, sends }: Pick<TokenRecord, 'token_id' | 'sends'>): string =>
  SIDS.attempt + createHash('sha256').update(`${token_id}#${sends}`).digest('hex').slice(0, 32);

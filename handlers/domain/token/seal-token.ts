/**
 * The two forms in which a token is stored and passed on: sealed, for delivery, and digested, for
 * verification.
 *
 * Both are bound to the person, the purpose and the token id, so that a value copied to another item neither
 * opens nor verifies. A plain hash would not protect it: all six-digit codes can be hashed in seconds.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { Randomness } from '../randomness.ts';
import type { TokenKeys } from './token-keys.ts';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
/** 96 bits, as NIST SP 800-38D section 8.2 recommends; random, so safe for 2^32 tokens per secret version. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface TokenBinding {
  readonly user_id: string;
  readonly purpose: string;
  readonly token_id: string;
}

/** Derives the keys from one version of the secret (HKDF-SHA-256, RFC 5869). */
export function deriveKeys(version: string, secret: string): TokenKeys {
  const derive = (info: string) => new Uint8Array(hkdfSync('sha256', secret, '', info, KEY_BYTES));
  return {
    version,
    sealKey: derive('token-courier/seal/v1'),
    digestKey: derive('token-courier/digest/v1'),
    subjectKey: derive('token-courier/subject/v1'),
    contextKey: derive('token-courier/context/v1'),
    bodyKey: derive('token-courier/body/v1'),
    prefixKey: derive('token-courier/prefix/v1'),
    prefixSealKey: derive('token-courier/prefix-seal/v1'),
    contactKey: derive('token-courier/contact/v1'),
    personKey: derive('token-courier/person/v1'),
    sidKey: derive('token-courier/sid/v1'),
    cursorKey: derive('token-courier/cursor/v1'),
  };
}

/** Seals a token. */
export const sealToken = (
  token: string,
  binding: TokenBinding,
  keys: TokenKeys,
  random: Randomness,
): string => sealText(token, encode(binding), keys, random);

/** Opens a sealed token. @throws Error when it was altered, or sealed with another binding or key */
export const unsealToken = (sealed: string, binding: TokenBinding, keys: TokenKeys): string =>
  unsealText(sealed, encode(binding), keys);

/** Seals a text so that it opens only with what it is bound to: base64url of nonce, ciphertext and tag. */
export function sealText(
  text: string,
  boundTo: string,
  keys: Pick<TokenKeys, 'sealKey'>,
  random: Pick<Randomness, 'bytes'>,
): string {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keys.sealKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(boundTo));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

/** @throws Error when it was altered, or sealed with another binding or key */
export function unsealText(sealed: string, boundTo: string, keys: Pick<TokenKeys, 'sealKey'>): string {
  const bytes = Buffer.from(sealed, 'base64url');
  const tagAt = bytes.length - TAG_BYTES;
  const cipher = createDecipheriv(CIPHER, keys.sealKey, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(Buffer.from(boundTo));
  cipher.setAuthTag(bytes.subarray(tagAt));
  return cipher.update(bytes.subarray(NONCE_BYTES, tagAt), undefined, 'utf8') + cipher.final('utf8');
}

/** The digest by which a token is verified, base64url. It is also bound to the context, if there is one. */
export function digestToken(token: string, binding: TokenBinding, keys: TokenKeys, contextHash = ''): string {
  const bound = contextHash === '' ? [token] : [token, contextHash];
  return createHmac('sha256', keys.digestKey)
    .update(encode(binding, ...bound))
    .digest('base64url');
}

/**
 * The name of a destination where it is stored as a key, base64url. It is keyed, because a plain hash of a
 * phone number can be reversed by hashing all phone numbers.
 */
export function digestSubject(destination: string, { subjectKey }: Pick<TokenKeys, 'subjectKey'>): string {
  return createHmac('sha256', subjectKey).update(destination).digest('base64url');
}

/** Compares digests in constant time, so that the time does not reveal where they differ. */
export function digestsMatch(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A JSON array, whose quotes and escapes keep different lists of strings different. */
const encode = ({ user_id, purpose, token_id }: TokenBinding, ...rest: string[]) =>
  JSON.stringify([user_id, purpose, token_id, ...rest]);

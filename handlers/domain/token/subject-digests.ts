/**
 * What rests in the tables in place of contexts, bodies and prefixes of numbers.
 *
 * Each is drawn from so few that a plain hash is undone by hashing them all, so each has a key of its own, derived
 * from the subject secret: whoever has the tables, or a backup, and not the secret has nothing to compare with.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { TokenKeys } from './token-keys.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Recognises a context by its hash (bind-context.ts); base64url. */
export const digestContext = (contextHash: string, { contextKey }: TokenKeys): string =>
  createHmac('sha256', contextKey).update(contextHash).digest('base64url');

/** Recognises the body of a repeated request; base64url. */
export const digestBody = (canonicalBody: string, { bodyKey }: TokenKeys): string =>
  createHmac('sha256', bodyKey).update(canonicalBody).digest('base64url');

/**
 * The name of a prefix of numbers, base64url: always the same for one prefix, and opened by `openPrefix`. Beside a
 * masked number the prefix itself would leave a thousand candidates.
 *
 * AES-GCM whose nonce is a keyed digest of what is sealed, so no nonce meets another text (the idea of RFC 5297).
 */
export function namePrefix(prefix: string, { prefixKey, prefixSealKey }: TokenKeys): string {
  const nonce = createHmac('sha256', prefixKey).update(prefix).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, prefixSealKey, nonce, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([nonce, cipher.update(prefix, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

/** The prefix that a name stands for. @throws Error when the name was made with another key */
export function openPrefix(name: string, { prefixSealKey }: TokenKeys): string {
  const bytes = Buffer.from(name, 'base64url');
  const tagAt = bytes.length - TAG_BYTES;
  const cipher = createDecipheriv(CIPHER, prefixSealKey, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  cipher.setAuthTag(bytes.subarray(tagAt));
  return cipher.update(bytes.subarray(NONCE_BYTES, tagAt), undefined, 'utf8') + cipher.final('utf8');
}

/**
 * What the tables store in place of contexts, bodies and number prefixes.
 *
 * The possible values of each are so few that a plain hash could be reversed by hashing them all. So each has
 * its own key, derived from the subject secret: someone with the tables or a backup but without the secret
 * cannot try values.
 */
import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import type { TokenKeys } from './token-keys.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The digest by which a context is recognised, made from its hash (bind-context.ts); base64url. */
export const digestContext = (contextHash: string, { contextKey }: TokenKeys): string =>
  createHmac('sha256', contextKey).update(contextHash).digest('base64url');

/** The digest by which the body of a repeated request is recognised, base64url. */
export const digestBody = (canonicalBody: string, { bodyKey }: TokenKeys): string =>
  createHmac('sha256', bodyKey).update(canonicalBody).digest('base64url');

/**
 * The name of a number prefix, base64url: always the same for one prefix, and opened by `openPrefix`. The
 * prefix itself, next to a masked number, would leave only a thousand candidates.
 *
 * AES-GCM with a keyed digest of the plaintext as the nonce, so no nonce is used for two texts (as in RFC
 * 5297).
 */
export function namePrefix(prefix: string, { prefixKey, prefixSealKey }: TokenKeys): string {
  const nonce = createHmac('sha256', prefixKey).update(prefix).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, prefixSealKey, nonce, { authTagLength: TAG_BYTES });
  const sealed = Buffer.concat([nonce, cipher.update(prefix, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return sealed.toString('base64url');
}

/** The prefix behind a name. @throws Error when the name was made with another key */
export function openPrefix(name: string, { prefixSealKey }: TokenKeys): string {
  const bytes = Buffer.from(name, 'base64url');
  const tagAt = bytes.length - TAG_BYTES;
  const cipher = createDecipheriv(CIPHER, prefixSealKey, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  cipher.setAuthTag(bytes.subarray(tagAt));
  return cipher.update(bytes.subarray(NONCE_BYTES, tagAt), undefined, 'utf8') + cipher.final('utf8');
}

/**
 * Stores the phone number and email address of contacts sealed, so that they cannot be read from the table or
 * a backup of it.
 *
 * They are sealed with the subject secret, which is never rotated, because contacts are kept for years. A
 * contact that was stored before sealing existed is read as it is, and sealed when it is next replaced.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Randomness } from '../randomness.ts';
import type { KeySource, TokenKeys } from '../token/token-keys.ts';
import type { ContactRecord, ContactStore, SealedContact, StoredContact } from './contact-store.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

type Addresses = Pick<ContactRecord, 'phone_number' | 'email'>;

/**
 * A contact store on top of a store of sealed contacts.
 * @throws SecretUnavailable as well, from `get` and `put`
 */
export function sealedContacts(
  store: ContactStore<StoredContact, SealedContact>,
  keys: KeySource,
  random: Pick<Randomness, 'bytes'>,
): ContactStore {
  return {
    async get(userId) {
      const stored = await store.get(userId);
      if (stored?.sealed_addresses === undefined) {
        return stored;
      }
      const { sealed_addresses, ...contact } = stored;
      return { ...contact, ...unseal(sealed_addresses, userId, await keys.current()) };
    },
    async put({ phone_number, email, version: _, ...contact }, ...condition) {
      const addresses = { phone_number, email };
      const sealed_addresses = seal(addresses, contact.user_id, await keys.current(), random);
      return store.put({ ...contact, sealed_addresses }, ...condition);
    },
    delete: store.delete,
    setConfirmed: store.setConfirmed,
    noteConfirmationSent: store.noteConfirmationSent,
    countTypedCode: store.countTypedCode,
    confirmEmail: store.confirmEmail,
  };
}

/** Binds the addresses to the person: copied to another person's item, they do not open. */
const boundTo = (userId: string) => Buffer.from(JSON.stringify(['contact', userId]));

function seal(
  addresses: Addresses,
  userId: string,
  { contactKey }: TokenKeys,
  random: Pick<Randomness, 'bytes'>,
): string {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, contactKey, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(userId));
  const text = cipher.update(JSON.stringify(addresses), 'utf8');
  return Buffer.concat([nonce, text, cipher.final(), cipher.getAuthTag()]).toString('base64url');
}

/** @throws Error when it was altered, or sealed for another person or with another key */
function unseal(sealed: string, userId: string, { contactKey }: TokenKeys): Addresses {
  const bytes = Buffer.from(sealed, 'base64url');
  const tagAt = bytes.length - TAG_BYTES;
  const cipher = createDecipheriv(CIPHER, contactKey, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  cipher.setAAD(boundTo(userId));
  cipher.setAuthTag(bytes.subarray(tagAt));
  return JSON.parse(
    cipher.update(bytes.subarray(NONCE_BYTES, tagAt), undefined, 'utf8') + cipher.final('utf8'),
  );
}

/**
 * How a token records its destination: by a keyed digest, so that the table reveals no number or address, and
 * a code can be bound to the destination that it was sent to.
 */
import { lineOf } from '../../contract/phone-lines.ts';
import type { DestinationField } from '../../contract/vocabulary.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import { mailboxOf } from './email-address.ts';

/** The same text for all spellings of a destination. Email addresses ignore only case: email-address.ts. */
const CANONICAL: Readonly<Record<DestinationField, (destination: string) => string>> = {
  phone_number: (e164) => `phone_number:${lineOf(e164)}`,
  email: (address) => `email:${address.toLowerCase()}`,
};

/** The digest of an E.164 number or an email address, base64url. */
export const digestDestination = (field: DestinationField, destination: string, keys: TokenKeys): string =>
  digestSubject(CANONICAL[field](destination), keys);

/** The digest of the mailbox that an address reaches, by which limits protect it. */
export const digestMailbox = (address: string, keys: TokenKeys): string =>
  digestSubject(`email:${mailboxOf(address)}`, keys);

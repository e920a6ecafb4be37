/**
 * How a token names where it went: by a keyed digest, so that the table gives no number or address away, and a
 * code can be held to the destination that it was sent to.
 */
import { lineOf } from '../../contract/phone-lines.ts';
import type { DestinationField } from '../../contract/vocabulary.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { TokenKeys } from '../token/token-keys.ts';

/** One text for all spellings of a destination; of an address, case alone makes none: see email-address.ts. */
const CANONICAL: Readonly<Record<DestinationField, (destination: string) => string>> = {
  phone_number: (e164) => `phone_number:${lineOf(e164)}`,
  email: (address) => `email:${address.toLowerCase()}`,
};

/** The digest of an E.164 number or an email address, base64url. */
export const digestDestination = (field: DestinationField, destination: string, keys: TokenKeys): string =>
  digestSubject(CANONICAL[field](destination), keys);

/**
 * How a token remembers where it was sent, so that a caller can ask whether it went there. Keyed by the subject
 * secret, because a plain hash of a phone number is undone by hashing all phone numbers.
 */
import { lineOf } from './phone-number.ts';
import { digestSubject } from './seal-token.ts';

export type DestinationKind = 'phone_number' | 'email';

/** Base64url. A number is E.164, and all spellings of its line are one destination. */
export const destinationDigest = (subjectKey: Uint8Array, kind: DestinationKind, address: string): string =>
  digestSubject(`${kind}:${kind === 'phone_number' ? lineOf(address) : address}`, { subjectKey });

/**
 * Whom a verification is for. Twilio knows no user ids: its verifications belong to a number or an address. So the
 * person's id is made from that, keyed, because ids are stored and shown where numbers must not be.
 */
import { email } from '../../contract/fields.ts';
import type { DestinationField } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { digestDestination } from '../destinations/digest-destination.ts';
import { parsePhoneNumber } from '../destinations/phone-number.ts';
import { parseFields } from '../parse-request.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import type { Outcome } from './outcome.ts';
import { done, invalid } from './outcome.ts';

export interface Addressee {
  readonly field: DestinationField;
  /** E.164, or an email address. */
  readonly to: string;
}

/** Bytes of the digest: 96 bits, so that no two people in ten million share an id (chance 10⁻¹⁵). */
export const PERSON_BYTES = 12;

const PREFIX = 'twilio-';

/** `To`, as Twilio takes it: a number in E.164, or an address. */
export function readAddressee(to: string): Outcome<Addressee> {
  const isAddress = to.includes('@');
  const parsed = isAddress ? parseFields(email, to) : parseNumber(to);
  if (!parsed.ok) {
    return invalid('To', parsed.refusal.errors?.[0]?.rule ?? 'is not valid');
  }
  return done({ field: isAddress ? 'email' : 'phone_number', to: parsed.value });
}

const parseNumber = (to: string): Decision<string> => {
  const parsed = parsePhoneNumber(to, '');
  return parsed.ok ? accept(parsed.value) : parsed;
};

export const personOf = ({ field, to }: Addressee, keys: TokenKeys): Buffer =>
  Buffer.from(digestDestination(field, to, keys), 'base64url').subarray(0, PERSON_BYTES);

/** The `user_id` of a person, as lists show it. */
export const userIdOf = (person: Buffer): string => `${PREFIX}${person.toString('hex')}`;

/** The inverse of `userIdOf`. */
export const personIn = (userId: string): Buffer => Buffer.from(userId.slice(PREFIX.length), 'hex');

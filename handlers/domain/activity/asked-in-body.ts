/**
 * What a request asks for, from a body that nobody has checked: the request was refused, or failed, before it was
 * understood.
 */
import type { CountryCode } from 'libphonenumber-js/min';
import { email, purposeOrDefault, userId } from '../../contract/fields.ts';
import type { DestinationField } from '../../contract/vocabulary.ts';
import { CHANNEL_FACTS, CHANNELS } from '../../contract/vocabulary.ts';
import type { NoteOutcomeInput } from '../../contract/workflow.ts';
import { digestDestination } from '../destinations/digest-destination.ts';
import { maskEmail, maskPhoneNumber } from '../destinations/mask-destination.ts';
import { countryOf, parsePhoneNumber } from '../destinations/phone-number.ts';
import { parseFields } from '../parse-request.ts';
import type { KeySource, TokenKeys } from '../token/token-keys.ts';
import type { AskedFor, NotedLeg } from './request-entries.ts';

export interface AskedInPorts {
  readonly defaultCountry: CountryCode | '';
  /** For the digest of a destination; the entry goes without one where they cannot be read. */
  readonly subjectKeys: Pick<KeySource, 'current'>;
}

/** As far as the body can be read. */
export async function askedIn(
  { body, brought }: Pick<NoteOutcomeInput['state'], 'body' | 'brought'>,
  { defaultCountry, subjectKeys }: AskedInPorts,
): Promise<AskedFor> {
  const members = membersOf(body);
  const id = parseFields(userId, members.user_id);
  const purpose = parseFields(purposeOrDefault, members.purpose);
  const destination = destinationIn(members.phone_number, brought?.email, defaultCountry);
  const keys = destination && (await subjectKeys.current().catch(() => undefined));
  return {
    kind: brought?.delivery === undefined ? 'issue' : 'delivery',
    user_id: id.ok ? id.value : undefined,
    purpose: purpose.ok ? purpose.value : undefined,
    leg: destination && legTo(destination, keys),
  };
}

interface NamedDestination {
  readonly field: DestinationField;
  readonly address: string;
  readonly masked: string;
  readonly country?: string | undefined;
}

/** A number comes before an address, as it is more likely to be what the request is for. */
function destinationIn(
  phoneNumber: unknown,
  address: unknown,
  defaultCountry: CountryCode | '',
): NamedDestination | undefined {
  const number = parsePhoneNumber(typeof phoneNumber === 'string' ? phoneNumber : undefined, defaultCountry);
  if (number.ok && number.value !== undefined) {
    const { value } = number;
    return {
      field: 'phone_number',
      address: value,
      masked: maskPhoneNumber(value),
      country: countryOf(value),
    };
  }
  const mailbox = parseFields(email, address);
  return mailbox.ok
    ? { field: 'email', address: mailbox.value, masked: maskEmail(mailbox.value) }
    : undefined;
}

/** By the channel that sends there. */
function legTo(
  { field, address, masked, country }: NamedDestination,
  keys: TokenKeys | undefined,
): NotedLeg | undefined {
  const channel = CHANNELS.find((each) => CHANNEL_FACTS[each].field === field);
  return (
    channel && {
      channel,
      masked,
      digest: keys === undefined ? '' : digestDestination(field, address, keys),
      ...(country === undefined ? {} : { text: { country } }),
    }
  );
}

function membersOf(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

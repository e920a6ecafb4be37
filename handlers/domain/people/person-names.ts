/**
 * By what the limits table names a person, and the numbers and addresses that are the person's.
 *
 * A user id is in the clear there. The person's reference, and every number and address, is a keyed digest: without the
 * secrets nobody finds them, and with the secrets only those of a destination that is known.
 */
import {
  confirmationSends,
  destinationSends,
  failedVerificationsOf,
  numberItem,
  typedForMailbox,
} from '../../contract/limits-table.ts';
import { lineOf } from '../../contract/phone-lines.ts';
import { digestDestination, digestMailbox } from '../destinations/digest-destination.ts';
import { maskEmail, maskPhoneNumber } from '../destinations/mask-destination.ts';
import type { Destination } from '../destinations/opt-outs.ts';
import { optOutSubjects } from '../destinations/opt-outs.ts';
import { readReference, referenceTo } from '../pumping/traffic-reference.ts';
import { personReference } from '../token/person-reference.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { TokenKeys } from '../token/token-keys.ts';

export interface DestinationNames {
  readonly masked: string;
  /** By which codes and the activity log name it. */
  readonly digest: string;
  /** `subject` of the counters of its messages and of codes typed for it. */
  readonly counters: readonly string[];
  readonly optOuts: readonly string[];
  /** `subject` of what is remembered about a number; absent for an address. */
  readonly number?: string;
  /** How the pumping guard names a number that was reported. */
  readonly reported?: string;
}

export interface PersonNames {
  readonly userId: string;
  /** In logs, traces and notes of messages. */
  readonly reference: string;
  /** `subject` of the person's counters that have no purpose in it. */
  readonly counters: readonly string[];
}

/** `topic` is that of the contact, if SNS sends its emails; nobody else is mailed by it. */
export const personNames = (
  userId: string,
  topic: string | undefined,
  keys: { readonly reference: TokenKeys; readonly subject: TokenKeys },
): PersonNames => ({
  userId,
  reference: personReference(userId, keys.reference),
  counters: [
    failedVerificationsOf(userId),
    confirmationSends('person', userId),
    ...(topic === undefined ? [] : sendsTo(digestSubject(topic, keys.subject))),
  ],
});

export function destinationNames(destination: Destination, keys: TokenKeys): DestinationNames {
  const optOuts = optOutSubjects(destination, keys);
  if (destination.email !== undefined) {
    const mailbox = digestMailbox(destination.email, keys);
    return {
      masked: maskEmail(destination.email),
      digest: digestDestination('email', destination.email, keys),
      optOuts,
      counters: [...sendsTo(mailbox), confirmationSends('address', mailbox), typedForMailbox(mailbox)],
    };
  }
  const number = digestDestination('phone_number', destination.phone_number, keys);
  return {
    masked: maskPhoneNumber(destination.phone_number),
    digest: number,
    optOuts,
    counters: sendsTo(digestSubject(lineOf(destination.phone_number), keys)),
    number: numberItem(number).subject,
    reported: readReference(referenceTo({ number, prefix: '', clientId: '' }, 0)).number,
  };
}

/** In every share. */
const sendsTo = (digest: string): string[] =>
  ([undefined, 'enrolled', 'verified'] as const).map((share) => destinationSends(digest, share));

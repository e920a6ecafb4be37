/** The permanent list of opted-out destinations. It can be checked for a number or address, but not read. */

import type { CountryCode } from 'libphonenumber-js/min';
import { optOutOf } from '../../contract/limits-table.ts';
import { lineOf } from '../../contract/phone-lines.ts';
import type { PutOptOutBody } from '../../contract/routes/opt-outs.ts';
import type { FeedbackReason } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { KeySource, TokenKeys } from '../token/token-keys.ts';
import { mailboxOf } from './email-address.ts';
import { maskEmail, maskPhoneNumber } from './mask-destination.ts';
import type { OptOutList } from './opt-out-list.ts';
import { parsePhoneNumber } from './phone-number.ts';

export interface OptOutPorts {
  readonly optOuts: OptOutList;
  /** From the secret that is never rotated: a different key would lose every opt-out. */
  readonly subjectKeys: KeySource;
}

type OptOutRule = 'opt_out' | FeedbackReason;

/** A number in E.164, or an email address. */
export type Destination =
  | { readonly phone_number: string; readonly email?: undefined }
  | { readonly email: string; readonly phone_number?: undefined };

/** What the list names a destination by, which does not disclose it. */
export function optOutSubject(destination: Destination, keys: Pick<TokenKeys, 'subjectKey'>): string {
  const name =
    destination.email === undefined
      ? lineOf(destination.phone_number)
      : `email:${mailboxOf(destination.email)}`;
  return optOutOf(digestSubject(name, keys));
}

/** @throws StoreUnavailable, SecretUnavailable */
export async function isOptedOut(destination: Destination, ports: OptOutPorts): Promise<boolean> {
  return ports.optOuts.has(await subjectOf(destination, ports));
}

/** The rule by which a destination gets no messages; undefined for none. @throws as isOptedOut */
export async function optOutRule(
  destination: Destination,
  ports: OptOutPorts,
): Promise<OptOutRule | undefined> {
  const subject = await subjectOf(destination, ports);
  if (!(await ports.optOuts.has(subject))) {
    return undefined;
  }
  return (await ports.optOuts.why(subject)) ?? 'opt_out';
}

/** Notes that messages to an address are of no use, or not wanted. @throws as isOptedOut */
export async function noteFeedback(email: string, reason: FeedbackReason, ports: OptOutPorts): Promise<void> {
  await ports.optOuts.add(await subjectOf({ email }, ports), reason);
}

/**
 * Adds a destination to the list or removes it; may be repeated. First calls `record` with its masked form.
 * @throws StoreUnavailable, SecretUnavailable, and what `record` throws
 */
export async function putOptOut(
  body: PutOptOutBody,
  ports: OptOutPorts & { readonly defaultCountry: CountryCode | '' },
  record: (maskedDestination: string) => Promise<void>,
): Promise<Decision<void>> {
  const destination = readDestination(body, ports.defaultCountry);
  if (!destination.ok) {
    return destination;
  }
  await record(masked(destination.value));
  const subject = await subjectOf(destination.value, ports);
  await (body.opted_out ? ports.optOuts.add(subject) : ports.optOuts.remove(subject));
  return accept(undefined);
}

const masked = ({ phone_number, email }: Destination): string =>
  email === undefined ? maskPhoneNumber(phone_number) : maskEmail(email);

function readDestination(
  { phone_number = '', email }: PutOptOutBody,
  country: CountryCode | '',
): Decision<Destination> {
  if (email !== undefined) {
    return accept({ email });
  }
  const number = parsePhoneNumber(phone_number, country);
  return number.ok ? accept({ phone_number: number.value }) : number;
}

const subjectOf = async (destination: Destination, { subjectKeys }: OptOutPorts): Promise<string> =>
  optOutSubject(destination, await subjectKeys.current());

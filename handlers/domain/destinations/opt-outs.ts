/** The permanent list of opted-out destinations. It can be checked for a number or address, but not listed. */

import type { CountryCode } from 'libphonenumber-js/min';
import { optOutOf } from '../../contract/limits-table.ts';
import { lineOf } from '../../contract/phone-lines.ts';
import type { FindOptOutBody, PutOptOutBody } from '../../contract/routes/opt-outs.ts';
import type { FeedbackReason } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { digestSubject } from '../token/seal-token.ts';
import type { KeySource, TokenKeys } from '../token/token-keys.ts';
import { isSameAddress, mailboxOf } from './email-address.ts';
import { maskEmail, maskPhoneNumber } from './mask-destination.ts';
import type { OptOutList } from './opt-out-list.ts';
import { parsePhoneNumber } from './phone-number.ts';

export interface OptOutPorts {
  readonly optOuts: OptOutList;
  /** From the secret that is never rotated: a different key would lose every opt-out. */
  readonly subjectKeys: KeySource;
}

type OptOutRule = 'opt_out' | FeedbackReason;

/** In E.164. */
interface PhoneNumber {
  readonly phone_number: string;
  readonly email?: undefined;
}

export type Destination = PhoneNumber | { readonly email: string; readonly phone_number?: undefined };

/**
 * What the list names a destination by, which does not disclose it: the number's entry, or the mailbox's. An address
 * with a plus also has its own, for bounces: the mailbox's entry has those of the address without it.
 */
export function optOutSubjects(
  destination: Destination,
  keys: Pick<TokenKeys, 'subjectKey'>,
): readonly [string, ...string[]] {
  const named = (name: string) => optOutOf(digestSubject(name, keys));
  if (destination.email === undefined) {
    return [named(lineOf(destination.phone_number))];
  }
  const ofMailbox = named(`email:${mailboxOf(destination.email)}`);
  return hasPlus(destination) ? [ofMailbox, named(`email:${destination.email.toLowerCase()}`)] : [ofMailbox];
}

/** @throws StoreUnavailable, SecretUnavailable */
export async function isOptedOut(
  number: Pick<PhoneNumber, 'phone_number'>,
  ports: OptOutPorts,
): Promise<boolean> {
  const [subject] = await subjectsOf(number, ports);
  return ports.optOuts.has(subject);
}

/** The rule by which a destination gets no messages; undefined for none. @throws as isOptedOut */
export async function optOutRule(
  destination: Destination,
  ports: OptOutPorts,
): Promise<OptOutRule | undefined> {
  return listedRule(await subjectsOf(destination, ports), ports);
}

/** The same, by what `optOutSubjects` named the destination. @throws StoreUnavailable */
export async function listedRule(
  subjects: readonly string[],
  { optOuts }: { readonly optOuts: Pick<OptOutList, 'has' | 'why'> },
): Promise<OptOutRule | undefined> {
  const [ofMailbox, ofSpelling] = await Promise.all(subjects.map((subject) => ruleOf(subject, optOuts)));
  return isOfAnother(ofMailbox, subjects) ? ofSpelling : (ofMailbox ?? ofSpelling);
}

/** A bounce of the mailbox is one of its address without a plus. */
const isOfAnother = (ofMailbox: OptOutRule | undefined, subjects: readonly string[]): boolean =>
  ofMailbox === 'bounced' && subjects.length > 1;

interface Listed {
  readonly rule: OptOutRule;
  /** Epoch seconds; absent where it was not noted. */
  readonly since?: number;
}

/** The entry by which a destination gets no messages; undefined for none. @throws as isOptedOut */
export async function findListed(destination: Destination, ports: OptOutPorts): Promise<Listed | undefined> {
  const { optOuts } = ports;
  const subjects = await subjectsOf(destination, ports);
  const [ofMailbox, ofSpelling] = await Promise.all(subjects.map((subject) => ruleOf(subject, optOuts)));
  const isSpelling = isOfAnother(ofMailbox, subjects) || ofMailbox === undefined;
  const [rule, subject = subjects[0]] = isSpelling ? [ofSpelling, subjects[1]] : [ofMailbox, subjects[0]];
  if (rule === undefined) {
    return undefined;
  }
  const since = await optOuts.since(subject);
  return { rule, ...(since === undefined ? {} : { since }) };
}

/**
 * Notes that messages to an address are of no use, or not wanted. A complaint is the mailbox's owner's, and holds for
 * every spelling. A bounce holds for the one address: whether `ada+shop@…` reaches somebody says nothing of `ada@…`,
 * and anyone may be enrolled with it. @throws as isOptedOut
 */
export async function noteFeedback(email: string, reason: FeedbackReason, ports: OptOutPorts): Promise<void> {
  const [ofMailbox, ofSpelling = ofMailbox] = await subjectsOf({ email }, ports);
  await ports.optOuts.add(reason === 'bounced' ? ofSpelling : ofMailbox, reason);
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
  const subjects = await subjectsOf(destination.value, ports);
  await (body.opted_out
    ? ports.optOuts.add(subjects[0])
    : Promise.all(subjects.map((subject) => ports.optOuts.remove(subject))));
  return accept(undefined);
}

const masked = ({ phone_number, email }: Destination): string =>
  email === undefined ? maskPhoneNumber(phone_number) : maskEmail(email);

/** The destination in a body, a number in E.164. */
export function readDestination(
  { phone_number = '', email }: FindOptOutBody,
  country: CountryCode | '',
): Decision<Destination> {
  if (email !== undefined) {
    return accept({ email });
  }
  const number = parsePhoneNumber(phone_number, country);
  return number.ok ? accept({ phone_number: number.value }) : number;
}

async function ruleOf(
  subject: string,
  optOuts: Pick<OptOutList, 'has' | 'why'>,
): Promise<OptOutRule | undefined> {
  return (await optOuts.has(subject)) ? ((await optOuts.why(subject)) ?? 'opt_out') : undefined;
}

const subjectsOf = async (
  destination: Destination,
  { subjectKeys }: OptOutPorts,
): Promise<readonly [string, ...string[]]> => optOutSubjects(destination, await subjectKeys.current());

const hasPlus = ({ email }: Destination): boolean =>
  email !== undefined && !isSameAddress(email, mailboxOf(email));

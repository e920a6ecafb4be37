/**
 * What an item of the limits table is to a person: theirs, a trace of them in something that is not theirs, or nothing.
 *
 * Counters of a destination protect whoever owns it from floods, and others may have caused them. They are deleted only
 * where the destination is named, and expire by themselves. An opt-out is what its owner asked for, so it outlives
 * everything: to honour an objection, one has to remember that there was one.
 */
import type { LimitsKey } from '../../contract/limits-table.ts';
import { LIMIT_SUBJECTS } from '../../contract/limits-table.ts';
import { personIn } from '../destinations/number-memory.ts';
import type { DestinationNames, PersonNames } from './person-names.ts';

/** The attributes of an item that say whose it is. */
export interface LimitsItem extends LimitsKey {
  readonly user_id?: string;
  readonly user_ref?: string;
  readonly purpose?: string;
  /** Epoch seconds; absent for what never expires. */
  readonly expiry_time?: number;
  /** Names of people in sets, by attribute. */
  readonly people: Readonly<Record<string, readonly string[]>>;
}

export const KEPT_KINDS = {
  messages: 'counts of messages to the person',
  guesses: 'counts of wrong codes of the person',
  claim: 'answers kept for Idempotency-Keys',
  message: 'notes of messages whose arrival is reported later',
  number: 'that the person verified a number',
  destination: 'counts of a number or an address',
  'opt-out': 'opt-out of a number or an address',
} as const;
export type KeptKind = keyof typeof KEPT_KINDS;

export interface KeptItem {
  readonly key: LimitsKey;
  readonly kind: KeptKind;
  readonly expiresAtSeconds?: number;
  readonly action: 'delete' | 'keep' | { readonly removeName: string; readonly from: readonly string[] };
}

export interface WhoseItems {
  readonly person: PersonNames;
  /** Destinations whose counters are deleted too. */
  readonly named: readonly DestinationNames[];
  /** The other destinations of the contact. */
  readonly others: readonly DestinationNames[];
}

const SENDS_TO_PERSON = `${LIMIT_SUBJECTS.sends}:person#`;

/** Undefined for an item that has nothing to do with the person. */
export function keptInLimits(item: LimitsItem, whose: WhoseItems): KeptItem | undefined {
  const found = ofPerson(item, whose.person) ?? ofNumber(item, whose.person) ?? ofDestination(item, whose);
  return (
    found && {
      ...found,
      key: { subject: item.subject, window: item.window },
      ...(item.expiry_time === undefined ? {} : { expiresAtSeconds: item.expiry_time }),
    }
  );
}

type Found = Pick<KeptItem, 'kind' | 'action'>;

function ofPerson(item: LimitsItem, { userId, reference, counters }: PersonNames): Found | undefined {
  const { subject } = item;
  if (subject.startsWith(LIMIT_SUBJECTS.guesses) && counters.includes(subject)) {
    return { kind: 'guesses', action: 'delete' };
  }
  if (counters.includes(subject) || isSendsTo(userId, subject)) {
    return { kind: 'messages', action: 'delete' };
  }
  if (item.user_ref === reference && subject.startsWith(LIMIT_SUBJECTS.messages)) {
    return { kind: 'message', action: 'delete' };
  }
  return item.user_id === userId ? { kind: 'claim', action: 'delete' } : undefined;
}

/** A purpose contains no "#", and a user id may. */
function isSendsTo(userId: string, subject: string): boolean {
  if (!subject.startsWith(SENDS_TO_PERSON)) {
    return false;
  }
  const rest = subject.slice(SENDS_TO_PERSON.length);
  return rest.slice(rest.indexOf('#') + 1) === userId;
}

/** A number has the names of up to 32 people, made for this number alone. */
function ofNumber({ subject, people }: LimitsItem, { userId }: PersonNames): Found | undefined {
  if (!subject.startsWith(LIMIT_SUBJECTS.numbers)) {
    return undefined;
  }
  const name = personIn(subject.slice(LIMIT_SUBJECTS.numbers.length), userId);
  const from = Object.keys(people).filter((set) => people[set]?.includes(name));
  return from.length === 0 ? undefined : { kind: 'number', action: { removeName: name, from } };
}

function ofDestination(item: LimitsItem, { named, others }: WhoseItems): Found | undefined {
  if ([...named, ...others].some(({ optOuts }) => optOuts.includes(item.subject))) {
    return { kind: 'opt-out', action: 'keep' };
  }
  if (named.some((names) => isOf(item, names))) {
    return { kind: 'destination', action: 'delete' };
  }
  return others.some((names) => isOf(item, names)) ? { kind: 'destination', action: 'keep' } : undefined;
}

/** What is remembered about a number is not among them while it has the names of people, who may be others. */
const isOf = (
  { subject, window, people }: LimitsItem,
  { counters, number, reported }: DestinationNames,
): boolean =>
  counters.includes(subject) ||
  (subject === number && Object.keys(people).length === 0) ||
  (reported !== undefined &&
    subject.startsWith(LIMIT_SUBJECTS.prefixes) &&
    window === `reported ${reported}`);

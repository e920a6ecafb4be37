/**
 * What the tables keep of a person, and how it is deleted.
 *
 * The limits table is read from its beginning to its end: counters have a purpose in their key, claims a client, and
 * neither is known. That is for a command that somebody runs a few times a year; nothing that serves requests does it.
 *
 * Every deletion may be repeated, and in any order, so a run that was interrupted is run again.
 */
import type { LimitsKey } from '../../contract/limits-table.ts';
import type { ActivityRecord } from '../activity/activity-log.ts';
import type { Clock } from '../clock.ts';
import type { ContactRecord, ContactStore } from '../contacts/contact-store.ts';
import { deleteContact } from '../contacts/contacts.ts';
import type { EmailTransport } from '../contacts/email-transport.ts';
import type { Destination } from '../destinations/opt-outs.ts';
import { personReference } from '../token/person-reference.ts';
import type { TokenKeys } from '../token/token-keys.ts';
import type { TokenKey, TokenRecord, TokenStore } from '../token/token-store.ts';
import type { KeptItem, LimitsItem } from './kept-in-limits.ts';
import { keptInLimits } from './kept-in-limits.ts';
import { destinationNames, personNames } from './person-names.ts';

/** @throws StoreUnavailable from every method, when a retry may help */
export interface PersonItems {
  deleteToken(key: TokenKey): Promise<void>;
  /** The person's entries of the activity log; none where there is no log. */
  activityOf(userId: string): AsyncIterable<ActivityRecord>;
  /** The entries of a destination that name nobody: of requests that were refused for their user id, say. */
  namelessActivityOf(digest: string): AsyncIterable<ActivityRecord>;
  deleteActivity(entryId: string): Promise<void>;
  /** The ids of everybody who has a contact. */
  enrolled(): AsyncIterable<string>;
  /** Every item of the limits table. */
  limits(): AsyncIterable<LimitsItem>;
  deleteLimit(key: LimitsKey): Promise<void>;
  /** Takes a name out of sets of an item, and deletes the item if it has no other. */
  removeName(key: LimitsKey, name: string, sets: readonly string[]): Promise<void>;
}

export interface PeoplePorts {
  readonly tokens: Pick<TokenStore, 'allOf' | 'revoke'>;
  readonly contacts: ContactStore;
  readonly emails: Pick<EmailTransport, 'forget'>;
  readonly items: PersonItems;
  readonly keys: { readonly reference: TokenKeys; readonly subject: TokenKeys };
  readonly now: Clock;
}

export interface AskedPerson {
  readonly userId: string;
  /** Numbers, in E.164, and addresses whose counters are meant too. */
  readonly destinations: readonly Destination[];
}

export interface KeptOfPerson {
  /** In logs and in the audit log. */
  readonly reference: string;
  readonly contact?: ContactRecord;
  readonly tokens: readonly TokenRecord[];
  readonly limits: readonly KeptItem[];
  readonly activity: readonly ActivityRecord[];
}

/** The contact was changed while it was deleted. */
class PersonChanged extends Error {
  override readonly name = 'PersonChanged';

  constructor() {
    super('The contact was changed in the meantime. Run the command again.');
  }
}

/** Reads everything, and changes nothing. @throws StoreUnavailable */
export async function findPerson(asked: AskedPerson, ports: PeoplePorts): Promise<KeptOfPerson> {
  const { contacts, tokens, items, keys } = ports;
  const [contact, all] = await Promise.all([contacts.get(asked.userId), tokens.allOf(asked.userId)]);
  const person = personNames(asked.userId, contact?.email_handle, keys);
  const named = asked.destinations.map((each) => destinationNames(each, keys.subject));
  const own = destinationsOf(contact).map((each) => destinationNames(each, keys.subject));
  const others = own.filter(({ optOuts }) => named.every((each) => each.optOuts[0] !== optOuts[0]));
  const limits: KeptItem[] = [];
  for await (const item of items.limits()) {
    const kept = keptInLimits(item, { person, named, others });
    if (kept !== undefined) {
      limits.push(kept);
    }
  }
  const activity: ActivityRecord[] = [];
  for await (const entry of items.activityOf(asked.userId)) {
    activity.push(entry);
  }
  for (const { digest } of named) {
    for await (const entry of items.namelessActivityOf(digest)) {
      activity.push(entry);
    }
  }
  return { reference: person.reference, ...(contact && { contact }), tokens: all, limits, activity };
}

/**
 * Deletes what was found. The contact goes first, with its email subscription: then nothing new is sent to it.
 * @throws StoreUnavailable, DeliveryUnavailable, DeliveryRefused, PersonChanged
 */
export async function forgetPerson(
  { userId }: AskedPerson,
  { tokens, limits, activity }: Pick<KeptOfPerson, 'tokens' | 'limits' | 'activity'>,
  ports: PeoplePorts,
): Promise<void> {
  const { contacts, emails, items } = ports;
  const deletion = await deleteContact(userId, contacts, emails, ports);
  if (!deletion.ok) {
    throw new PersonChanged();
  }
  for (const token of tokens) {
    await items.deleteToken(token);
  }
  for (const { entry_id } of activity) {
    await items.deleteActivity(entry_id);
  }
  for (const { key, action } of limits) {
    if (action === 'delete') {
      await items.deleteLimit(key);
    } else if (action !== 'keep') {
      await items.removeName(key, action.removeName, action.from);
    }
  }
}

/**
 * Who has a contact although forgotten before: a backup that was restored knows them again.
 * `references` are those of everybody who was forgotten. @throws StoreUnavailable
 */
export async function findReturned(
  references: ReadonlySet<string>,
  { items, keys }: Pick<PeoplePorts, 'items' | 'keys'>,
): Promise<readonly string[]> {
  const returned: string[] = [];
  for await (const userId of items.enrolled()) {
    if (references.has(personReference(userId, keys.reference))) {
      returned.push(userId);
    }
  }
  return returned;
}

/** Whether anything is left that forgetting deletes. */
export const isForgotten = ({ contact, tokens, limits, activity }: KeptOfPerson): boolean =>
  contact === undefined &&
  tokens.length === 0 &&
  activity.length === 0 &&
  limits.every(({ action }) => action === 'keep');

const destinationsOf = ({ phone_number, email }: Partial<ContactRecord> = {}): Destination[] => [
  ...(phone_number === undefined ? [] : [{ phone_number }]),
  ...(email === undefined ? [] : [{ email }]),
];

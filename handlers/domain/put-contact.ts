/**
 * Enrols where a person can be reached.
 *
 * Every enrolled address has a topic of its own, under a random name: one person's code can reach no one
 * else, and a changed address leaves its old subscription behind together with the old topic.
 */
import type { CountryCode } from 'libphonenumber-js/min';
import type { ContactAnswer } from '../contract/api.ts';
import type { PutContactBody } from '../contract/requests.ts';
import type { DestinationPolicy } from '../contract/settings.ts';
import { answerOf, contactChanged } from './contacts.ts';
import { accept, type Decision } from './decision.ts';
import { judgeNumber, refuseDestination } from './destination-policy.ts';
import { parsePhoneNumber } from './phone-number.ts';
import type { ContactRecord, ContactStore, TopicRegistry } from './ports.ts';
import { changeAndRevoke, type Revocations } from './revoke-tokens.ts';

export interface AddressBook extends Revocations {
  readonly contacts: ContactStore;
  readonly topics: TopicRegistry;
  /** ISO 3166-1, or empty. */
  readonly defaultCountry: CountryCode | '';
  readonly destinations: DestinationPolicy;
  /** Told of a topic that could not be deleted: harmless, because nothing publishes to it, but litter. */
  readonly onTopicLeft: (cause: unknown) => void;
}

/** Replaces a person's contact; with another destination, it revokes their tokens. @throws StoreUnavailable, DeliveryUnavailable, DeliveryRefused */
export async function putContact(
  userId: string,
  body: PutContactBody,
  book: AddressBook,
): Promise<Decision<ContactAnswer>> {
  const phone = parsePhoneNumber(body.phone_number, book.defaultCountry);
  if (!phone.ok) return phone;
  const rule = phone.value === undefined ? undefined : judgeNumber(phone.value, book.destinations);
  if (rule !== undefined) return refuseDestination(rule);

  const before = await book.contacts.get(userId);
  const enrolment = await enrol(body.email, before, book);
  const contact: ContactRecord = {
    user_id: userId,
    ...(phone.value === undefined ? {} : { phone_number: phone.value }),
    ...enrolment,
    ...(body.preferred_channel === undefined ? {} : { preferred_channel: body.preferred_channel }),
    ...(body.locale === undefined ? {} : { locale: body.locale }),
  };
  const replaced = before?.topic_arn !== contact.topic_arn;
  const created = replaced ? contact.topic_arn : undefined;
  let written = false;
  try {
    const write = () => book.contacts.put(contact, before?.topic_arn);
    written = await (hasSameDestinations(contact, before) ? write() : changeAndRevoke(userId, book, write));
  } finally {
    if (!written) await discard(created, book);
  }
  if (!written) return contactChanged;
  if (replaced) await discard(before?.topic_arn, book);
  return accept(answerOf(contact));
}

const hasSameDestinations = (one: ContactRecord, other: ContactRecord | undefined): boolean =>
  one.phone_number === other?.phone_number && one.email === other?.email;

/** The email part of the contact; asks the owner to confirm unless they already have. */
async function enrol(
  email: string | undefined,
  before: ContactRecord | undefined,
  { topics, ...book }: AddressBook,
): Promise<Pick<ContactRecord, 'email' | 'topic_arn' | 'email_confirmed'>> {
  if (email === undefined) return {};
  if (before?.topic_arn !== undefined && before.email === email) {
    const email_confirmed = await topics.isConfirmed(before.topic_arn);
    if (!email_confirmed) await topics.subscribe(before.topic_arn, email);
    return { email, topic_arn: before.topic_arn, email_confirmed };
  }
  const topic_arn = await topics.create();
  try {
    await topics.subscribe(topic_arn, email);
  } catch (error) {
    await discard(topic_arn, { topics, ...book });
    throw error;
  }
  return { email, topic_arn, email_confirmed: false };
}

async function discard(topicArn: string | undefined, { topics, onTopicLeft }: AddressBook): Promise<void> {
  if (topicArn === undefined) return;
  try {
    await topics.delete(topicArn);
  } catch (error) {
    // The contact is settled either way, and the caller could do nothing about it.
    onTopicLeft(error);
  }
}

/** Where a token can go: the channels in their order, with their addresses. */
import type { FieldError } from '../contract/problems.ts';
import type { IssueTokenBody } from '../contract/requests.ts';
import { CHANNELS, type Channel } from '../contract/vocabulary.ts';
import type { AdmittedRequest } from '../contract/workflow.ts';
import { refreshConfirmation } from './confirm-email.ts';
import { accept, type Decision, refuse } from './decision.ts';
import { type DestinationKind, destinationDigest } from './destination-digest.ts';
import { DeliveryUnavailable } from './errors.ts';
import type { AskedToken } from './issue-rule.ts';
import { maskEmail, maskPhoneNumber } from './mask-destination.ts';
import type { ContactRecord, ContactStore, KeySource, SubscriptionReader } from './ports.ts';

export interface RouteFinder {
  readonly contacts: ContactStore;
  readonly subscriptions: SubscriptionReader;
  /** Of the secret that is not rotated. */
  readonly subjectKeys: KeySource;
}

export type Route = Pick<
  AdmittedRequest,
  | 'locale'
  | 'first_channel'
  | 'fallback_channel'
  | 'phone_number'
  | 'topic_arn'
  | 'email_masked'
  | 'destination_masked'
  | 'destination_digests'
>;

interface Destination {
  readonly channel: Channel;
  /** An E.164 number or a topic's ARN. */
  readonly address: string;
  readonly masked: string;
  /** What the channel reaches, as callers name it. */
  readonly reaches: readonly [DestinationKind, string];
}

type Found = Destination | { readonly missing: FieldError };

/** Finds at least one channel or says what is missing. @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable */
export async function findRoute(asked: AskedToken, finder: RouteFinder): Promise<Decision<Route>> {
  const { body, phoneNumber } = asked;
  const enough = body.channel === 'sms' && phoneNumber !== undefined;
  const [contact, { subjectKey }] = await Promise.all([
    enough ? undefined : finder.contacts.get(body.user_id),
    finder.subjectKeys.current(),
  ]);
  const found: Found[] = [];
  let unanswered: DeliveryUnavailable | undefined;
  for (const channel of channelOrder(body, contact)) {
    try {
      found.push(channel === 'sms' ? findNumber(phoneNumber, contact) : await findTopic(contact, finder));
    } catch (error) {
      // Whether the email is confirmed is unknown. A person who also has a number is sent a text instead.
      if (!(error instanceof DeliveryUnavailable)) throw error;
      unanswered = error;
    }
  }
  const destinations = found.filter((each): each is Destination => 'channel' in each);
  const [first, fallback] = destinations;
  if (first === undefined) {
    if (unanswered !== undefined) throw unanswered;
    const why = found.flatMap((each) => ('missing' in each ? [each.missing] : []));
    return refuse('no_destination', 'There is no usable destination; errors says what is missing.', why);
  }
  const [sms, email] = CHANNELS.map((each) => destinations.find(({ channel }) => channel === each));
  const digest = (destination: Destination | undefined) =>
    destination === undefined ? '' : destinationDigest(subjectKey, ...destination.reaches);
  return accept({
    locale: body.locale ?? contact?.locale ?? '',
    first_channel: first.channel,
    fallback_channel: fallback?.channel ?? 'none',
    phone_number: sms?.address ?? '',
    topic_arn: email?.address ?? '',
    email_masked: email?.masked ?? '',
    destination_masked: first.masked,
    destination_digests: { sms: digest(sms), email: digest(email) },
  });
}

/** A number in the request is the caller's wish for this once, so it goes before the contact's preference. */
function channelOrder(body: IssueTokenBody, contact: ContactRecord | undefined): readonly Channel[] {
  if (body.channel !== 'auto') return [body.channel];
  if (body.phone_number !== undefined) return ['sms', 'email'];
  const preferred = contact?.preferred_channel ?? (contact?.phone_number === undefined ? 'email' : 'sms');
  return preferred === 'sms' ? ['sms', 'email'] : ['email', 'sms'];
}

function findNumber(asked: string | undefined, contact: ContactRecord | undefined): Found {
  const number = asked ?? contact?.phone_number;
  if (number === undefined) {
    return { missing: { field: 'phone_number', rule: 'is neither in the request nor in a contact' } };
  }
  return {
    channel: 'sms',
    address: number,
    masked: maskPhoneNumber(number),
    reaches: ['phone_number', number],
  };
}

async function findTopic(contact: ContactRecord | undefined, finder: RouteFinder): Promise<Found> {
  if (contact?.email === undefined || contact.topic_arn === undefined) {
    const rule = contact === undefined ? 'is missing: the person has no contact' : 'is not in the contact';
    return { missing: { field: 'email', rule } };
  }
  const confirmed =
    contact.email_confirmed === true ||
    (await refreshConfirmation(contact, finder.contacts, finder.subscriptions));
  if (!confirmed) return { missing: { field: 'email', rule: 'must be confirmed by its owner first' } };
  return {
    channel: 'email',
    address: contact.topic_arn,
    masked: maskEmail(contact.email),
    reaches: ['email', contact.email],
  };
}

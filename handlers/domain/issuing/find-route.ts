/** Where a token can go: the channels in their order, with their addresses. */
import { DETAILS, type FieldError, NO_NUMBER } from '../../contract/problems.ts';
import type { IssueTokenBody } from '../../contract/routes/issue-token.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import type { AdmittedRequest } from '../../contract/workflow.ts';
import { refreshConfirmation } from '../contacts/confirm-email.ts';
import type { ContactRecord, ContactStore } from '../contacts/contact-store.ts';
import type { SubscriptionReader } from '../contacts/topic-registry.ts';
import { accept, type Decision, refuse, refuseFields } from '../decision.ts';
import { digestDestination } from '../destinations/digest-destination.ts';
import { maskEmail, maskPhoneNumber } from '../destinations/mask-destination.ts';
import { DeliveryUnavailable } from '../errors.ts';
import type { AskedToken } from '../issue-rule.ts';
import type { KeySource } from '../token/token-keys.ts';

export interface RouteFinder {
  readonly contacts: ContactStore;
  readonly subscriptions: SubscriptionReader;
  /** Of the secret that is never rotated: another key would forget where living tokens went. */
  readonly subjectKeys: KeySource;
}

type Route = Pick<
  AdmittedRequest,
  | 'locale'
  | 'first_channel'
  | 'fallback_channel'
  | 'phone_number'
  | 'phone_number_given'
  | 'topic_arn'
  | 'email_masked'
  | 'destination_masked'
  | 'digests'
>;

interface Destination {
  readonly channel: Channel;
  /** An E.164 number or an email address. */
  readonly address: string;
  readonly masked: string;
}

type Found = Destination | { readonly missing: FieldError };

export interface FoundRoute {
  readonly route: Route;
  /** The person's; absent when there is none, or when it was not needed. */
  readonly contact: ContactRecord | undefined;
}

/**
 * Finds at least one channel or says what is missing.
 * @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable
 */
export async function findRoute(asked: AskedToken, finder: RouteFinder): Promise<Decision<FoundRoute>> {
  const { body, phoneNumber } = asked;
  if (phoneNumber !== undefined && !allowsSms(body)) {
    return refuseFields([{ field: 'phone_number', rule: 'must not be there when it is not to be texted' }]);
  }
  // At once: whatever is found, it is named by its digest.
  const [contact, keys] = await Promise.all([
    needsContact(asked) ? finder.contacts.get(body.user_id) : undefined,
    finder.subjectKeys.current(),
  ]);
  const found: Found[] = [];
  let unanswered: DeliveryUnavailable | undefined;
  for (const channel of channelOrder(body, contact)) {
    try {
      found.push(channel === 'sms' ? findNumber(phoneNumber, contact) : await findEmail(contact, finder));
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
    return refuse('no_destination', DETAILS.no_destination, why);
  }
  const by = (channel: Channel) => destinations.find((each) => each.channel === channel);
  const digestOf = (channel: Channel) => {
    const destination = by(channel);
    return destination === undefined ? '' : digestDestination(channel, destination.address, keys);
  };
  const route: Route = {
    locale: body.locale ?? contact?.locale ?? '',
    first_channel: first.channel,
    fallback_channel: fallback?.channel ?? 'none',
    phone_number: by('sms')?.address ?? '',
    phone_number_given: phoneNumber !== undefined,
    topic_arn: by('email') === undefined ? '' : (contact?.topic_arn ?? ''),
    email_masked: by('email')?.masked ?? '',
    destination_masked: first.masked,
    digests: { sms: digestOf('sms'), email: digestOf('email') },
  };
  return accept({ route, contact });
}

/** Whether the request alone does not say where the message goes. */
export const needsContact = (asked: AskedToken): boolean =>
  asked.phoneNumber === undefined || channelOrder(asked.body, undefined).includes('email');

const allowsSms = ({ channel, channels }: IssueTokenBody): boolean =>
  channels === undefined ? channel !== 'email' : channels.includes('sms');

/**
 * A number in the request is texted or refused: who asks for it wants to know about this number, and a code that went
 * to the contact's email instead says nothing of it. Only a list in the request lets another channel follow.
 */
function channelOrder(
  { channel, channels, phone_number }: IssueTokenBody,
  contact: ContactRecord | undefined,
): readonly Channel[] {
  if (channels !== undefined) return channels;
  if (channel === 'sms' || channel === 'email') return [channel];
  if (phone_number !== undefined) return ['sms'];
  const preferred = contact?.preferred_channel ?? (contact?.phone_number === undefined ? 'email' : 'sms');
  return preferred === 'sms' ? ['sms', 'email'] : ['email', 'sms'];
}

function findNumber(asked: string | undefined, contact: ContactRecord | undefined): Found {
  const number = asked ?? contact?.phone_number;
  if (number === undefined) {
    return { missing: NO_NUMBER };
  }
  return { channel: 'sms', address: number, masked: maskPhoneNumber(number) };
}

async function findEmail(contact: ContactRecord | undefined, finder: RouteFinder): Promise<Found> {
  if (contact?.email === undefined || contact.topic_arn === undefined) {
    const rule = contact === undefined ? 'is missing: the person has no contact' : 'is not in the contact';
    return { missing: { field: 'email', rule } };
  }
  const confirmed =
    contact.email_confirmed === true ||
    (await refreshConfirmation(contact, finder.contacts, finder.subscriptions));
  if (!confirmed) return { missing: { field: 'email', rule: 'must be confirmed by its owner first' } };
  return { channel: 'email', address: contact.email, masked: maskEmail(contact.email) };
}

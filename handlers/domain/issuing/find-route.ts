/** Where a token can go: the channels in their order, with their addresses. */
import { DETAILS, type FieldError, NO_NUMBER } from '../../contract/problems.ts';
import type { IssueTokenBody } from '../../contract/routes/issue-token.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import type { Leg, Route } from '../../contract/workflow.ts';
import { refreshConfirmation } from '../contacts/confirm-email.ts';
import type { ContactRecord, ContactStore } from '../contacts/contact-store.ts';
import type { SubscriptionReader } from '../contacts/topic-registry.ts';
import { accept, type Decision, refuse, refuseFields } from '../decision.ts';
import { digestDestination } from '../destinations/digest-destination.ts';
import { maskEmail, maskPhoneNumber } from '../destinations/mask-destination.ts';
import { DeliveryUnavailable } from '../errors.ts';
import type { AskedToken } from '../issue-rule.ts';
import { routeOf } from '../route.ts';
import type { KeySource, TokenKeys } from '../token/token-keys.ts';

export interface RouteFinder {
  readonly contacts: ContactStore;
  readonly subscriptions: SubscriptionReader;
  /** Of the secret that is never rotated: another key would forget where living tokens went. */
  readonly subjectKeys: KeySource;
}

type Found = Leg | { readonly missing: FieldError };

export interface FoundRoute {
  readonly route: Route;
  /** BCP 47 tag; empty when neither request nor contact names one. */
  readonly locale: string;
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
      found.push(
        channel === 'sms' ? findNumber(phoneNumber, contact, keys) : await findEmail(contact, finder, keys),
      );
    } catch (error) {
      // Whether the email is confirmed is unknown. A person who also has a number is sent a text instead.
      if (!(error instanceof DeliveryUnavailable)) throw error;
      unanswered = error;
    }
  }
  const route = routeOf(found.filter((each): each is Leg => 'channel' in each));
  if (route === undefined) {
    if (unanswered !== undefined) throw unanswered;
    const why = found.flatMap((each) => ('missing' in each ? [each.missing] : []));
    return refuse('no_destination', DETAILS.no_destination, why);
  }
  return accept({ route, locale: body.locale ?? contact?.locale ?? '', contact });
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

function findNumber(asked: string | undefined, contact: ContactRecord | undefined, keys: TokenKeys): Found {
  const number = asked ?? contact?.phone_number;
  if (number === undefined) {
    return { missing: NO_NUMBER };
  }
  return {
    channel: 'sms',
    address: number,
    masked: maskPhoneNumber(number),
    digest: digestDestination('sms', number, keys),
    of_contact: asked === undefined,
    text: { number_prefix: '', price: 0 },
  };
}

async function findEmail(
  contact: ContactRecord | undefined,
  finder: RouteFinder,
  keys: TokenKeys,
): Promise<Found> {
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
    digest: digestDestination('email', contact.email, keys),
    of_contact: true,
  };
}

/**
 * Decides whether a token may be issued and where it would go, before anything is stored or sent.
 */
import type { CountryCode } from 'libphonenumber-js/min';
import type { FieldError } from '../contract/problems.ts';
import { type IssueTokenBody, idempotencyKey, issueTokenBody } from '../contract/requests.ts';
import type { Channel } from '../contract/vocabulary.ts';
import type { AdmittedRequest, IssueTokenInput } from '../contract/workflow.ts';
import { refreshConfirmation } from './confirm-email.ts';
import { accept, type Decision, refuse, refuseFields } from './decision.ts';
import { maskEmail, maskPhoneNumber } from './mask-destination.ts';
import { parseBody, parseFields } from './parse-request.ts';
import { parsePhoneNumber } from './phone-number.ts';
import type { ContactRecord, ContactStore, SubscriptionReader } from './ports.ts';
import { chooseShape, type TokenShape } from './token-format.ts';

export interface Admission {
  readonly contacts: ContactStore;
  readonly subscriptions: SubscriptionReader;
  readonly defaultShape: TokenShape;
  /** ISO 3166-1, or empty. */
  readonly defaultCountry: CountryCode | '';
}

interface Destination {
  readonly channel: Channel;
  /** An E.164 number or a topic's ARN. */
  readonly address: string;
  readonly masked: string;
}

type Found = Destination | { readonly missing: FieldError };

/** Admits a request or refuses it. @throws StoreUnavailable, DeliveryUnavailable */
export async function admitRequest(
  input: IssueTokenInput,
  admission: Admission,
): Promise<Decision<AdmittedRequest>> {
  const key = parseFields(idempotencyKey, input.idempotency_key, 'Idempotency-Key');
  if (!key.ok) return key;
  const parsed = parseBody(issueTokenBody, input.body);
  if (!parsed.ok) return parsed;
  const body = parsed.value;
  const shape = chooseShape(body, admission.defaultShape);
  const phone = parsePhoneNumber(body.phone_number, admission.defaultCountry);
  if (!shape.ok || !phone.ok) return refuseFields([...fieldsOf(shape), ...fieldsOf(phone)]);

  const enough = body.channel === 'sms' && phone.value !== undefined;
  const contact = enough ? undefined : await admission.contacts.get(body.user_id);
  const found: Found[] = [];
  for (const channel of channelOrder(body, contact)) {
    found.push(channel === 'sms' ? findNumber(phone.value, contact) : await findTopic(contact, admission));
  }
  const destinations = found.filter((each): each is Destination => 'channel' in each);
  const [first, fallback] = destinations;
  if (first === undefined) {
    const why = found.flatMap((each) => ('missing' in each ? [each.missing] : []));
    return refuse('no_destination', 'There is no usable destination; errors says what is missing.', why);
  }
  const email = destinations.find(({ channel }) => channel === 'email');
  return accept({
    user_id: body.user_id,
    purpose: body.purpose,
    ...shape.value,
    locale: body.locale ?? contact?.locale ?? '',
    first_channel: first.channel,
    fallback_channel: fallback?.channel ?? 'none',
    phone_number: destinations.find(({ channel }) => channel === 'sms')?.address ?? '',
    topic_arn: email?.address ?? '',
    email_masked: email?.masked ?? '',
    destination_masked: first.masked,
  });
}

const fieldsOf = (decision: Decision<unknown>) => (decision.ok ? [] : (decision.refusal.errors ?? []));

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
  return { channel: 'sms', address: number, masked: maskPhoneNumber(number) };
}

async function findTopic(contact: ContactRecord | undefined, admission: Admission): Promise<Found> {
  if (contact?.email === undefined || contact.topic_arn === undefined) {
    const rule = contact === undefined ? 'is missing: the person has no contact' : 'is not in the contact';
    return { missing: { field: 'email', rule } };
  }
  const confirmed =
    contact.email_confirmed === true ||
    (await refreshConfirmation(contact, admission.contacts, admission.subscriptions));
  if (!confirmed) return { missing: { field: 'email', rule: 'must be confirmed by its owner first' } };
  return { channel: 'email', address: contact.topic_arn, masked: maskEmail(contact.email) };
}

/**
 * Codes by email: to the address of a contact, which its owner has confirmed, or to one that a function of the
 * service brings (Brought in contract/workflow.ts).
 */
import type { EmailSenderKind } from '../contract/settings/emails.ts';
import type { DeliverTokenInput, Delivery, Leg } from '../contract/workflow.ts';
import type { ChannelAddresses, ChannelRules } from '../domain/channel.ts';
import type { Confirmation } from '../domain/contacts/confirm-email.ts';
import { readConfirmation, refreshConfirmation, UNSUBSCRIBED } from '../domain/contacts/confirm-email.ts';
import type { ContactRecord, ContactStore } from '../domain/contacts/contact-store.ts';
import { EMAIL_DESTINATIONS, isTopic } from '../domain/contacts/email-destination.ts';
import type { EmailTransport } from '../domain/contacts/email-transport.ts';
import type { DeliverTokenPorts } from '../domain/delivering/deliver-token.ts';
import { delivered, openMessage } from '../domain/delivering/deliver-token.ts';
import type { Handed } from '../domain/delivering/hand-over.ts';
import type { SentInTime } from '../domain/delivering/send-in-time.ts';
import { FREE_MESSAGE, sendInTime } from '../domain/delivering/send-in-time.ts';
import type { SettleFreePorts } from '../domain/delivering/settle-send.ts';
import { accountForFree } from '../domain/delivering/settle-send.ts';
import { legBy } from '../domain/delivery-route.ts';
import { digestDestination } from '../domain/destinations/digest-destination.ts';
import { mailboxOf } from '../domain/destinations/email-address.ts';
import { maskEmail } from '../domain/destinations/mask-destination.ts';
import { optOutRule, optOutSubjects } from '../domain/destinations/opt-outs.ts';
import { DeliveryUnavailable } from '../domain/errors.ts';
import { emailMessage } from '../domain/messages/email-message.ts';
import type { TokenKeys } from '../domain/token/token-keys.ts';

export const emailAddresses = (sender: EmailSenderKind): ChannelAddresses => ({
  addressIn: EMAIL_DESTINATIONS[sender],
  // Enrolled anew, the same address is not confirmed yet, or is so by another consent.
  stillHas: (contact, { address, handle = contact.email_handle }) =>
    EMAIL_DESTINATIONS[sender](contact) === address &&
    contact.email_handle === handle &&
    contact.email_confirmed === true,
  // A topic belongs to one person, whoever else is enrolled with the same mailbox.
  countedBy: (address) => (isTopic(address) ? address : `email:${mailboxOf(address)}`),
  // Only where SES sends can a request bring an address (Brought in contract/workflow.ts).
  strangersCanName: sender === 'ses',
});

export interface EmailPorts {
  readonly sender: EmailSenderKind;
  readonly contacts: Pick<ContactStore, 'setConfirmed'>;
  readonly emails: Pick<EmailTransport, 'isConfirmed'>;
}

const UNCONFIRMED = { field: 'email', rule: 'must be confirmed by its owner first' };
const ONLY_BY_SES = 'can be given only where SES sends emails: SNS needs its owner to confirm it';

export const emailChannel = ({ sender, contacts, emails }: EmailPorts): ChannelRules => ({
  ...emailAddresses(sender),

  inRequest: {
    address: ({ brought }) => brought.email,
    unasked: { field: 'email', rule: 'must not be given when no channel is to mail to it' },
  },

  async find({ brought }, contact, keys) {
    if (brought.email !== undefined) {
      return sender === 'ses'
        ? legTo(brought.email, brought.email, keys, false)
        : { missing: { field: 'email', rule: ONLY_BY_SES } };
    }
    if (contact?.email === undefined) {
      const rule = contact === undefined ? 'is missing: the person has no contact' : 'is not in the contact';
      return { missing: { field: 'email', rule } };
    }
    const { email_handle } = contact;
    const address = EMAIL_DESTINATIONS[sender](contact);
    if (address === undefined || email_handle === undefined) {
      return { missing: UNCONFIRMED };
    }
    const now = await confirmationOf({ ...contact, email_handle }, { sender, contacts, emails });
    if (now.email_confirmed !== true) {
      return { missing: now.email_unsubscribed === true ? UNSUBSCRIBED : UNCONFIRMED };
    }
    const handle = address === email_handle ? {} : { handle: email_handle };
    return { ...legTo(address, contact.email, keys, true), ...handle };
  },

  async judge({ address, of_contact }, contact, judge) {
    const email = of_contact ? contact?.email : address;
    return email === undefined ? undefined : optOutRule({ email }, judge);
  },

  async whyUnreached(contact) {
    if (contact.email_confirmed !== true) {
      return undefined;
    }
    try {
      return (await refreshConfirmation(contact, contacts, emails)) ? undefined : UNSUBSCRIBED;
    } catch (error) {
      if (error instanceof DeliveryUnavailable) {
        return undefined;
      }
      throw error;
    }
  },
});

const legTo = (address: string, email: string, keys: TokenKeys, of_contact: boolean): Leg => ({
  channel: 'email',
  address,
  masked: maskEmail(email),
  digest: digestDestination('email', email, keys),
  of_contact,
  opt_outs: optOutSubjects({ email }, keys),
});

/**
 * A confirmation is trusted. But SES mails to whoever left their topic as well, so SNS is asked once before it does:
 * 30 such questions a second are too few for one before each code. Each code that SNS sends meanwhile is another chance
 * to leave, so the question is open again then.
 */
async function confirmationOf(
  contact: ContactRecord & { readonly email_handle: string },
  { sender, contacts, emails }: EmailPorts,
): Promise<Confirmation> {
  const { user_id, email_handle, email_confirmed, topic_asked } = contact;
  const isLeftTopic = sender === 'ses' && isTopic(email_handle);
  const noteAsked = async (isTopicAsked: boolean, noted: Confirmation): Promise<Confirmation> =>
    (await contacts.setConfirmed(user_id, email_handle, true, { isTopicAsked }))
      ? noted
      : { email_confirmed: false };
  if (email_confirmed === true && (!isLeftTopic || topic_asked === true)) {
    return sender === 'sns' && topic_asked === true ? noteAsked(false, contact) : contact;
  }
  const now = await readConfirmation(contact, contacts, emails);
  return isLeftTopic && now.email_confirmed === true ? noteAsked(true, now) : now;
}

/** Sends a code by email. */
export interface EmailSendPorts extends Omit<DeliverTokenPorts, 'messageNotes' | 'onUnnoted'> {
  readonly emails: Pick<EmailTransport, 'send'>;
}

export interface EmailDeliveryPorts extends EmailSendPorts, DeliverTokenPorts {
  readonly accounts: SettleFreePorts;
}

/**
 * Sends to the person's confirmed address.
 * @throws SecretUnavailable, StoreUnavailable, DeliveryUnavailable, DeliveryRefused: nothing was sent, for
 * certain
 */
export async function deliverByEmail(input: DeliverTokenInput, ports: EmailDeliveryPorts): Promise<Delivery> {
  const startedAtMs = ports.now();
  const send = () => mail(input, startedAtMs, ports);
  const sent = await accountForFree('email', input.request, ports.accounts, send);
  return delivered(input, 'email', sent, startedAtMs, ports);
}

/** Sends the code by email once the token is open. `leftSeconds` is how long it is still valid, if the email says so. */
export async function mail(
  handed: Handed,
  startedAtMs: number,
  ports: EmailSendPorts,
  leftSeconds?: number,
): Promise<SentInTime> {
  const facts = await openMessage(handed, 'email', ports);
  const message = emailMessage(
    facts.lifetimeSeconds === undefined
      ? facts
      : { ...facts, lifetimeSeconds: leftSeconds ?? facts.lifetimeSeconds },
    ports.messages,
  );
  const { address } = legBy('email', handed.request);
  return sendInTime(() => ports.emails.send(address, message), FREE_MESSAGE, startedAtMs, ports);
}

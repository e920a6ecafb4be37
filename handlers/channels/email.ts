/** Codes by email, to an address that its owner has confirmed. Only a contact has one. */
import type { EmailSenderKind } from '../contract/settings/emails.ts';
import type { DeliverTokenInput, Delivery } from '../contract/workflow.ts';
import type { ChannelAddresses, ChannelRules } from '../domain/channel.ts';
import { refreshConfirmation } from '../domain/contacts/confirm-email.ts';
import type { ContactStore } from '../domain/contacts/contact-store.ts';
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
import { optOutRule } from '../domain/destinations/opt-outs.ts';
import { DeliveryUnavailable } from '../domain/errors.ts';
import { emailMessage } from '../domain/messages/email-message.ts';

export const emailAddresses = (sender: EmailSenderKind): ChannelAddresses => ({
  addressIn: EMAIL_DESTINATIONS[sender],
  // A topic belongs to one person, whoever else is enrolled with the same mailbox.
  countedBy: (address) => (isTopic(address) ? address : `email:${mailboxOf(address)}`),
  // Only those are sent anything who have confirmed that the mailbox is theirs.
  strangersCanName: false,
});

export interface EmailPorts {
  readonly sender: EmailSenderKind;
  readonly contacts: Pick<ContactStore, 'setConfirmed'>;
  readonly emails: Pick<EmailTransport, 'isConfirmed'>;
}

const UNCONFIRMED = 'must be confirmed by its owner first';
const UNSUBSCRIBED = 'is unsubscribed: it must be enrolled and confirmed again';

export const emailChannel = ({ sender, contacts, emails }: EmailPorts): ChannelRules => ({
  ...emailAddresses(sender),

  async find(_, contact, keys) {
    if (contact?.email === undefined) {
      const rule = contact === undefined ? 'is missing: the person has no contact' : 'is not in the contact';
      return { missing: { field: 'email', rule } };
    }
    const address = EMAIL_DESTINATIONS[sender](contact);
    const isConfirmed =
      address !== undefined &&
      (contact.email_confirmed === true || (await refreshConfirmation(contact, contacts, emails)));
    if (!isConfirmed) {
      const rule = contact.email_unsubscribed === true ? UNSUBSCRIBED : UNCONFIRMED;
      return { missing: { field: 'email', rule } };
    }
    return {
      channel: 'email',
      address,
      masked: maskEmail(contact.email),
      digest: digestDestination('email', contact.email, keys),
      of_contact: true,
    };
  },

  async judge(_, contact, judge) {
    if (contact?.email === undefined) {
      return undefined;
    }
    return optOutRule({ email: contact.email }, judge);
  },

  async whyUnreached(contact) {
    if (contact.email_confirmed !== true) {
      return undefined;
    }
    try {
      const isReached = await refreshConfirmation(contact, contacts, emails);
      return isReached ? undefined : { field: 'email', rule: UNSUBSCRIBED };
    } catch (error) {
      if (error instanceof DeliveryUnavailable) {
        return undefined;
      }
      throw error;
    }
  },
});

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

/** Sends the code by email once the token is open. `lifetimeSeconds` is how long the email says it is valid. */
export async function mail(
  handed: Handed,
  startedAtMs: number,
  ports: EmailSendPorts,
  lifetimeSeconds?: number,
): Promise<SentInTime> {
  const facts = await openMessage(handed, 'email', ports);
  const message = emailMessage(
    lifetimeSeconds === undefined ? facts : { ...facts, lifetimeSeconds },
    ports.messages,
  );
  const { address } = legBy('email', handed.request);
  return sendInTime(() => ports.emails.send(address, message), FREE_MESSAGE, startedAtMs, ports);
}

/**
 * Codes by email: to the address of a contact, which its owner has confirmed, or to one that a function of the
 * service brings (Brought in contract/workflow.ts).
 */
import type { EmailSenderKind } from '../contract/settings/emails.ts';
import type { DeliverTokenInput, Delivery, Leg } from '../contract/workflow.ts';
import type { ChannelAddresses, ChannelRules } from '../domain/channel.ts';
import { refreshConfirmation } from '../domain/contacts/confirm-email.ts';
import type { ContactStore } from '../domain/contacts/contact-store.ts';
import { EMAIL_DESTINATIONS, isTopic } from '../domain/contacts/email-destination.ts';
import type { EmailTransport } from '../domain/contacts/email-transport.ts';
import type { DeliverTokenPorts } from '../domain/delivering/deliver-token.ts';
import { delivered, openMessage } from '../domain/delivering/deliver-token.ts';
import { FREE_MESSAGE, sendInTime } from '../domain/delivering/send-in-time.ts';
import type { SentMessage } from '../domain/delivering/sent-message.ts';
import type { SettleFreePorts } from '../domain/delivering/settle-send.ts';
import { accountForFree } from '../domain/delivering/settle-send.ts';
import { legBy } from '../domain/delivery-route.ts';
import { digestDestination } from '../domain/destinations/digest-destination.ts';
import { mailboxOf } from '../domain/destinations/email-address.ts';
import { maskEmail } from '../domain/destinations/mask-destination.ts';
import { optOutRule } from '../domain/destinations/opt-outs.ts';
import { DeliveryUnavailable } from '../domain/errors.ts';
import type { EmailMessage } from '../domain/messages/email-message.ts';
import { emailMessage } from '../domain/messages/email-message.ts';
import type { TokenKeys } from '../domain/token/token-keys.ts';

export const emailAddresses = (sender: EmailSenderKind): ChannelAddresses => ({
  addressIn: EMAIL_DESTINATIONS[sender],
  // A topic belongs to one person, whoever else is enrolled with the same mailbox.
  countedBy: (address) => (isTopic(address) ? address : `email:${mailboxOf(address)}`),
  // A contact's mailbox is confirmed; a person with a mailbox that was brought is that mailbox.
  strangersCanName: false,
});

export interface EmailPorts {
  readonly sender: EmailSenderKind;
  readonly contacts: Pick<ContactStore, 'setConfirmed'>;
  readonly emails: Pick<EmailTransport, 'isConfirmed'>;
}

const UNCONFIRMED = 'must be confirmed by its owner first';
const ONLY_BY_SES = 'can be given only where SES sends emails: SNS needs its owner to confirm it';
const UNSUBSCRIBED = 'is unsubscribed: it must be enrolled and confirmed again';

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
    const address = EMAIL_DESTINATIONS[sender](contact);
    const isConfirmed =
      address !== undefined &&
      (contact.email_confirmed === true || (await refreshConfirmation(contact, contacts, emails)));
    if (!isConfirmed) {
      const rule = contact.email_unsubscribed === true ? UNSUBSCRIBED : UNCONFIRMED;
      return { missing: { field: 'email', rule } };
    }
    return legTo(address, contact.email, keys, true);
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

const legTo = (address: string, email: string, keys: TokenKeys, of_contact: boolean): Leg => ({
  channel: 'email',
  address,
  masked: maskEmail(email),
  digest: digestDestination('email', email, keys),
  of_contact,
});

export interface EmailDeliveryPorts extends DeliverTokenPorts {
  readonly emails: {
    readonly send: (destination: string, message: EmailMessage) => Promise<SentMessage>;
  };
  readonly accounts: SettleFreePorts;
}

/**
 * Sends to the person's confirmed address.
 * @throws SecretUnavailable, StoreUnavailable, DeliveryUnavailable, DeliveryRefused: nothing was sent, for
 * certain
 */
export async function deliverByEmail(input: DeliverTokenInput, ports: EmailDeliveryPorts): Promise<Delivery> {
  const startedAtMs = ports.now();
  const { request } = input;
  const send = async () => {
    const message = emailMessage(await openMessage(input, 'email', ports));
    const { address } = legBy('email', request);
    const once = async () => void (await ports.emails.send(address, message));
    return sendInTime(once, FREE_MESSAGE, startedAtMs, ports);
  };
  return delivered(input, 'email', await accountForFree('email', request, ports.accounts, send), ports);
}

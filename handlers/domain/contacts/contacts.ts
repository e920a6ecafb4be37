/** Reads and deletes contacts. put-contact.ts is separate: it needs the numbering plan in its bundle. */
import type { ContactAnswer } from '../../contract/routes/contacts.ts';
import type { EmailStatus } from '../../contract/vocabulary.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse } from '../decision.ts';
import type { OptOutPorts } from '../destinations/opt-outs.ts';
import type { RevokeTokensPorts } from '../token/revoke-tokens.ts';
import { changeAndRevoke } from '../token/revoke-tokens.ts';
import { readConfirmation } from './confirm-email.ts';
import type { ContactRecord, ContactStore } from './contact-store.ts';
import { emailStatusOf } from './email-status.ts';
import type { EmailTransport } from './email-transport.ts';

export const contactChanged = refuse(
  'contact_changed',
  'Another request changed this contact; read it and try again.',
);

/** The contact, with the current state of its email. @throws StoreUnavailable, DeliveryUnavailable */
export async function getContact(
  userId: string,
  contacts: ContactStore,
  emails: Pick<EmailTransport, 'isConfirmed'>,
  optOuts: OptOutPorts,
): Promise<Decision<ContactAnswer>> {
  const contact = await contacts.get(userId);
  if (contact === undefined) {
    return refuse('not_found', 'This person has no contact.');
  }
  const { email_unsubscribed: _, ...rest } = contact;
  const now = { ...rest, ...(await readConfirmation(contact, contacts, emails)) };
  return accept(answerOf(now, await emailStatusOf(now, optOuts)));
}

/**
 * Deletes the contact and its email's handle, and revokes the person's tokens. The handle is deleted first,
 * so that no handle is left without a contact that names it. A person without a contact is no error, because
 * nothing is left to delete. Their tokens are revoked even so, because an earlier attempt may have stopped
 * before that.
 * @throws StoreUnavailable, DeliveryUnavailable, DeliveryRefused
 */
export async function deleteContact(
  userId: string,
  contacts: ContactStore,
  emails: Pick<EmailTransport, 'forget'>,
  ports: RevokeTokensPorts,
): Promise<Decision<void>> {
  return changeAndRevoke(userId, ports, async () => {
    const contact = await contacts.get(userId);
    if (contact === undefined) {
      return accept(undefined);
    }
    if (contact.email_handle !== undefined) {
      await emails.forget(contact.email_handle);
    }
    return (await contacts.delete(userId, contact)) ? accept(undefined) : contactChanged;
  });
}

/** The contact in the form that clients may see. */
export function answerOf(
  { user_id, phone_number, email, email_confirmed, preferred_channel, locale }: ContactRecord,
  email_status: EmailStatus | undefined,
): ContactAnswer {
  return {
    user_id,
    ...(phone_number === undefined ? {} : { phone_number }),
    ...(email === undefined || email_status === undefined
      ? {}
      : { email, email_confirmed: email_confirmed === true, email_status }),
    ...(preferred_channel === undefined ? {} : { preferred_channel }),
    ...(locale === undefined ? {} : { locale }),
  };
}

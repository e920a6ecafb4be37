/** Whether the owner of a contact's email address has confirmed it. */
import type { ContactRecord, ContactStore } from './contact-store.ts';
import type { EmailTransport } from './email-transport.ts';

/**
 * Asks the transport, and notes the answer in the contact if it has changed. A confirmation is then trusted
 * until the address changes: SNS allows 30 such calls per second and account
 * (https://docs.aws.amazon.com/general/latest/gr/sns.html), and otherwise every token would make one.
 * Returns false for a contact without an email, and for a contact that was changed in the meantime.
 * @throws StoreUnavailable, DeliveryUnavailable
 */
export async function refreshConfirmation(
  contact: ContactRecord,
  contacts: Pick<ContactStore, 'setConfirmed'>,
  emails: Pick<EmailTransport, 'isConfirmed'>,
): Promise<boolean> {
  const { user_id, email_handle } = contact;
  if (email_handle === undefined) {
    return false;
  }
  const confirmed = await emails.isConfirmed(email_handle);
  if (confirmed === contact.email_confirmed) {
    return confirmed;
  }
  return (await contacts.setConfirmed(user_id, email_handle, confirmed)) && confirmed;
}

/** Whether a contact's email counts: its owner confirmed the subscription of the person's own topic. */
import type { ContactRecord, ContactStore } from './contact-store.ts';
import type { SubscriptionReader } from './topic-registry.ts';

/**
 * Asks the message service, and notes the answer in the contact when it has changed. A confirmation is then
 * trusted until the address changes: the service allows 30 such calls a second for the whole account
 * (https://docs.aws.amazon.com/general/latest/gr/sns.html), and every token would make one.
 * False for a contact without an email, and for one that was changed in the meantime.
 * @throws StoreUnavailable, DeliveryUnavailable
 */
export async function refreshConfirmation(
  contact: ContactRecord,
  contacts: Pick<ContactStore, 'setConfirmed'>,
  subscriptions: SubscriptionReader,
): Promise<boolean> {
  if (contact.topic_arn === undefined) return false;
  const confirmed = await subscriptions.isConfirmed(contact.topic_arn);
  if (confirmed === contact.email_confirmed) return confirmed;
  return (await contacts.setConfirmed(contact.user_id, contact.topic_arn, confirmed)) && confirmed;
}

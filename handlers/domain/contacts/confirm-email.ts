/** Whether the owner of a contact's email address has confirmed it. */
import type { FieldError } from '../../contract/problem-document.ts';
import type { ContactRecord, ContactStore } from './contact-store.ts';
import type { EmailTransport } from './email-transport.ts';

export type Confirmation = Pick<ContactRecord, 'email_confirmed' | 'email_unsubscribed'>;

/** Of an email that codes do not reach any more. */
export const UNSUBSCRIBED: FieldError = {
  field: 'email',
  rule: 'is unsubscribed: it must be enrolled and confirmed again',
};

/**
 * What a contact is after its transport was asked. An address that has a code to be typed is confirmed by that alone:
 * following a link, which programs do, only subscribes it. One that was enrolled before there were codes is confirmed
 * by its subscription, as it was then.
 */
export function confirmationAfter(
  { email_confirmed, email_unsubscribed, confirm_by }: ContactRecord,
  isSubscribed: boolean | undefined,
): Confirmation {
  if (email_confirmed === true) {
    return isSubscribed === false
      ? { email_confirmed: false, email_unsubscribed: true }
      : { email_confirmed: true };
  }
  const isConfirmed = confirm_by === undefined && isSubscribed === true;
  return isConfirmed || email_unsubscribed === undefined
    ? { email_confirmed: isConfirmed }
    : { email_confirmed: false, email_unsubscribed };
}

/**
 * Asks the transport, and notes the answer in the contact if it has changed. A confirmation is then trusted
 * until the address changes: SNS allows 30 such calls per second and account
 * (https://docs.aws.amazon.com/general/latest/gr/sns.html), and otherwise every token would make one.
 * Returns false for a contact without an email, and for a contact that was changed in the meantime.
 * @throws StoreUnavailable, DeliveryUnavailable
 */
export async function readConfirmation(
  contact: ContactRecord,
  contacts: Pick<ContactStore, 'setConfirmed'>,
  emails: Pick<EmailTransport, 'isConfirmed'>,
): Promise<Confirmation> {
  const { user_id, email_handle, email_confirmed = false, confirm_by } = contact;
  if (email_handle === undefined) {
    return { email_confirmed: false };
  }
  if (!email_confirmed && confirm_by !== undefined) {
    return confirmationAfter(contact, undefined);
  }
  const now = confirmationAfter(contact, await emails.isConfirmed(email_handle));
  if (now.email_confirmed === contact.email_confirmed) {
    return now;
  }
  const isNoted = await contacts.setConfirmed(user_id, email_handle, now.email_confirmed === true);
  return isNoted ? now : { email_confirmed: false };
}

/** Whether codes may go to the contact's email. @throws as readConfirmation */
export const refreshConfirmation = async (...asked: Parameters<typeof readConfirmation>): Promise<boolean> =>
  (await readConfirmation(...asked)).email_confirmed === true;

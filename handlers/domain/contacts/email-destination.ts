/**
 * Where mail to a contact goes, by what sends it. SNS publishes to the topic that an address was enrolled with; SES
 * mails to the address itself, whichever of the two it was enrolled with.
 */
import type { EmailSenderKind } from '../../contract/settings/emails.ts';
import type { ContactRecord } from './contact-store.ts';

export type Mailbox = Pick<ContactRecord, 'email' | 'email_handle'>;

/** Handles of topics are their ARNs. */
export const isTopic = (handle: string): boolean => handle.startsWith('arn:');

export const EMAIL_DESTINATIONS: Readonly<Record<EmailSenderKind, (contact: Mailbox) => string | undefined>> =
  {
    sns: ({ email_handle }) =>
      email_handle !== undefined && isTopic(email_handle) ? email_handle : undefined,
    ses: ({ email, email_handle }) => (email_handle === undefined ? undefined : email),
  };

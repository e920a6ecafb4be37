/** The contacts table, as the rules see it. */
import type { Channel } from '../../contract/vocabulary.ts';
import type { ConfirmationCode } from './confirmation-code.ts';

/** Where a person can be reached. */
export interface ContactRecord {
  readonly user_id: string;
  /** E.164. */
  readonly phone_number?: string;
  readonly email?: string;
  /** By which its transport knows the address (email-transport.ts); present with an email. */
  readonly email_handle?: string;
  /** Present with an email. */
  readonly email_confirmed?: boolean;
  /** When its owner was last asked to confirm it, ISO 8601; present with an email since this is noted. */
  readonly confirmation_sent_at?: string;
  /**
   * How its owner confirms it. Absent where it was enrolled before there were codes: then the subscription confirms
   * it, as it did.
   */
  readonly confirm_by?: 'code';
  /** Of the code that was sent last, until it is typed; and when that expires, epoch seconds. */
  readonly code_digest?: string;
  readonly code_expires_at?: number;
  /** Present when it was confirmed, and its subscription has ended since. */
  readonly email_unsubscribed?: boolean;
  readonly preferred_channel?: Channel;
  readonly locale?: string;
}

/** Nobody confirmed the address, or was sent another code, since it was so. */
export type ExpectedConfirmation = Pick<ContactRecord, 'email_confirmed' | 'code_digest'>;

/** One item of the contacts table. */
export interface StoredContact extends ContactRecord {
  /** Number and address, as sealed-contacts.ts seals them. */
  readonly sealed_addresses?: string;
}

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface ContactStore<Contact extends ContactRecord = ContactRecord> {
  /** A consistent read. */
  get(userId: string): Promise<Contact | undefined>;
  /**
   * Replaces the contact if its handle is still `expectedHandle` (undefined: none), and its confirmation still as
   * `expected` where that is given; says whether it did.
   */
  put(
    contact: Contact,
    expectedHandle: string | undefined,
    expected?: ExpectedConfirmation,
  ): Promise<boolean>;
  /** Deletes the contact on the same condition; says whether it did or there was nothing left to delete. */
  delete(userId: string, expectedHandle: string | undefined): Promise<boolean>;
  /**
   * Notes whether the email is confirmed, and else that its subscription has ended, if the contact still has this
   * handle; returns whether it did.
   */
  setConfirmed(userId: string, handle: string, confirmed: boolean): Promise<boolean>;
  /**
   * Notes that the email's owner is asked to confirm it once more, if the contact still has this handle and nobody
   * was asked after `notAfter`; of two at once, one does. With a code, that is the one to type from now on.
   */
  noteConfirmationSent(
    userId: string,
    handle: string,
    sentAt: string,
    notAfter: string,
    code?: ConfirmationCode['stored'],
  ): Promise<boolean>;
  /**
   * Notes that the owner has confirmed the email, if the contact still has this handle, and the code with this digest
   * where one is given; that code is used up. Returns whether it did.
   */
  confirmEmail(userId: string, handle: string, codeDigest: string | undefined): Promise<boolean>;
}

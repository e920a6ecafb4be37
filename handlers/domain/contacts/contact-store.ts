/** The contacts table, as seen by the rules. */
import type { Channel } from '../../contract/vocabulary.ts';
import type { ConfirmationCode } from './confirmation-code.ts';

/** Where a person can be reached. */
export interface ContactRecord {
  readonly user_id: string;
  /** E.164. */
  readonly phone_number?: string;
  readonly email?: string;
  /** The transport's handle for the address (email-transport.ts); present with an email. */
  readonly email_handle?: string;
  /** Present with an email. */
  readonly email_confirmed?: boolean;
  /** When its owner was last asked to confirm it, ISO 8601; older contacts have no such note. */
  readonly confirmation_sent_at?: string;
  /**
   * How its owner confirms it. Absent where it was enrolled before there were codes: then the subscription confirms
   * it, as it did.
   */
  readonly confirm_by?: 'code';
  /** Of the code that was sent last, until it is typed; and when that expires, epoch seconds. */
  readonly code_digest?: string;
  readonly code_expires_at?: number;
  /** How many codes were typed since then that may have been wrong: so many make it invalid. */
  readonly code_tries?: number;
  /** Present when it was confirmed, and its subscription has ended since. */
  readonly email_unsubscribed?: boolean;
  /** Whether SNS was asked, since SES sends (again), if a person has left the topic from before. */
  readonly topic_asked?: boolean;
  readonly preferred_channel?: Channel;
  readonly locale?: string;
  /** Set by the store: it changes with every replacement. Absent if stored before addresses were sealed. */
  readonly version?: string;
}

/** Nobody confirmed the address, tried to, or was sent another code, since it was so. */
export type ExpectedConfirmation = Pick<ContactRecord, 'email_confirmed' | 'code_digest' | 'code_tries'>;

/** One item of the contacts table. */
export interface SealedContact extends ContactRecord {
  /** The phone number and email address, sealed by sealed-contacts.ts. */
  readonly sealed_addresses: string;
}

/** One that may have been stored before addresses were sealed. */
export type StoredContact = ContactRecord & Partial<SealedContact>;

/** @throws StoreUnavailable from every method, when a retry may help. */
export interface ContactStore<Read extends ContactRecord = ContactRecord, Written = Read> {
  /** A consistent read. */
  get(userId: string): Promise<Read | undefined>;
  /**
   * Replaces the contact if nobody replaced or deleted it since `before` was read (undefined: there was none) and, where
   * `expected` is given, its confirmation is still as that says.
   * Returns whether it did, also when the answer to the first attempt was lost and this is the second.
   */
  put(contact: Written, before: ContactRecord | undefined, expected?: ExpectedConfirmation): Promise<boolean>;
  /** Deletes the contact if nobody replaced or deleted it since it was read; returns whether it is gone. */
  delete(userId: string, before: ContactRecord): Promise<boolean>;
  /**
   * Notes whether the email is confirmed, or else that its subscription has ended, if the contact still has this handle;
   * returns whether it did. With `isTopicAsked`, notes that as well.
   */
  setConfirmed(
    userId: string,
    handle: string,
    confirmed: boolean,
    more?: { readonly isTopicAsked: boolean },
  ): Promise<boolean>;
  /**
   * Notes that the email's owner is asked again to confirm it, if the contact still has this handle and was
   * last asked no later than `notAfter`. Returns whether it did; of two concurrent calls, only one does.
   * If a code is given, it is the one to type from now on, and nobody has tried to yet.
   */
  noteConfirmationSent(
    userId: string,
    handle: string,
    sentAt: string,
    notAfter: string,
    code?: ConfirmationCode['stored'],
  ): Promise<boolean>;
  /**
   * Counts a try at the code with this digest, if it is still the contact's and fewer than `most` were counted. Returns
   * whether it did; of a repeat after a lost answer, both count.
   */
  countTypedCode(userId: string, handle: string, codeDigest: string, most: number): Promise<boolean>;
  /**
   * Notes that the owner has confirmed the email, if the contact still has this handle and, where a digest is given, the
   * code with that digest, which is then used up. Returns whether it did.
   */
  confirmEmail(userId: string, handle: string, codeDigest: string | undefined): Promise<boolean>;
}

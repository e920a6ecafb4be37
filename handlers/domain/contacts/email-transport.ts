/**
 * What carries mail to enrolled addresses. It names each by a handle, such as an SNS topic's ARN: contacts keep it as
 * their version, and nobody else reads anything into it.
 */
import type { EmailMessage } from '../messages/email-message.ts';
import type { Mailbox } from './email-destination.ts';

interface Enrolment {
  readonly address: string;
  /** Of an address that waits for its owner: asks once more, and keeps it. Absent for a new one. */
  readonly handle?: string;
  /** Told of a handle that was made for nothing and could not be forgotten: harmless, but litter. */
  readonly onLeft: (cause: unknown) => void;
}

/** @throws DeliveryUnavailable when a retry may help or the outcome is not known, DeliveryRefused when not. */
export interface EmailTransport {
  /** Whether it first asks the owner by a link of its own, and reaches nobody who has not followed it. */
  readonly asksByLink: boolean;
  /** Where mail to a contact is sent; undefined when its address has to be enrolled here first. */
  destinationIn(contact: Mailbox): string | undefined;
  /** Takes an address in, and asks by link where it does that; gives the handle. */
  enrol(enrolment: Enrolment): Promise<string>;
  /** Whether the link was followed and its effect still holds; undefined where there is none. False for a handle that is gone. */
  isConfirmed(handle: string): Promise<boolean | undefined>;
  /** Mails to a destination; gives the id by which the service names the message. */
  send(destination: string, message: EmailMessage): Promise<{ readonly messageId: string }>;
  /** Nothing is sent to the address any more; a handle that is gone is no error. */
  forget(handle: string): Promise<void>;
  /**
   * Does what following the link would do, for good: no link in a later message undoes it. False for a wrong token.
   * Absent where there are no links.
   */
  confirmByLink?(handle: string, token: string): Promise<boolean>;
}

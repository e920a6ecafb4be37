/**
 * Sends mail to enrolled addresses. It names each address by a handle, such as the ARN of an SNS topic.
 * Contacts and routes keep the handle, which is opaque to everything but the transport.
 */
import type { EmailMessage } from '../messages/email-message.ts';
import type { Mailbox } from './email-destination.ts';

/** @throws DeliveryUnavailable when a retry may help or the outcome is unknown, DeliveryRefused when not. */
export interface EmailTransport {
  /** Whether it first asks the owner by its own link, and reaches nobody who has not followed it. */
  readonly asksByLink: boolean;
  /** Where mail to a contact is sent; undefined if its address has to be enrolled here first. */
  destinationIn(contact: Mailbox): string | undefined;
  /** Makes a handle for an address that is to be enrolled. Nobody is asked anything yet. */
  makeHandle(): Promise<string>;
  /** Asks the owner of an address by link; where it waits already, once more. Only where `asksByLink`. */
  enrol(handle: string, address: string): Promise<void>;
  /**
   * Whether the link was followed and its effect still holds; undefined where there is none. False for a handle
   * that no longer exists.
   */
  isConfirmed(handle: string): Promise<boolean | undefined>;
  /** Sends mail to a destination; returns the id by which the service names the message. */
  send(destination: string, message: EmailMessage): Promise<{ readonly messageId: string }>;
  /** Deletes the handle and stops all mail to the address. A handle that no longer exists is no error. */
  forget(handle: string): Promise<void>;
  /**
   * Does what following the link would do, for good: no link in a later message undoes it. False for a wrong token.
   * Absent where there are no links.
   */
  confirmByLink?(handle: string, token: string): Promise<boolean>;
}

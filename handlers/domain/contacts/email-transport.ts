/**
 * Sends mail to enrolled addresses. It names each address by a handle, such as the ARN of an SNS topic.
 * Contacts and routes keep the handle, which is opaque to everything but the transport.
 */

interface Enrolment {
  readonly address: string;
  /** The handle of an address that waits for confirmation: it is kept, and the owner is asked again. */
  readonly handle?: string;
  /** Called with the cause when a handle that is not needed could not be deleted: harmless, but left over. */
  readonly onLeft: (cause: unknown) => void;
}

/** @throws DeliveryUnavailable when a retry may help or the outcome is unknown, DeliveryRefused when not. */
export interface EmailTransport {
  /** Asks the owner of an address to confirm it; returns the handle. */
  enrol(enrolment: Enrolment): Promise<string>;
  /** Whether the owner has confirmed the address. False for a handle that no longer exists. */
  isConfirmed(handle: string): Promise<boolean>;
  /** Sends mail to a confirmed address; mail to any other reaches nobody. Returns the service's id of the mail. */
  send(handle: string, subject: string, text: string): Promise<{ readonly messageId: string }>;
  /** Deletes the handle and stops all mail to the address. A handle that no longer exists is no error. */
  forget(handle: string): Promise<void>;
}

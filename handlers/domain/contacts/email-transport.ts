/**
 * What carries mail to enrolled addresses. It names each by a handle, such as an SNS topic's ARN: contacts and routes
 * keep it, and nobody else reads anything into it.
 */

interface Enrolment {
  readonly address: string;
  /** Of an address that waits for its owner: asks once more, and keeps it. Absent for a new one. */
  readonly handle?: string;
  /** Told of a handle that was made for nothing and could not be forgotten: harmless, but litter. */
  readonly onLeft: (cause: unknown) => void;
}

/** @throws DeliveryUnavailable when a retry may help or the outcome is not known, DeliveryRefused when not. */
export interface EmailTransport {
  /** Asks the owner of an address to confirm it; gives the handle. */
  enrol(enrolment: Enrolment): Promise<string>;
  /** Whether the owner has confirmed it. False for a handle that is gone. */
  isConfirmed(handle: string): Promise<boolean>;
  /** Mails to a confirmed address; what is sent to any other reaches nobody. Gives what the service calls the mail. */
  send(handle: string, subject: string, text: string): Promise<{ readonly messageId: string }>;
  /** Nothing is sent to the address any more; a handle that is gone is no error. */
  forget(handle: string): Promise<void>;
}

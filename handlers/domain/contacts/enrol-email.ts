/**
 * The email part of a contact: whether its owner has to be asked to confirm it, and how often.
 *
 * A confirmed address stays confirmed even if a later request differs in case: codes continue to go to the
 * confirmed spelling. If an address still waits for confirmation, a request that changes nothing else asks
 * for another mail. It is sent only after some minutes have passed.
 */
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { isSameAddress, isSameSpelling } from '../destinations/email-address.ts';
import { askAgain } from './ask-again.ts';
import { confirmationAfter } from './confirm-email.ts';
import type { ContactRecord } from './contact-store.ts';
import { isTopic } from './email-destination.ts';
import type { EmailPart } from './email-part.ts';
import { emailPartOf } from './email-part.ts';
import type { Change, Enrolment } from './enrol-new.ts';
import { enrolNew } from './enrol-new.ts';
import type { PutContactPorts } from './put-contact-ports.ts';
import type { Enrolled } from './send-confirmation.ts';

/** @throws as putContact */
export async function enrolEmail(
  email: string | undefined,
  change: Change,
  ports: PutContactPorts,
): Promise<Decision<Enrolment>> {
  const { before, contact } = change;
  if (email === undefined) {
    return notYetStored({});
  }
  if (!isEnrolled(before, ports) || !isSameAddress(before.email, email)) {
    return enrolNew(email, change, ports);
  }
  const isSubscribed = await ports.emails.isConfirmed(before.email_handle);
  const known: Enrolled = { ...before, ...confirmationAfter(before, isSubscribed) };
  if (known.email_confirmed === true) {
    return notYetStored(emailPartOf(known));
  }
  if (!isSameSpelling(before.email, email)) {
    return enrolNew(email, change, ports);
  }
  if (!isSameBesidesEmail(contact, before)) {
    return notYetStored(emailPartOf(known));
  }
  if (hasLeft(known, isSubscribed) || (!ports.emails.asksByLink && isTopic(before.email_handle))) {
    return enrolNew(email, change, ports);
  }
  const asked = await askAgain(known, before, isSubscribed !== false, ports);
  return asked.ok ? notYetStored(asked.value) : asked;
}

const notYetStored = (part: EmailPart): Decision<Enrolment> => accept({ part, isStored: false });

/** With a handle that this transport can send to: one of another has to be enrolled anew. */
const isEnrolled = (
  contact: ContactRecord | undefined,
  { emails }: Pick<PutContactPorts, 'emails'>,
): contact is Enrolled =>
  contact?.email !== undefined &&
  contact.email_handle !== undefined &&
  emails.destinationIn(contact) !== undefined;

/**
 * Whether the owner left the topic, or it is gone. Only subscribers are sent codes by it. Whoever is enrolled again gets
 * another one: the old one would say so for ever by SES, and has a code that is not the newest message any more.
 */
const hasLeft = (
  { email_unsubscribed, code_digest }: ContactRecord,
  isSubscribed: boolean | undefined,
): boolean => isSubscribed === false && (email_unsubscribed === true || code_digest !== undefined);

const isSameBesidesEmail = (one: ContactRecord, other: ContactRecord): boolean =>
  one.phone_number === other.phone_number &&
  one.preferred_channel === other.preferred_channel &&
  one.locale === other.locale;

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
import { refuseFull } from '../limits/full-window.ts';
import { askToConfirm } from './ask-to-confirm.ts';
import type { ContactRecord } from './contact-store.ts';
import type { PutContactPorts } from './put-contact-ports.ts';

/** Seconds before a pending confirmation is sent again: mail can be late, and filters dislike repeats. */
const SENT_AGAIN_AFTER = 300;

type EmailPart = Pick<ContactRecord, 'email' | 'email_handle' | 'email_confirmed' | 'confirmation_sent_at'>;
type Enrolled = ContactRecord & { readonly email: string; readonly email_handle: string };

/** `contact` is the new contact without its email part. @throws as putContact */
export async function enrolEmail(
  email: string | undefined,
  contact: ContactRecord,
  before: ContactRecord | undefined,
  ports: PutContactPorts,
): Promise<Decision<EmailPart>> {
  if (email === undefined) {
    return accept({});
  }
  if (!hasEmail(before) || !isSameAddress(before.email, email)) {
    return enrolNew(email, contact, ports);
  }
  const { email_handle, confirmation_sent_at } = before;
  const email_confirmed = await ports.emails.isConfirmed(email_handle);
  if (!email_confirmed && !isSameSpelling(before.email, email)) {
    return enrolNew(email, contact, ports);
  }
  const isAskedFor = !email_confirmed && isSameBesidesEmail(contact, before);
  if (isAskedFor) {
    return askAgain(before, ports);
  }
  return accept({
    email: before.email,
    email_handle,
    email_confirmed,
    ...(confirmation_sent_at === undefined ? {} : { confirmation_sent_at }),
  });
}

async function enrolNew(
  email: string,
  { user_id }: ContactRecord,
  ports: PutContactPorts,
): Promise<Decision<EmailPart>> {
  const nowMs = ports.now();
  let email_handle = '';
  const send = async () => {
    email_handle = await ports.emails.enrol({ address: email, onLeft: ports.onHandleLeft });
    return accept(undefined);
  };
  const asked = await askToConfirm({ userId: user_id, email, nowSeconds: toSeconds(nowMs) }, send, ports);
  if (!asked.ok) {
    return asked;
  }
  return accept({ email, email_handle, email_confirmed: false, confirmation_sent_at: isoTime(nowMs) });
}

async function askAgain(before: Enrolled, ports: PutContactPorts): Promise<Decision<EmailPart>> {
  const { user_id, email, email_handle, confirmation_sent_at } = before;
  const nowMs = ports.now();
  const sentMs = confirmation_sent_at === undefined ? 0 : Date.parse(confirmation_sent_at);
  const waitSeconds = Math.ceil((sentMs - nowMs) / 1000) + SENT_AGAIN_AFTER;
  if (waitSeconds > 0) {
    return tooSoon(waitSeconds);
  }
  const send = async () => {
    // Noted before it is sent, so that only one of two concurrent requests sends.
    const notAfter = isoTime(nowMs - SENT_AGAIN_AFTER * 1000);
    const first = await ports.contacts.noteConfirmationSent(user_id, email_handle, isoTime(nowMs), notAfter);
    if (!first) {
      return tooSoon(SENT_AGAIN_AFTER);
    }
    try {
      await ports.emails.enrol({ address: email, handle: email_handle, onLeft: ports.onHandleLeft });
    } catch (error) {
      await Promise.allSettled([ports.contacts.put(before, before)]);
      throw error;
    }
    return accept(undefined);
  };
  const asked = await askToConfirm({ userId: user_id, email, nowSeconds: toSeconds(nowMs) }, send, ports);
  if (!asked.ok) {
    return asked;
  }
  return accept({ email, email_handle, email_confirmed: false, confirmation_sent_at: isoTime(nowMs) });
}

/** Deletes a handle that no contact names any more. */
export async function discardHandle(
  handle: string | undefined,
  { emails, onHandleLeft }: Pick<PutContactPorts, 'emails' | 'onHandleLeft'>,
): Promise<void> {
  if (handle === undefined) {
    return;
  }
  try {
    await emails.forget(handle);
  } catch (error) {
    // The contact is correct either way, and the caller could do nothing about the handle.
    onHandleLeft(error);
  }
}

const tooSoon = (retryAfterSeconds: number): Decision<never> =>
  refuseFull({
    name: 'confirmations.pending',
    limit: 1,
    windowSeconds: SENT_AGAIN_AFTER,
    retryAfterSeconds,
  });

const hasEmail = (contact: ContactRecord | undefined): contact is Enrolled =>
  contact?.email !== undefined && contact.email_handle !== undefined;

const isSameBesidesEmail = (one: ContactRecord, other: ContactRecord): boolean =>
  one.phone_number === other.phone_number &&
  one.preferred_channel === other.preferred_channel &&
  one.locale === other.locale;

const toSeconds = (ms: number): number => Math.floor(ms / 1000);
const isoTime = (ms: number): string => new Date(ms).toISOString();

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
import { DeliveryUnavailable } from '../errors.ts';
import { refuseFull } from '../limits/full-window.ts';
import { confirmationMessage } from '../messages/email-message.ts';
import { askToConfirm } from './ask-to-confirm.ts';
import { confirmationAfter } from './confirm-email.ts';
import type { ConfirmationCode } from './confirmation-code.ts';
import { CODE_LIFETIME_SECONDS, makeConfirmationCode } from './confirmation-code.ts';
import type { ContactRecord } from './contact-store.ts';
import type { PutContactPorts } from './put-contact-ports.ts';

/** Seconds before a pending confirmation is sent again: mail can be late, and filters dislike repeats. */
const SENT_AGAIN_AFTER = 300;

type EmailPart = Omit<ContactRecord, 'user_id' | 'phone_number' | 'preferred_channel' | 'locale' | 'version'>;
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
  if (!isEnrolled(before, ports) || !isSameAddress(before.email, email)) {
    return enrolNew(email, contact, ports);
  }
  const isSubscribed = await ports.emails.isConfirmed(before.email_handle);
  const known: Enrolled = { ...before, ...confirmationAfter(before, isSubscribed) };
  const isConfirmed = known.email_confirmed === true;
  if (!isConfirmed && !isSameSpelling(before.email, email)) {
    return enrolNew(email, contact, ports);
  }
  const isAskedFor = !isConfirmed && isSameBesidesEmail(contact, before);
  return isAskedFor ? askAgain(known, isSubscribed !== false, ports) : accept(emailPartOf(known));
}

async function enrolNew(
  email: string,
  { user_id, locale }: ContactRecord,
  ports: PutContactPorts,
): Promise<Decision<EmailPart>> {
  const nowMs = ports.now();
  let part: EmailPart = {};
  const send = async () => {
    const email_handle = await ports.emails.enrol({ address: email, onLeft: ports.onHandleLeft });
    const enrolled = { user_id, email, email_handle, ...(locale === undefined ? {} : { locale }) };
    part = { email, email_handle, email_confirmed: false, confirm_by: 'code' };
    if (!ports.emails.asksByLink) {
      const made = await makeCode(enrolled, nowMs, ports);
      await sendCode(enrolled, made, ports);
      part = { ...part, ...made.stored };
    }
    return accept(undefined);
  };
  const asked = await askToConfirm({ userId: user_id, email, nowSeconds: toSeconds(nowMs) }, send, ports);
  return asked.ok ? accept({ ...part, confirmation_sent_at: isoTime(nowMs) }) : asked;
}

/** Sends a code where one can arrive, else the link once more. */
async function askAgain(
  before: Enrolled,
  canSendCode: boolean,
  ports: PutContactPorts,
): Promise<Decision<EmailPart>> {
  const { user_id, email, email_handle, confirmation_sent_at = '' } = before;
  const nowMs = ports.now();
  // Whoever has just followed the link waits for the code.
  const isNext = canSendCode && ports.emails.asksByLink && before.code_digest === undefined;
  const sentMs = confirmation_sent_at === '' ? 0 : Date.parse(confirmation_sent_at);
  const waitSeconds = Math.ceil((sentMs - nowMs) / 1000) + SENT_AGAIN_AFTER;
  if (waitSeconds > 0 && !isNext) {
    return tooSoon(waitSeconds);
  }
  const notAfter = isNext ? confirmation_sent_at : isoTime(nowMs - SENT_AGAIN_AFTER * 1000);
  const made = canSendCode ? await makeCode(before, nowMs, ports) : undefined;
  const send = async () => {
    // Noted before it is sent, so that only one of two concurrent requests sends.
    const sentAt = isoTime(nowMs);
    const first = await ports.contacts.noteConfirmationSent(
      user_id,
      email_handle,
      sentAt,
      notAfter,
      made?.stored,
    );
    if (!first) {
      return tooSoon(SENT_AGAIN_AFTER);
    }
    try {
      await (made === undefined
        ? ports.emails.enrol({ address: email, handle: email_handle, onLeft: ports.onHandleLeft })
        : sendCode(before, made, ports));
    } catch (error) {
      // A code that may have arrived has to stay valid.
      const mayBeOut = error instanceof DeliveryUnavailable && error.isOutcomeUnknown;
      if (!mayBeOut) {
        await Promise.allSettled([ports.contacts.put(before, before)]);
      }
      throw error;
    }
    return accept(undefined);
  };
  const asked = await askToConfirm({ userId: user_id, email, nowSeconds: toSeconds(nowMs) }, send, ports);
  return asked.ok
    ? accept({
        ...emailPartOf(before),
        ...made?.stored,
        confirm_by: 'code',
        confirmation_sent_at: isoTime(nowMs),
      })
    : asked;
}

const makeCode = async (
  whose: Pick<Enrolled, 'user_id' | 'email_handle'>,
  nowMs: number,
  { subjectKeys, random }: PutContactPorts,
): Promise<ConfirmationCode> => makeConfirmationCode(whose, nowMs, await subjectKeys.current(), random);

async function sendCode(
  contact: Enrolled,
  { code }: ConfirmationCode,
  { emails, brand }: PutContactPorts,
): Promise<void> {
  const message = confirmationMessage({
    code,
    brand,
    lifetimeSeconds: CODE_LIFETIME_SECONDS,
    locale: contact.locale ?? '',
  });
  await emails.send(emails.destinationIn(contact) ?? contact.email, message);
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

/** With a handle that this transport can send to: one of another has to be enrolled anew. */
const isEnrolled = (
  contact: ContactRecord | undefined,
  { emails }: Pick<PutContactPorts, 'emails'>,
): contact is Enrolled =>
  contact?.email !== undefined &&
  contact.email_handle !== undefined &&
  emails.destinationIn(contact) !== undefined;

const emailPartOf = ({
  user_id: _,
  phone_number: __,
  preferred_channel: ___,
  locale: ____,
  version: _____,
  ...email
}: ContactRecord): EmailPart => email;

const isSameBesidesEmail = (one: ContactRecord, other: ContactRecord): boolean =>
  one.phone_number === other.phone_number &&
  one.preferred_channel === other.preferred_channel &&
  one.locale === other.locale;

const toSeconds = (ms: number): number => Math.floor(ms / 1000);
const isoTime = (ms: number): string => new Date(ms).toISOString();

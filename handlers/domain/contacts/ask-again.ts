/** Asks the owner of an address that waits once more to confirm it: by a code where one can arrive, else by the link. */
import type { Decision } from '../decision.ts';
import { accept } from '../decision.ts';
import { refuseFull } from '../limits/full-window.ts';
import { askToConfirm } from './ask-to-confirm.ts';
import type { ConfirmationCode } from './confirmation-code.ts';
import type { ContactRecord } from './contact-store.ts';
import type { EmailPart } from './email-part.ts';
import { emailPartOf, isoTime } from './email-part.ts';
import type { PutContactPorts } from './put-contact-ports.ts';
import type { Enrolled } from './send-confirmation.ts';
import { makeCode, mayHaveArrived, sendCode } from './send-confirmation.ts';

/** Seconds before a pending confirmation is sent again: mail can be late, and filters dislike repeats. */
const SENT_AGAIN_AFTER = 300;

/** `known` is the contact as it is, `stored` as it was read. @throws as putContact */
export async function askAgain(
  known: Enrolled,
  stored: ContactRecord,
  canSendCode: boolean,
  ports: PutContactPorts,
): Promise<Decision<EmailPart>> {
  const { user_id, email, email_handle, confirmation_sent_at = '' } = known;
  const nowMs = ports.now();
  // Whoever has just followed the link waits for the code.
  const isNext = canSendCode && ports.emails.asksByLink && known.code_digest === undefined;
  const sentMs = confirmation_sent_at === '' ? 0 : Date.parse(confirmation_sent_at);
  const waitSeconds = Math.ceil((sentMs - nowMs) / 1000) + SENT_AGAIN_AFTER;
  if (waitSeconds > 0 && !isNext) {
    return tooSoon(waitSeconds);
  }
  const notAfter = isNext ? confirmation_sent_at : isoTime(nowMs - SENT_AGAIN_AFTER * 1000);
  const made = canSendCode ? await makeCode(known, nowMs, ports) : undefined;
  const sentAt = isoTime(nowMs);
  const send = async () => {
    // Noted before it is sent, so that only one of two concurrent requests sends.
    if (!(await ports.contacts.noteConfirmationSent(user_id, email_handle, sentAt, notAfter, made?.stored))) {
      return tooSoon(SENT_AGAIN_AFTER);
    }
    try {
      await (made === undefined ? ports.emails.enrol(email_handle, email) : sendCode(known, made, ports));
    } catch (error) {
      if (!mayHaveArrived(error)) {
        await Promise.allSettled([takeBackNote(stored, made, ports)]);
      }
      throw error;
    }
    return accept(undefined);
  };
  const asked = await askToConfirm(
    { userId: user_id, email, nowSeconds: Math.floor(nowMs / 1000) },
    send,
    ports,
  );
  return asked.ok ? accept(askedPart(known, made, sentAt)) : asked;
}

/** Unless the address was confirmed, or its code tried, while the message was being sent. */
const takeBackNote = (
  stored: ContactRecord,
  made: ConfirmationCode | undefined,
  { contacts }: PutContactPorts,
): Promise<boolean> => {
  const { email_confirmed = false, code_digest, code_tries } = stored;
  const code = made === undefined ? { code_digest, code_tries } : { code_digest: made.stored.code_digest };
  return contacts.put(stored, stored, { email_confirmed, ...code });
};

function askedPart(known: Enrolled, made: ConfirmationCode | undefined, sentAt: string): EmailPart {
  const { code_tries: _, ...untried } = emailPartOf(known);
  return {
    ...(made === undefined ? emailPartOf(known) : untried),
    ...made?.stored,
    confirm_by: 'code',
    confirmation_sent_at: sentAt,
  };
}

const tooSoon = (retryAfterSeconds: number): Decision<never> =>
  refuseFull({
    name: 'confirmations.pending',
    limit: 1,
    windowSeconds: SENT_AGAIN_AFTER,
    retryAfterSeconds,
  });

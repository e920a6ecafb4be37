/** Confirms a contact's email by what its owner read there and typed, or by the link that SNS sent them, pasted. */
import { DETAILS } from '../../contract/problem-document.ts';
import type { ContactAnswer } from '../../contract/routes/contacts.ts';
import type { Clock } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse } from '../decision.ts';
import type { OptOutPorts } from '../destinations/opt-outs.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import { startUndoLog } from '../limits/undo-log.ts';
import { digestsMatch } from '../token/seal-token.ts';
import { UNSUBSCRIBED } from './confirm-email.ts';
import type { Confirming } from './confirmation-code.ts';
import { CODE_TRIES, digestConfirmation } from './confirmation-code.ts';
import type { ContactRecord, ContactStore } from './contact-store.ts';
import { answerOf, contactChanged } from './contacts.ts';
import { countTyped } from './count-typed.ts';
import { emailStatusOf } from './email-status.ts';
import type { EmailTransport } from './email-transport.ts';
import { readTyped } from './typed-confirmation.ts';

export interface ConfirmContactPorts extends OptOutPorts {
  readonly contacts: Pick<ContactStore, 'get' | 'countTypedCode' | 'setConfirmed' | 'confirmEmail'>;
  readonly emails: Pick<EmailTransport, 'isConfirmed' | 'confirmByLink'>;
  readonly counters: CounterStore;
  readonly now: Clock;
  /** Of this very request, so that a repeated write counts once. */
  readonly requestId: string;
  /** Called where a pasted link had been followed before: the links in later emails still end the subscription. */
  readonly onUnprotected: () => void;
}

type Waiting = ContactRecord & Confirming & { readonly email: string };

/** @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable, DeliveryRefused */
export async function confirmContact(
  userId: string,
  typed: string,
  ports: ConfirmContactPorts,
): Promise<Decision<ContactAnswer>> {
  const { contacts, counters, emails, now, requestId } = ports;
  const read = readTyped(typed, emails.confirmByLink !== undefined);
  if (!read.ok) {
    return read;
  }
  const contact = await contacts.get(userId);
  if (!isWaiting(contact)) {
    return refuse('not_found', 'This person has no contact with an email.');
  }
  // Repeated after an answer that was lost: the code is used up, and there is nothing left to guess.
  if (contact.email_confirmed === true) {
    return answer(contact, ports);
  }
  const tries = startUndoLog(counters, requestId, Math.floor(now() / 1000));
  const counted = await countTyped(contact, tries, ports.subjectKeys);
  if (!counted.ok) {
    await tries.takeBack();
    return counted;
  }
  const { value } = read;
  const confirming =
    value.token === undefined
      ? confirmByCode(contact, value.code, ports)
      : confirmByLink(contact, value.token, ports);
  const confirmed = await confirming.catch(async (error: unknown) => {
    // It was right, or not compared: what is wrong is answered.
    await tries.takeBack();
    throw error;
  });
  if (!confirmed.ok) {
    return confirmed;
  }
  await tries.takeBack();
  return answer({ ...contact, email_confirmed: true }, ports);
}

async function confirmByCode(
  contact: Waiting,
  typed: string,
  { contacts, emails, subjectKeys, now }: ConfirmContactPorts,
): Promise<Decision<void>> {
  const { user_id, email_handle, code_digest, code_expires_at = 0, code_tries = 0 } = contact;
  if (code_digest === undefined || code_expires_at * 1000 <= now() || code_tries >= CODE_TRIES) {
    return refuse('confirmation_expired', 'The address was sent no code that is still valid. Send one.');
  }
  const keys = await subjectKeys.current();
  // The message with the code had a link that unsubscribes, and programs follow it before people read the code. Asked
  // before the code is counted: while SNS does not answer, a right one is not used up.
  if ((await emails.isConfirmed(email_handle)) === false) {
    await contacts.setConfirmed(user_id, email_handle, false);
    return refuse('no_destination', DETAILS.no_destination, [UNSUBSCRIBED]);
  }
  if (!(await contacts.countTypedCode(user_id, email_handle, code_digest, CODE_TRIES))) {
    return contactChanged;
  }
  if (!digestsMatch(digestConfirmation(typed, contact, keys), code_digest)) {
    return mismatch;
  }
  const isDone = await contacts.confirmEmail(user_id, email_handle, code_digest);
  return isDone ? accept(undefined) : contactChanged;
}

async function confirmByLink(
  { user_id, email_handle }: Waiting,
  token: string,
  { contacts, emails, onUnprotected }: ConfirmContactPorts,
): Promise<Decision<void>> {
  // Whoever followed the link, a program as well, made the subscription, and without a signature.
  const wasFollowed = await emails.isConfirmed(email_handle);
  if ((await emails.confirmByLink?.(email_handle, token)) !== true) {
    return mismatch;
  }
  const isDone = await contacts.confirmEmail(user_id, email_handle, undefined);
  if (isDone && wasFollowed === true) {
    onUnprotected();
  }
  return isDone ? accept(undefined) : contactChanged;
}

const mismatch = refuse('confirmation_mismatch', 'This is not the code that the address was last sent.');

const isWaiting = (contact: ContactRecord | undefined): contact is Waiting =>
  contact?.email !== undefined && contact.email_handle !== undefined;

const answer = async (contact: ContactRecord, ports: ConfirmContactPorts): Promise<Decision<ContactAnswer>> =>
  accept(answerOf(contact, await emailStatusOf(contact, ports)));

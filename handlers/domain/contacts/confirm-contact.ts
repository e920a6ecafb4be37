/**
 * Confirms a contact's email by what its owner read there and typed, or by the link that SNS sent them, pasted.
 *
 * A try is counted before it is compared, so that no number of simultaneous guesses gets more than the limit allows.
 */
import { typedConfirmations } from '../../contract/limits-table.ts';
import type { ContactAnswer } from '../../contract/routes/contacts.ts';
import type { Clock } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse, refuseUntil } from '../decision.ts';
import type { OptOutPorts } from '../destinations/opt-outs.ts';
import type { CounterStore } from '../limits/counter-store.ts';
import { digestsMatch } from '../token/seal-token.ts';
import { counterLimit } from '../window.ts';
import type { Confirming } from './confirmation-code.ts';
import { digestConfirmation, TYPED_CODES } from './confirmation-code.ts';
import type { ContactRecord, ContactStore } from './contact-store.ts';
import { answerOf, contactChanged } from './contacts.ts';
import { emailStatusOf } from './email-status.ts';
import type { EmailTransport } from './email-transport.ts';

export interface ConfirmContactPorts extends OptOutPorts {
  readonly contacts: Pick<ContactStore, 'get' | 'confirmEmail'>;
  readonly emails: Pick<EmailTransport, 'confirmByLink'>;
  readonly counters: Pick<CounterStore, 'count'>;
  readonly now: Clock;
  /** Of this very request, so that a repeated write counts once. */
  readonly requestId: string;
}

type Waiting = ContactRecord & Confirming;

/** @throws StoreUnavailable, SecretUnavailable, DeliveryUnavailable, DeliveryRefused */
export async function confirmContact(
  userId: string,
  typed: string,
  ports: ConfirmContactPorts,
): Promise<Decision<ContactAnswer>> {
  const contact = await ports.contacts.get(userId);
  if (!isWaiting(contact)) {
    return refuse('not_found', 'This person has no contact with an email.');
  }
  // Repeated after an answer that was lost: the code is used up, and there is nothing left to guess.
  if (contact.email_confirmed === true) {
    return answer(contact, ports);
  }
  const locked = await countTry(userId, ports);
  if (!locked.ok) {
    return locked;
  }
  const token = linkToken(typed);
  const confirmed =
    token !== undefined && ports.emails.confirmByLink
      ? await confirmByLink(contact, token, ports)
      : await confirmByCode(contact, typed, ports);
  return confirmed.ok ? answer({ ...contact, email_confirmed: true }, ports) : confirmed;
}

async function confirmByCode(
  contact: Waiting,
  typed: string,
  { contacts, subjectKeys, now }: ConfirmContactPorts,
): Promise<Decision<void>> {
  const { user_id, email_handle, code_digest, code_expires_at = 0 } = contact;
  if (code_digest === undefined || code_expires_at * 1000 <= now()) {
    return refuse('confirmation_expired', 'The address was sent no code that is still valid. Send one.');
  }
  if (!digestsMatch(digestConfirmation(typed, contact, await subjectKeys.current()), code_digest)) {
    return mismatch;
  }
  const isDone = await contacts.confirmEmail(user_id, email_handle, code_digest);
  return isDone ? accept(undefined) : contactChanged;
}

async function confirmByLink(
  { user_id, email_handle }: Waiting,
  token: string,
  { contacts, emails }: ConfirmContactPorts,
): Promise<Decision<void>> {
  if ((await emails.confirmByLink?.(email_handle, token)) !== true) {
    return mismatch;
  }
  const isDone = await contacts.confirmEmail(user_id, email_handle, undefined);
  return isDone ? accept(undefined) : contactChanged;
}

async function countTry(
  userId: string,
  { counters, now, requestId }: ConfirmContactPorts,
): Promise<Decision<void>> {
  const count = await counters.count({
    subject: typedConfirmations(userId),
    limits: TYPED_CODES.map(counterLimit),
    owner: requestId,
    nowSeconds: Math.floor(now() / 1000),
  });
  if (count.counted) {
    return accept(undefined);
  }
  const { limit, window } = count.reached;
  return refuseUntil('locked', 'Too many codes were tried for this person.', count.retryAfterSeconds, {
    name: 'confirmations.guesses',
    limit,
    window_seconds: Number(window),
  });
}

const mismatch = refuse('confirmation_mismatch', 'This is not the code that the address was last sent.');

const isWaiting = (contact: ContactRecord | undefined): contact is Waiting =>
  contact?.email !== undefined && contact.email_handle !== undefined;

const answer = async (contact: ContactRecord, ports: ConfirmContactPorts): Promise<Decision<ContactAnswer>> =>
  accept(answerOf(contact, await emailStatusOf(contact, ports)));

/**
 * The token in the link of SNS's message, which leads to
 * `https://sns.<region>.amazonaws.com/confirmation.html?TopicArn=…&Token=…&Endpoint=…`. Of which topic it is, is
 * known: nothing else in the link is believed.
 */
function linkToken(typed: string): string | undefined {
  return /[?&]Token=([0-9A-Za-z]{16,1024})(?:&|$)/.exec(typed.trim())?.[1];
}

/**
 * Sends the code of a text that its carrier refused by email: the next leg of the route that the request was
 * admitted with, so the policy that admitted the text admitted this too. The limits count both as one send, as
 * the state machine does.
 *
 * The token names the mailbox before the email is sent (hand-over.ts); from then on it proves no more than that
 * mailbox. If certainly nothing was sent, it names the phone again.
 *
 * The text's message is forgotten only when it is settled whether the email is sent. An attempt leases it first. One
 * that certainly sent nothing ends its lease, and another may begin. One that never says how it ended may have sent
 * the email, so its lease is never taken over.
 */
import type { Channel } from '../contract/vocabulary.ts';
import type { Leg } from '../contract/workflow.ts';
import type { MessageRecord, MessageStore } from '../domain/delivering/message-store.ts';
import type { NoteMessagePorts } from '../domain/delivering/note-message.ts';
import { noteMessage } from '../domain/delivering/note-message.ts';
import type { SentInTime } from '../domain/delivering/send-in-time.ts';
import { UNKNOWN_SENT } from '../domain/delivering/send-in-time.ts';
import { isUnsent } from '../domain/delivering/take-back-send.ts';
import { legBy } from '../domain/delivery-route.ts';
import { DeliveryRefused } from '../domain/errors.ts';
import type { KeepAnswerPorts } from '../domain/issuing/idempotency.ts';
import { keepAnswerOf } from '../domain/issuing/idempotency.ts';
import type { TokenRecord, TokenStore } from '../domain/token/token-store.ts';
import type { EmailSendPorts } from './email.ts';
import { mail } from './email.ts';
import type { EmailInstead, FindInsteadPorts } from './email-instead.ts';
import { findEmailInstead } from './email-instead.ts';

/** Longer than an attempt takes, and shorter than Lambda waits before it calls a function that failed again. */
const LEASE_SECONDS = 20;

export interface InsteadPorts
  extends Omit<EmailSendPorts, 'tokens'>,
    FindInsteadPorts,
    KeepAnswerPorts,
    NoteMessagePorts {
  readonly tokens: Pick<TokenStore, 'get' | 'handOverInstead' | 'recordInstead' | 'takeBackInstead'>;
  /** Messages that were refused. */
  readonly texts: Pick<MessageStore, 'endLease' | 'forget' | 'lease'>;
  readonly newId: () => string;
  /** Called for a fault that changes nothing about the email. */
  readonly onFault?: (error: unknown) => void;
}

const CHANNEL = 'email' satisfies Channel;

interface SentInstead extends SentInTime {
  readonly channel: Channel;
  /** Undefined if an earlier attempt may have sent it, and never said so. */
  readonly leg?: Leg;
}

/**
 * Undefined when nothing is to be sent, or when another run sends it.
 * @throws DeliveryRefused: it is never sent; any other error: nothing was sent, and another attempt may
 */
export async function mailInstead(
  messageId: string,
  message: MessageRecord,
  ports: InsteadPorts,
): Promise<SentInstead | undefined> {
  const nowSeconds = () => Math.floor(ports.now() / 1000);
  if (message.leased_until !== undefined) {
    return message.leased_until > nowSeconds() ? undefined : giveUp(messageId, message, ports);
  }
  const email = await findEmailInstead(message, ports);
  if (email === undefined) {
    await ports.texts.forget(messageId);
    return undefined;
  }
  // A repeated Idempotency-Key gets the first answer, which names the text.
  await keepAnswerOf(email.token, ports);
  const attempt = ports.newId();
  if (!(await ports.texts.lease(messageId, attempt, nowSeconds() + LEASE_SECONDS))) {
    return undefined;
  }
  return attemptOf(email, { messageId, attempt }, ports);
}

async function attemptOf(
  { token, handed }: EmailInstead,
  { messageId, attempt }: { readonly messageId: string; readonly attempt: string },
  ports: InsteadPorts,
): Promise<SentInstead> {
  const { texts, tokens } = ports;
  const startedAtMs = ports.now();
  const { sends } = handed.request;
  const noteHandOver: TokenStore['noteHandOver'] = (key, handOver) =>
    tokens.handOverInstead(key, { ...handOver, sends });
  const leftSeconds = token.expiry_time - Math.floor(startedAtMs / 1000);
  let sent: SentInTime;
  try {
    sent = await mail(handed, startedAtMs, { ...ports, tokens: { noteHandOver } }, leftSeconds);
  } catch (error) {
    if (isUnsent(error)) {
      // In this order: taken back later, it would be the next attempt's hand-over.
      await tellFault(ports, async () => {
        await takeBack(token, sends, ports);
        await (error instanceof DeliveryRefused
          ? texts.forget(messageId)
          : texts.endLease(messageId, attempt));
      });
    }
    throw error;
  }
  const { outcome, messageId: message_id } = sent;
  const sent_at = new Date(ports.now()).toISOString();
  const delivery = { token_id: token.token_id, sends, sent_at, outcome, message_id };
  await tellFault(ports, () => tokens.recordInstead(handed.request, delivery));
  await tellFault(ports, () => texts.forget(messageId));
  await noteMessage(handed, CHANNEL, sent.messageId, startedAtMs, ports);
  return { ...sent, channel: CHANNEL, leg: legBy(CHANNEL, handed.request) };
}

const takeBack = (token: TokenRecord, sends: number, { tokens }: InsteadPorts): Promise<void> =>
  tokens.takeBackInstead(
    token,
    { token_id: token.token_id, sends, channel: CHANNEL },
    {
      channel: token.channel,
      channels: token.channels ?? [token.channel],
      destination_masked: token.destination_masked,
      destination_digest: token.destination_digest ?? '',
      earlier_destinations: token.earlier_destinations ?? '',
    },
  );

/** Whether an attempt that ended without a word sent the email is unknown, and a second one is never sent. */
async function giveUp(
  messageId: string,
  message: MessageRecord,
  { texts, tokens, now }: InsteadPorts,
): Promise<SentInstead | undefined> {
  const { token_id, sends } = message;
  const { outcome, messageId: message_id } = UNKNOWN_SENT;
  const sent_at = new Date(now()).toISOString();
  await tokens.recordInstead(message, { token_id, sends, sent_at, outcome, message_id });
  return (await texts.forget(messageId)) ? { ...UNKNOWN_SENT, channel: CHANNEL } : undefined;
}

async function tellFault(
  { onFault }: Pick<InsteadPorts, 'onFault'>,
  call: () => Promise<unknown>,
): Promise<void> {
  try {
    await call();
  } catch (error) {
    onFault?.(error);
  }
}

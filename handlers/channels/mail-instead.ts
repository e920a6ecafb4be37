/**
 * Sends the code of a text that its carrier refused by email: the next leg of the route that the request was
 * admitted with, so the policy that admitted the text admitted this too. The limits count both as one send, as
 * the state machine does.
 *
 * The token names the mailbox before the email is sent (hand-over.ts); from then on it proves no more than that
 * mailbox.
 */
import type { MessageRecord } from '../domain/delivering/message-store.ts';
import type { NoteMessagePorts } from '../domain/delivering/note-message.ts';
import { noteMessage } from '../domain/delivering/note-message.ts';
import { openOtherLeg } from '../domain/delivering/other-leg.ts';
import type { SentInTime } from '../domain/delivering/send-in-time.ts';
import type { KeepAnswerPorts } from '../domain/issuing/idempotency.ts';
import { keepAnswerOf } from '../domain/issuing/idempotency.ts';
import { isLive, isOpen } from '../domain/token/token-state.ts';
import type { TokenRecord, TokenStore } from '../domain/token/token-store.ts';
import type { EmailSendPorts } from './email.ts';
import { mail } from './email.ts';

/** An email takes some seconds, and so does the person; with less left, a new code serves better. */
const LEAST_LEFT_SECONDS = 30;

export interface InsteadPorts extends EmailSendPorts, KeepAnswerPorts, NoteMessagePorts {
  readonly tokens: Pick<TokenStore, 'get' | 'noteHandOver' | 'recordInstead'>;
}

/**
 * Undefined when nothing is to be sent: there is no such leg, or the code is used, revoked, replaced or about to
 * expire.
 * @throws SecretUnavailable, StoreUnavailable, DeliveryUnavailable, DeliveryRefused
 */
export async function mailInstead(
  message: MessageRecord,
  ports: InsteadPorts,
): Promise<SentInTime | undefined> {
  const { other_leg, token_id, sends, channel } = message;
  if (other_leg === undefined) {
    return undefined;
  }
  const token = await ports.tokens.get(message);
  const startedAtMs = ports.now();
  if (token === undefined || !isWorthMailing(token, message, startedAtMs)) {
    return undefined;
  }
  const { secret_version, sealed_token = '' } = token;
  const other = openOtherLeg(other_leg, token_id, await ports.keys.ofVersion(secret_version));
  if (other.leg.channel !== 'email') {
    return undefined;
  }
  const { user_id, purpose, client_group, user_ref } = message;
  const left = {
    channel,
    digest: token.destination_digest ?? '',
    masked: token.destination_masked,
    // The number is unknown here, and nothing is sent to it.
    address: '',
    of_contact: other.leg.of_contact,
  };
  const handed = {
    request: {
      ...{ user_id, purpose, client_group, user_ref, sends },
      route: [left, other.leg] as const,
      locale: other.locale,
      context_shown: other.context_shown,
      ...(other.context_fields && { context_fields: other.context_fields }),
      sent_again_at: token.last_sent_at,
      earlier_destinations: token.earlier_destinations ?? '',
    },
    token: { ...token, sealed_token },
  };
  // A repeated Idempotency-Key gets the first answer, which names the text.
  await keepAnswerOf(token, ports);
  const leftSeconds = token.expiry_time - Math.floor(startedAtMs / 1000);
  const sent = await mail(handed, startedAtMs, ports, leftSeconds);
  await ports.tokens.recordInstead(message, {
    token_id,
    sends,
    sent_at: new Date(ports.now()).toISOString(),
    outcome: sent.outcome,
    message_id: sent.messageId,
  });
  await noteMessage(handed, 'email', sent.messageId, startedAtMs, ports);
  return sent;
}

const isWorthMailing = (token: TokenRecord, message: MessageRecord, nowMs: number): boolean =>
  token.token_id === message.token_id &&
  token.sends === message.sends &&
  token.channel === message.channel &&
  isOpen(token) &&
  isLive(token, nowMs + LEAST_LEFT_SECONDS * 1000);

/**
 * Mails the code of a text that its carrier refused: the next leg of the route that the request was admitted with, so
 * the policy that let the text pass has let this pass. The limits count both as one send, as in the machine.
 *
 * The token names the mailbox before the mail goes out (hand-over.ts), and proves no more than it from then on.
 */
import type { MessageRecord } from '../domain/delivering/message-store.ts';
import { openOtherLeg } from '../domain/delivering/other-leg.ts';
import type { SentInTime } from '../domain/delivering/send-in-time.ts';
import type { KeepAnswerPorts } from '../domain/issuing/idempotency.ts';
import { keepAnswerOf } from '../domain/issuing/idempotency.ts';
import { isLive, isOpen } from '../domain/token/token-state.ts';
import type { TokenRecord, TokenStore } from '../domain/token/token-store.ts';
import type { EmailSender } from './email.ts';
import { mail } from './email.ts';

/** A mail takes some seconds, and the person some more; with less left they had better ask for a new code. */
const LEAST_LEFT_SECONDS = 30;

export interface InsteadSender extends EmailSender, KeepAnswerPorts {
  readonly tokens: Pick<TokenStore, 'get' | 'noteHandOver' | 'recordInstead'>;
}

/**
 * Undefined where nothing is to be sent: there is no such leg, or the code is used, revoked, replaced or all but over.
 * @throws SecretUnavailable, StoreUnavailable, DeliveryUnavailable, DeliveryRefused
 */
export async function mailInstead(
  message: MessageRecord,
  sender: InsteadSender,
): Promise<SentInTime | undefined> {
  const { other_leg, token_id, sends, channel } = message;
  if (other_leg === undefined) {
    return undefined;
  }
  const token = await sender.tokens.get(message);
  const startedAtMs = sender.now();
  if (token === undefined || !isWorthMailing(token, message, startedAtMs)) {
    return undefined;
  }
  const { secret_version, sealed_token = '' } = token;
  const other = openOtherLeg(other_leg, token_id, await sender.keys.ofVersion(secret_version));
  if (other.leg.channel !== 'email') {
    return undefined;
  }
  const { user_id, purpose, client_group, user_ref } = message;
  const left = {
    channel,
    digest: token.destination_digest ?? '',
    masked: token.destination_masked,
    // The number is not known here, and nothing is sent to it.
    address: '',
    of_contact: other.leg.of_contact,
  };
  const handed = {
    request: {
      ...{ user_id, purpose, client_group, user_ref, sends },
      route: [left, other.leg] as const,
      locale: other.locale,
      context_shown: other.context_shown,
      sent_again_at: token.last_sent_at,
      earlier_destinations: token.earlier_destinations ?? '',
    },
    token: { ...token, sealed_token },
  };
  // A repeated Idempotency-Key gets the first answer, which is about the text.
  await keepAnswerOf(token, sender);
  const leftSeconds = token.expiry_time - Math.floor(startedAtMs / 1000);
  const sent = await mail(handed, startedAtMs, sender, leftSeconds);
  await sender.tokens.recordInstead(message, {
    token_id,
    sends,
    sent_at: new Date(sender.now()).toISOString(),
    outcome: sent.outcome,
    message_id: sent.messageId,
  });
  return sent;
}

const isWorthMailing = (token: TokenRecord, message: MessageRecord, nowMs: number): boolean =>
  token.token_id === message.token_id &&
  token.sends === message.sends &&
  token.channel === message.channel &&
  isOpen(token) &&
  isLive(token, nowMs + LEAST_LEFT_SECONDS * 1000);

/**
 * Whether the code of a refused text may be sent by email, and what to send: the next leg of the route that the
 * request was admitted with, as the text's message keeps it (other-leg.ts).
 */
import { REQUEST_LEASE_SECONDS } from '../contract/limits-table.ts';
import type { Clock } from '../domain/clock.ts';
import type { Handed } from '../domain/delivering/hand-over.ts';
import type { MessageRecord } from '../domain/delivering/message-store.ts';
import { openOtherLeg } from '../domain/delivering/other-leg.ts';
import type { OptOutList } from '../domain/destinations/opt-out-list.ts';
import { listedRule } from '../domain/destinations/opt-outs.ts';
import { DeliveryUnavailable } from '../domain/errors.ts';
import { executionId, latestExecution } from '../domain/token/token-executions.ts';
import type { KeySource } from '../domain/token/token-keys.ts';
import { isLive, isOpen } from '../domain/token/token-state.ts';
import type { TokenRecord, TokenStore } from '../domain/token/token-store.ts';

/** An email takes some seconds, and so does the person; with less left, a new code serves better. */
const LEAST_LEFT_SECONDS = 30;

export interface EmailInstead {
  readonly token: TokenRecord;
  readonly handed: Handed;
}

export interface FindInsteadPorts {
  readonly tokens: Pick<TokenStore, 'get'>;
  readonly keys: KeySource;
  readonly optOuts: Pick<OptOutList, 'has' | 'why'>;
  readonly now: Clock;
}

/**
 * Undefined when nothing is to be sent: there is no such leg, its owner wants no more emails, or the code is used,
 * revoked, replaced or about to expire.
 * @throws StoreUnavailable, SecretUnavailable; DeliveryUnavailable while the text is not recorded yet
 */
export async function findEmailInstead(
  message: MessageRecord,
  { tokens, keys, optOuts, now }: FindInsteadPorts,
): Promise<EmailInstead | undefined> {
  const { other_leg, token_id } = message;
  if (other_leg === undefined) {
    return undefined;
  }
  const token = await tokens.get(message);
  if (token === undefined || !isWorthMailing(token, message, now())) {
    return undefined;
  }
  const other = openOtherLeg(other_leg, token_id, await keys.ofVersion(token.secret_version));
  const { leg } = other;
  if (leg.channel !== 'email') {
    return undefined;
  }
  if ((await listedRule(leg.opt_outs ?? [], { optOuts })) !== undefined) {
    return undefined;
  }
  if (!isRecorded(token, now())) {
    throw new DeliveryUnavailable();
  }
  const { user_id, purpose, client_group, user_ref, sends, channel } = message;
  const left = {
    channel,
    digest: token.destination_digest ?? '',
    masked: token.destination_masked,
    // The number is unknown here, and nothing is sent to it.
    address: '',
    of_contact: leg.of_contact,
  };
  const request = {
    ...{ user_id, purpose, client_group, user_ref, sends },
    route: [left, leg] as const,
    locale: other.locale,
    context_shown: other.context_shown,
    ...(other.context_fields && { context_fields: other.context_fields }),
    ...(token.verbatim && { verbatim: token.verbatim }),
    sent_again_at: token.last_sent_at,
    earlier_destinations: token.earlier_destinations ?? '',
  };
  return { token, handed: { request, token: { ...token, sealed_token: token.sealed_token ?? '' } } };
}

const isWorthMailing = (token: TokenRecord, message: MessageRecord, nowMs: number): boolean =>
  token.token_id === message.token_id &&
  token.sends === message.sends &&
  token.channel === message.channel &&
  isOpen(token) &&
  isLive(token, nowMs + LEAST_LEFT_SECONDS * 1000);

/** Until then, the state machine may still write what it sent, over what is written about the email. */
const isRecorded = (token: TokenRecord, nowMs: number): boolean =>
  token.answered_by === executionId(latestExecution(token)) ||
  nowMs >= Date.parse(token.last_sent_at) + REQUEST_LEASE_SECONDS * 1000;

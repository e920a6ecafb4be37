/** The state of a stored token. DynamoDB deletes expired items late, so every reader checks here. */
import type { ListedStatus, RefusalReason } from '../../contract/vocabulary.ts';
import { ARRIVALS } from '../../contract/vocabulary.ts';
import type { TokenRecord } from './token-store.ts';

const OPEN_STATUSES: readonly ListedStatus[] = ['issued', 'sent', 'unknown', ...ARRIVALS];

export const isLive = (token: TokenRecord, nowMs: number): boolean => nowMs < token.expiry_time * 1000;

/** The status as shown: an unused token without attempts left is `locked`, even if it is revoked later. */
export function listedStatus(token: TokenRecord): ListedStatus {
  if (token.status !== 'used' && token.attempts >= token.max_attempts) {
    return 'locked';
  }
  return token.status === 'sent' ? (token.arrival ?? token.outcome ?? 'sent') : token.status;
}

/** Whether the correct code would be accepted, provided that the token has not expired. */
export function isOpen(token: TokenRecord): boolean {
  return OPEN_STATUSES.includes(listedStatus(token));
}

/** The reason why a verification is refused, given the token that was found. */
export function refusalOf(
  token: TokenRecord | undefined,
  nowMs: number,
  expectedTokenId: string | undefined,
): Exclude<RefusalReason, 'mismatch'> {
  if (token === undefined) {
    return 'not_found';
  }
  if (expectedTokenId !== undefined && token.token_id !== expectedTokenId) {
    return 'not_found';
  }
  const status = listedStatus(token);
  if (status === 'revoked') {
    return 'not_found';
  }
  if (!isLive(token, nowMs)) {
    return 'expired';
  }
  return status === 'used' ? 'used' : 'locked';
}

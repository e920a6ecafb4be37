/** What a stored token is worth at a moment. DynamoDB deletes late, so every reader asks here. */
import type { ListedStatus, RefusalReason } from '../contract/vocabulary.ts';
import type { TokenRecord } from './ports.ts';

export const isLive = (token: TokenRecord, nowMs: number): boolean => nowMs < token.expiry_time * 1000;

/** The status as shown: a live token whose attempts are used up is `locked`. */
export function listedStatus(token: TokenRecord): ListedStatus {
  const open = token.status === 'issued' || token.status === 'sent';
  return open && token.attempts >= token.max_attempts ? 'locked' : token.status;
}

/** Why a token that stood in the way of a verification cannot be used. */
export function refusalOf(
  token: TokenRecord | undefined,
  nowMs: number,
  expectedTokenId: string | undefined,
): Exclude<RefusalReason, 'mismatch'> {
  if (token === undefined || token.status === 'revoked') return 'not_found';
  if (expectedTokenId !== undefined && token.token_id !== expectedTokenId) return 'not_found';
  if (!isLive(token, nowMs)) return 'expired';
  return token.status === 'used' ? 'used' : 'locked';
}

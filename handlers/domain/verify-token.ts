/**
 * Tells whether a token is the right one, once.
 *
 * It counts before it compares, so that no number of simultaneous guesses gets more than the allowed
 * attempts; and what the compare allows, a conditional write decides, so that of two right answers at
 * once one wins (NIST SP 800-63B-4 3.1.3.2: a code is accepted only once).
 */
import type { VerificationAnswer } from '../contract/api.ts';
import type { VerifyTokenBody } from '../contract/requests.ts';
import type { RefusalReason } from '../contract/vocabulary.ts';
import type { Clock, KeySource, TokenStore } from './ports.ts';
import { digestsMatch, digestToken } from './seal-token.ts';
import { normaliseToken } from './token-format.ts';
import { refusalOf } from './token-state.ts';

export interface Verifier {
  readonly tokens: TokenStore;
  readonly keys: KeySource;
  readonly now: Clock;
}

/** Verifies and, when right, uses up. @throws StoreUnavailable, SecretUnavailable */
export async function verifyToken(request: VerifyTokenBody, verifier: Verifier): Promise<VerificationAnswer> {
  const nowMs = verifier.now();
  const nowSeconds = Math.floor(nowMs / 1000);
  // An attempt must not be spent on a secret that cannot be read.
  await verifier.keys.current();

  const counted = await verifier.tokens.countAttempt(request, nowSeconds, request.token_id);
  if (!counted.applied) return refusal(refusalOf(counted.existing, nowMs, request.token_id));
  const { token_id, token_digest, attempts, max_attempts, channel, secret_version } = counted.token;

  const keys = await verifier.keys.ofVersion(secret_version);
  const digest = digestToken(normaliseToken(request.token), { ...bindingOf(request), token_id }, keys);
  if (token_digest === undefined || !digestsMatch(digest, token_digest)) {
    return refusal('mismatch', max_attempts - attempts);
  }
  const verified_at = new Date(nowMs).toISOString();
  const used = await verifier.tokens.markUsed(request, token_id, nowSeconds, verified_at);
  if (!used.applied) return refusal(refusalOf(used.existing, nowMs, token_id));
  return { verified: true, token_id, ...bindingOf(request), channel, verified_at };
}

const bindingOf = ({ user_id, purpose }: VerifyTokenBody) => ({ user_id, purpose });

const refusal = (reason: RefusalReason, attempts_remaining = 0): VerificationAnswer => ({
  verified: false,
  reason,
  attempts_remaining,
});

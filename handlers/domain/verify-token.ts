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
import { contextHash } from './bind-context.ts';
import { SigningUnavailable } from './errors.ts';
import { countGuess, type GuessLock } from './guess-lock.ts';
import type { Clock, KeySource, TokenRecord, TokenStore } from './ports.ts';
import type { WriteReceipt } from './receipt.ts';
import { digestsMatch, digestToken } from './seal-token.ts';
import { normaliseToken } from './token-format.ts';
import { refusalOf } from './token-state.ts';
import { weakestChannel } from './weakest-channel.ts';

export interface Verifier extends Pick<GuessLock, 'counters' | 'guessLimits'> {
  readonly tokens: TokenStore;
  readonly keys: KeySource;
  readonly now: Clock;
  /** Told of a code that came back, by what its text was counted by; absent when the guard is off. */
  readonly countConversion?: ((numberPrefix: string, nowSeconds: number) => Promise<void>) | undefined;
  /** Present when the answer shall come with a receipt. */
  readonly writeReceipt?: WriteReceipt | undefined;
}

/** Verifies and, when right, uses up. @throws StoreUnavailable, SecretUnavailable, SigningUnavailable */
export async function verifyToken(request: VerifyTokenBody, verifier: Verifier): Promise<VerificationAnswer> {
  const nowMs = verifier.now();
  const nowSeconds = Math.floor(nowMs / 1000);
  // An attempt must not be spent on a secret that cannot be read.
  await verifier.keys.current();

  const counted = await verifier.tokens.countAttempt(request, nowSeconds, request.token_id);
  if (!counted.applied) return refusal(refusalOf(counted.existing, nowMs, request.token_id));
  const { token_id, token_digest, attempts, max_attempts, channel, secret_version } = counted.token;

  const keys = await verifier.keys.ofVersion(secret_version);
  const digest = digestToken(
    normaliseToken(request.token),
    { ...bindingOf(request), token_id },
    keys,
    contextHash(request.context),
  );
  if (token_digest === undefined || !digestsMatch(digest, token_digest)) {
    await countGuess(request, nowSeconds, verifier);
    await settle(counted.token, verifier);
    return refusal('mismatch', max_attempts - attempts);
  }
  const verified_at = new Date(nowMs).toISOString();
  const receipt = await prepareReceipt(counted.token, nowSeconds, verifier);
  const used = await verifier.tokens.markUsed(request, token_id, nowSeconds, verified_at);
  if (!used.applied) {
    await settle(counted.token, verifier);
    return refusal(refusalOf(used.existing, nowMs, token_id));
  }
  const { number_prefix } = counted.token;
  if (channel === 'sms' && number_prefix) await verifier.countConversion?.(number_prefix, nowSeconds);
  const answer = {
    verified: true,
    token_id,
    ...bindingOf(request),
    channel: weakestChannel(counted.token),
    verified_at,
  } as const;
  return receipt === undefined ? answer : { ...answer, receipt };
}

/**
 * The receipt is signed before the token is used up and answered only after: a signer that is down costs
 * the person neither the token nor an attempt, and two right answers at once get one receipt.
 */
async function prepareReceipt(
  token: TokenRecord,
  nowSeconds: number,
  { tokens, writeReceipt }: Verifier,
): Promise<string | undefined> {
  try {
    return await writeReceipt?.(token, nowSeconds);
  } catch (error) {
    if (error instanceof SigningUnavailable) await tokens.returnAttempt(token, token.token_id);
    throw error;
  }
}

/** Tells the guess limits that this attempt is counted as far as it counts; with none, nobody asks. */
async function settle(token: TokenRecord, { tokens, guessLimits }: Verifier): Promise<void> {
  if (guessLimits.length > 0) await tokens.settleAttempt(token, token.token_id);
}

const bindingOf = ({ user_id, purpose }: VerifyTokenBody) => ({ user_id, purpose });

const refusal = (reason: RefusalReason, attempts_remaining = 0): VerificationAnswer => ({
  verified: false,
  reason,
  attempts_remaining,
});

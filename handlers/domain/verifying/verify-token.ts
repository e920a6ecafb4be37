/**
 * Verifies a token, which succeeds only once.
 *
 * It counts the attempt before it compares, so that concurrent guesses get no more than the allowed attempts.
 * After a match, a conditional write decides, so that only one of two concurrent correct guesses wins (NIST
 * SP 800-63B-4 section 3.1.3.2: a code is accepted only once).
 */
import { VERIFICATION_KEPT_SECONDS } from '../../contract/limits-table.ts';
import type { VerificationAnswer, VerifyTokenBody } from '../../contract/routes/verify-token.ts';
import type { RefusalReason } from '../../contract/vocabulary.ts';
import { CHANNEL_FACTS } from '../../contract/vocabulary.ts';
import { allOf } from '../all-of.ts';
import type { Clock } from '../clock.ts';
import { SigningUnavailable } from '../errors.ts';
import type { FailedVerificationLimitPorts } from '../limits/failed-verification-limit.ts';
import {
  countFailedVerification,
  isOverrun,
  mayHaveTokensBeside,
  tokensBeside,
} from '../limits/failed-verification-limit.ts';
import { isCounted, NOTHING_NEW } from '../pumping/traffic-reference.ts';
import { contextHash } from '../token/bind-context.ts';
import { digestsMatch, digestToken } from '../token/seal-token.ts';
import { normaliseToken } from '../token/token-format.ts';
import type { KeySource } from '../token/token-keys.ts';
import { isLive, refusalOf } from '../token/token-state.ts';
import type { ConditionalWrite, TokenKey, TokenRecord, TokenStore } from '../token/token-store.ts';
import { weakestChannel } from '../token/weakest-channel.ts';
import type { PresentedDestination } from './presented-destination.ts';
import type { WriteReceipt } from './receipt.ts';

export interface VerifyTokenPorts extends Pick<FailedVerificationLimitPorts, 'counters' | 'guessLimits'> {
  readonly tokens: TokenStore;
  readonly keys: KeySource;
  readonly now: Clock;
  /** A new unique name for a verification that has none. */
  readonly newId: () => string;
  /** Counts a verified code in the pumping guard; never throws. Absent when the guard is off. */
  readonly noteReturn?: ((reference: string, nowSeconds: number) => Promise<void>) | undefined;
  /** Notes that this person holds the phone that the code was texted to; never throws. */
  readonly noteVerified?: ((number: string, nowSeconds: number) => Promise<void>) | undefined;
  /** Told when a wrong token took the person's last guess in a window, which ends then; epoch seconds. */
  readonly onLocked?: ((untilSeconds: number) => void) | undefined;
  /** Told the token that the code is compared with, or would have been. */
  readonly onToken?: ((token: TokenRecord) => void) | undefined;
  /** Present when the answer must include a receipt. */
  readonly writeReceipt?: WriteReceipt | undefined;
  /** Present when the code must have been sent to this destination. */
  readonly destination?: PresentedDestination | undefined;
}

/** What the caller presents, with the key of the token to verify. */
export type Presented = VerifyTokenBody & TokenKey;

/** Tells the few attempts at one token apart. No more, because a token is nearly as large as one write unit covers. */
const ATTEMPT_CHARACTERS = 8;

/**
 * Verifies a token and, if it matches, marks it as used. A verification that is repeated under the same name,
 * because its answer was lost, spends no further attempt and gets the same result.
 * @throws StoreUnavailable, SecretUnavailable, SigningUnavailable
 */
export async function verifyToken(
  request: Presented,
  ports: VerifyTokenPorts,
  name?: string,
): Promise<VerificationAnswer> {
  const nowMs = ports.now();
  const nowSeconds = Math.floor(nowMs / 1000);
  // An attempt must not be spent on a secret that cannot be read.
  await ports.keys.current();

  // A write whose answer is lost is repeated, by the SDK too, and must not count a second attempt.
  const attempt = name ?? ports.newId().slice(0, ATTEMPT_CHARACTERS);
  const only = { tokenId: request.token_id, attemptBy: attempt };
  const [counted, mayBeOverrun] = await allOf([
    ports.tokens.countAttempt(request, nowSeconds, only),
    mayHaveTokensBeside(request, ports),
  ]);
  const found = existing(counted);
  if (found !== undefined && (request.token_id ?? found.token_id) === found.token_id) {
    ports.onToken?.(found);
  }
  const token = counted.applied ? counted.token : repeated(counted, nowMs, attempt);
  if (token === undefined) {
    return refusal(refusalOf(existing(counted), nowMs, request.token_id));
  }
  const isUsed = token.verified_by !== undefined && token.verified_by === name;
  // A used token has no digest left to compare. The name shows that this same request used it.
  if (!isUsed && !(await isRight(request, token, ports))) {
    return refuseGuess(token, nowSeconds, ports);
  }

  const verified_at = isUsed && token.verified_at ? token.verified_at : new Date(nowMs).toISOString();
  const receipt = await prepareReceipt(token, contextHash(request.context), verified_at, ports);
  const use = { tokenId: token.token_id, verifiedAt: verified_at, verifiedBy: name ?? ports.newId() };
  const { destination_masked: destination } = token;
  const channel = weakestChannel(token);
  const noteAnswer = () => (isUsed ? [] : noteAnswered(token, nowSeconds, ports));
  const [used, beside] = await allOf([
    isUsed ? counted : ports.tokens.markUsed(request, use, nowSeconds),
    tokensBeside(token, ports),
    ...(mayBeOverrun ? [] : noteAnswer()),
  ]);
  const isLocked = await isOverrun(token, beside, nowSeconds, ports);
  if (mayBeOverrun && !isLocked) {
    await allOf(noteAnswer());
  }
  // If a write gets no answer, the SDK repeats it, and it then finds itself already applied.
  if (!used.applied && existing(used)?.verified_by !== use.verifiedBy) {
    await settle(token, ports);
    return refusal(refusalOf(existing(used), nowMs, token.token_id));
  }
  if (isLocked) {
    return refusal('locked');
  }
  const { user_id, purpose, token_id } = token;
  const answer = { verified: true, token_id, user_id, purpose, channel, destination, verified_at } as const;
  return receipt === undefined ? answer : { ...answer, receipt };
}

/** The token, if this same verification has already counted its attempt or used it, but did not finish. */
function repeated(write: ConditionalWrite, nowMs: number, name: string): TokenRecord | undefined {
  const token = existing(write);
  if (token === undefined) {
    return undefined;
  }
  if (token.status === 'used') {
    const ageMs = nowMs - Date.parse(token.verified_at ?? '');
    return token.verified_by === name && ageMs < VERIFICATION_KEPT_SECONDS * 1000 ? token : undefined;
  }
  return token.status !== 'revoked' && token.attempt_by === name && isLive(token, nowMs) ? token : undefined;
}

const existing = (write: ConditionalWrite): TokenRecord | undefined =>
  write.applied ? write.token : write.existing;

/** Always compares both the code and the destination, so that nobody learns which of them was wrong. */
async function isRight(
  request: Presented,
  token: TokenRecord,
  { keys, destination }: VerifyTokenPorts,
): Promise<boolean> {
  const { user_id, purpose, token_id, token_digest = '' } = token;
  const digest = digestToken(
    normaliseToken(request.token),
    { user_id, purpose, token_id },
    await keys.ofVersion(token.secret_version),
    contextHash(request.context),
  );
  const matches = [
    digestsMatch(digest, token_digest),
    destination === undefined || provesDestination(token, destination),
  ];
  return matches.every(Boolean);
}

/**
 * Whether the code proves this destination: it went there last, and never to a weaker channel. A code that
 * was emailed before it was texted may have been read in the mailbox, and proves nothing about the number.
 */
const provesDestination = (token: TokenRecord, { field, digest }: PresentedDestination): boolean =>
  digestsMatch(digest, token.destination_digest ?? '') &&
  CHANNEL_FACTS[weakestChannel(token)].field === field;

async function refuseGuess(
  token: TokenRecord,
  nowSeconds: number,
  ports: VerifyTokenPorts,
): Promise<VerificationAnswer> {
  const { hasRoom, lockedUntil } = await countFailedVerification(token, nowSeconds, ports);
  if (lockedUntil !== undefined) {
    ports.onLocked?.(lockedUntil);
  }
  await settle(token, ports);
  return hasRoom ? refusal('mismatch', token.max_attempts - token.attempts) : refusal('locked');
}

/**
 * The receipt is signed before the token is marked as used, and returned only after that: if signing fails,
 * the person loses neither the token nor an attempt, and two concurrent correct guesses get only one receipt.
 */
async function prepareReceipt(
  token: TokenRecord,
  context: string,
  verifiedAt: string,
  { tokens, writeReceipt, destination }: VerifyTokenPorts,
): Promise<string | undefined> {
  try {
    const verifiedAtSeconds = Math.floor(Date.parse(verifiedAt) / 1000);
    return await writeReceipt?.(token, context, verifiedAtSeconds, destination?.claims);
  } catch (error) {
    if (error instanceof SigningUnavailable && token.verified_at === undefined) {
      await tokens.returnAttempt(token, token.token_id);
    }
    throw error;
  }
}

/**
 * The code was correct, so it was read on the phone that it was texted to, even if another concurrent
 * verification wins. The caller skips this after too many guesses, because the code may then have been
 * guessed. Nothing is noted for a test destination, whose code is known without the phone.
 */
function noteAnswered(
  token: TokenRecord,
  nowSeconds: number,
  { noteVerified, noteReturn }: VerifyTokenPorts,
): (Promise<void> | undefined)[] {
  if (!CHANNEL_FACTS[weakestChannel(token)].isText) {
    return [];
  }
  const { destination_digest, test_digest, number_prefix = '' } = token;
  if (destination_digest === undefined || test_digest !== undefined) {
    return [];
  }
  return [
    number_prefix === NOTHING_NEW ? undefined : noteVerified?.(destination_digest, nowSeconds),
    isCounted(number_prefix) ? noteReturn?.(number_prefix, nowSeconds) : undefined,
  ];
}

/** Marks the attempt as already counted against the guess limits; skipped when there are none. */
async function settle(token: TokenRecord, { tokens, guessLimits }: VerifyTokenPorts): Promise<void> {
  if (guessLimits.length > 0) {
    await tokens.settleAttempt(token, token.token_id);
  }
}

const refusal = (reason: RefusalReason, attempts_remaining = 0): VerificationAnswer => ({
  verified: false,
  reason,
  attempts_remaining,
});

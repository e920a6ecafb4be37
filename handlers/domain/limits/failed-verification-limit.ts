/**
 * Guess limits: wrong tokens are counted per person and purpose, across tokens.
 *
 * Within one client group, a person has one live token per purpose. A new token therefore allows only as many
 * attempts as every window has room for; a correct guess costs nothing here. Attempts on the previous token
 * that are made but not yet counted take up room too. If that token gets another attempt after it was read,
 * it is not replaced. So no window is exceeded, however requests and guesses interleave.
 *
 * If clients of several groups have tokens for the same person and purpose, these share the windows. Issuing
 * a token reserves no room, or one client could lock the person out of another. Instead, a guess is reported
 * as wrong only if the windows have room for it, and accepted as correct only if the attempts on all of these
 * tokens leave room. Each guess adds its own attempt before it reads the others', so concurrent guesses
 * cannot exceed a window. NIST SP 800-63B-4 section 3.2.2 allows 100 consecutive failures.
 */
import { failedVerificationsOf } from '../../contract/limits-table.ts';
import type { WindowLimit } from '../../contract/setting.ts';
import { accept, refuseUntil } from '../decision.ts';
import type { Rule } from '../issue-rule.ts';
import { isDelivery } from '../token/delivery-slot.ts';
import type { PersonPurpose, TokenRecord, TokenStore } from '../token/token-store.ts';
import { counterLimit } from '../window.ts';
import type { CounterStore, Subject } from './counter-store.ts';
import { readWindows } from './full-window.ts';

export interface FailedVerificationLimitPorts {
  readonly counters: CounterStore;
  readonly guessLimits: readonly WindowLimit[];
  /** Attempts that one token allows. */
  readonly maxAttempts: number;
  /** The result of readFailedVerifications, read in parallel with the token; absent if not read ahead. */
  readonly failedVerificationsAhead?: (() => Promise<readonly number[]>) | undefined;
}

/** Two parallel reads and a guess between them end within this time, including clock skew and retries. */
const SAME_TIME_SECONDS = 10;

/** Sets the attempts of a new token, or refuses it while a window is full. */
export const failedVerificationLimit: Rule<FailedVerificationLimitPorts> = async (candidate, ports) => {
  const { guessLimits, maxAttempts, failedVerificationsAhead } = ports;
  const { request, nowSeconds, existing } = candidate;
  const uncounted = existing === undefined ? 0 : unsettledAttempts(existing);
  const wrong =
    failedVerificationsAhead && mayBeReadAhead(existing, nowSeconds)
      ? await failedVerificationsAhead()
      : await readFailedVerifications(request, nowSeconds, ports);
  const windows = guessLimits.map(({ limit, windowSeconds }, i) => ({
    limit,
    windowSeconds,
    room: limit - (wrong[i] ?? 0) - uncounted,
    endsInSeconds: windowSeconds - (nowSeconds % windowSeconds),
  }));
  // The one that ends last: a caller who waits only for another one is refused again.
  const [full] = windows
    .filter(({ room }) => room <= 0)
    .sort((one, other) => other.endsInSeconds - one.endsInSeconds);
  if (full) {
    const { limit, windowSeconds: window_seconds } = full;
    const detail = 'Too many wrong tokens were tried for this person and purpose.';
    return refuseUntil('locked', detail, full.endsInSeconds, { name: 'guesses', limit, window_seconds });
  }
  const max_attempts = Math.min(maxAttempts, ...windows.map(({ room }) => room));
  return accept({ ...candidate, request: { ...request, max_attempts } });
};

/**
 * Whether the guesses may be read in parallel with the token instead of after it. A guess that is counted
 * between the two reads would appear in neither: it is not yet in the windows, and already settled on the
 * token. So if the token may have had a recent guess, they are read after it.
 */
function mayBeReadAhead(token: TokenRecord | undefined, nowSeconds: number): boolean {
  if (token === undefined || token.expiry_time + SAME_TIME_SECONDS <= nowSeconds) {
    return true;
  }
  const isNew = Date.parse(token.issued_at) / 1000 + SAME_TIME_SECONDS > nowSeconds;
  return !isNew && (token.settled ?? 0) === 0;
}

/** The wrong tokens in each window. */
export const readFailedVerifications = (
  key: PersonPurpose,
  nowSeconds: number,
  { counters, guessLimits }: { counters: Pick<CounterStore, 'read'>; guessLimits: readonly WindowLimit[] },
): Promise<readonly number[]> => readWindows(counters, subjectOf(key), guessLimits, nowSeconds);

interface CountedGuess {
  /** If false, nothing is counted and the response must not reveal that the token was wrong. */
  readonly hasRoom: boolean;
  /** Epoch seconds: this guess took the last room in a window, which ends then. */
  readonly lockedUntil?: number | undefined;
}

/** Counts a wrong token in every window before the response, so that no guess goes uncounted. */
export async function countFailedVerification(
  token: PersonPurpose & Pick<TokenRecord, 'token_id' | 'attempts'>,
  nowSeconds: number,
  { counters, guessLimits }: Pick<FailedVerificationLimitPorts, 'counters' | 'guessLimits'>,
): Promise<CountedGuess> {
  if (guessLimits.length === 0) {
    return { hasRoom: true };
  }
  const count = await counters.count({
    subject: subjectOf(token),
    limits: guessLimits.map(counterLimit),
    // An attempt on a token is one guess, however often it is reported.
    owner: `${token.token_id}#${token.attempts}`,
    nowSeconds,
  });
  return count.counted ? { hasRoom: true, lockedUntil: count.fullUntil } : { hasRoom: false };
}

/** Deletes the counts of a person's wrong tokens, for every purpose. @throws StoreUnavailable */
export const unlockPerson = (userId: string, counters: CounterStore): Promise<void> =>
  counters.clear(failedVerificationsOf(userId));

/** All the person's tokens for the purpose if clients of several groups have one; otherwise none. */
export async function tokensBeside(
  token: PersonPurpose,
  {
    tokens,
    guessLimits,
  }: Pick<FailedVerificationLimitPorts, 'guessLimits'> & { readonly tokens: Pick<TokenStore, 'allOf'> },
): Promise<readonly TokenRecord[]> {
  if (guessLimits.length === 0) {
    return [];
  }
  const all = (await tokens.allOf(token.user_id)).filter(
    (each) => each.purpose === token.purpose && !isDelivery(each),
  );
  return new Set(all.map(({ client_group }) => client_group)).size > 1 ? all : [];
}

/**
 * Whether the person may have tokens of several groups; read in parallel with another call. With a single
 * group, the usual case, nothing has to wait for the sum of the guesses. Only a hint: an error counts as yes.
 */
export const mayHaveTokensBeside = async (...asked: Parameters<typeof tokensBeside>): Promise<boolean> => {
  try {
    return (await tokensBeside(...asked)).length > 0;
  } catch {
    return true;
  }
};

/** Whether the guesses at the tokens of several groups, this one included, exceed a window's limit. */
export async function isOverrun(
  present: TokenRecord,
  beside: readonly TokenRecord[],
  nowSeconds: number,
  { counters, guessLimits }: Pick<FailedVerificationLimitPorts, 'counters' | 'guessLimits'>,
): Promise<boolean> {
  if (beside.length === 0) {
    return false;
  }
  const uncounted = beside
    // The present token may have been marked as used by now, but its attempt is a guess until this is
    // decided.
    .map((token) => ({
      ...token,
      ...(token.token_id === present.token_id ? { verified_at: undefined } : {}),
    }))
    .reduce((sum, token) => sum + unsettledAttempts(token), 0);
  const wrong = await readFailedVerifications(present, nowSeconds, { counters, guessLimits });
  return guessLimits.some(({ limit }, i) => limit - (wrong[i] ?? 0) - uncounted < 0);
}

/** The subject under which a person's wrong tokens for a purpose are counted. */
const subjectOf = ({ user_id, purpose }: PersonPurpose): Subject => ({
  subject: failedVerificationsOf(user_id),
  part: purpose,
});

/** Attempts not yet counted in the windows. If the token was verified, one of them was the correct one. */
const unsettledAttempts = ({
  attempts,
  settled = 0,
  verified_at,
}: {
  readonly attempts: number;
  readonly settled?: number | undefined;
  readonly verified_at?: string | undefined;
}): number => Math.max(0, attempts - settled - (verified_at === undefined ? 0 : 1));

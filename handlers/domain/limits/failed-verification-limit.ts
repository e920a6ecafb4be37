/**
 * Guess limits: wrong tokens are counted per person and purpose, across tokens.
 *
 * In one group of clients there is one live token at a time, so a new one allows no more attempts than every
 * window has room for, and a right answer costs nothing here. Attempts of the token before that are made but not
 * yet counted take room too. An attempt after that token was read keeps it from being replaced, so no window is
 * overrun, however requests and guesses meet.
 *
 * Where clients of several groups have codes for the same person and purpose, they share the windows. None reserves
 * room by issuing, or one client could lock the person out of another. So a wrong answer is only given where a window
 * has room for it, and a right one where the attempts at all of these tokens leave room. Each guess adds its own
 * attempt before it reads the others', so of guesses at the same moment no more than a window allows find room.
 * NIST SP 800-63B-4 section 3.2.2 allows 100 consecutive failures.
 */
import { failedVerificationsOf } from '../../contract/limits-table.ts';
import type { WindowLimit } from '../../contract/setting.ts';
import { accept, refuseUntil } from '../decision.ts';
import type { Rule } from '../issue-rule.ts';
import type { PersonPurpose, TokenRecord, TokenStore } from '../token/token-store.ts';
import { counterLimit } from '../window.ts';
import type { CounterStore, Subject } from './counter-store.ts';
import { readWindows } from './full-window.ts';

export interface FailedVerificationLimitPorts {
  readonly counters: CounterStore;
  readonly guessLimits: readonly WindowLimit[];
  /** Attempts of one token. */
  readonly maxAttempts: number;
  /** What readFailedVerifications finds, read at the same time as the token; absent where nothing was read ahead. */
  readonly failedVerificationsAhead?: (() => Promise<readonly number[]>) | undefined;
}

/** Seconds within which two reads at the same time and a guess between them are over, clocks and retries included. */
const SAME_TIME_SECONDS = 10;

/** Gives a new token its attempts, or refuses one while a window is full. */
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
  // The one that ends last: a wait until the end of another would lead to the next refusal.
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
 * Whether it is the same to read the guesses with the token or after it. A guess that is counted between the two
 * reads would be in neither: not yet in the windows, and settled on the token. So a token that can have had one
 * lately has them read after it.
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
  /** Without it nothing is counted, and nobody may be told that the token was wrong. */
  readonly hasRoom: boolean;
  /** Epoch seconds: the guess took the last room in a window, that ends then. */
  readonly lockedUntil?: number | undefined;
}

/** Counts a wrong token in every window, before it is answered, so that no guess goes uncounted. */
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
    // An attempt of a token is one guess, however often it is told.
    owner: `${token.token_id}#${token.attempts}`,
    nowSeconds,
  });
  return count.counted ? { hasRoom: true, lockedUntil: count.fullUntil } : { hasRoom: false };
}

/** Forgets the wrong tokens of a person, for every purpose. @throws StoreUnavailable */
export const unlockPerson = (userId: string, counters: CounterStore): Promise<void> =>
  counters.clear(failedVerificationsOf(userId));

/** The person's tokens for the purpose where clients of several groups have one; else none. */
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
  const all = (await tokens.allOf(token.user_id)).filter(({ purpose }) => purpose === token.purpose);
  return new Set(all.map(({ client_group }) => client_group)).size > 1 ? all : [];
}

/**
 * Whether the person may have tokens of several groups, read along with another call: with one group alone, which is
 * the rule, nobody has to wait for the sum of the guesses. Only a hint, and no reason to fail.
 */
export const mayHaveTokensBeside = async (...asked: Parameters<typeof tokensBeside>): Promise<boolean> => {
  try {
    return (await tokensBeside(...asked)).length > 0;
  } catch {
    return true;
  }
};

/** Whether the guesses at the tokens of several groups, the present one among them, are more than a window allows. */
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
    // The present one may have been marked used since, but its attempt is a guess until this is decided.
    .map((token) => ({
      ...token,
      ...(token.token_id === present.token_id ? { verified_at: undefined } : {}),
    }))
    .reduce((sum, token) => sum + unsettledAttempts(token), 0);
  const wrong = await readFailedVerifications(present, nowSeconds, { counters, guessLimits });
  return guessLimits.some(({ limit }, i) => limit - (wrong[i] ?? 0) - uncounted < 0);
}

/** What a person's wrong tokens for a purpose are counted by. */
const subjectOf = ({ user_id, purpose }: PersonPurpose): Subject => ({
  subject: failedVerificationsOf(user_id),
  part: purpose,
});

/** One attempt of a token that verified was the right one, whatever became of the token since. */
const unsettledAttempts = ({
  attempts,
  settled = 0,
  verified_at,
}: {
  readonly attempts: number;
  readonly settled?: number | undefined;
  readonly verified_at?: string | undefined;
}): number => Math.max(0, attempts - settled - (verified_at === undefined ? 0 : 1));

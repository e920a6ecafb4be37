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
import type { WindowLimit } from '../contract/settings.ts';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import { accept, refuseUntil } from './decision.ts';
import type { Rule } from './issue-rule.ts';
import type { CounterStore, PersonPurpose, Subject, TokenRecord, TokenStore } from './ports.ts';

export interface GuessLock {
  readonly counters: CounterStore;
  readonly guessLimits: readonly WindowLimit[];
  /** Attempts of one token. */
  readonly maxAttempts: number;
}

/** Gives a new token its attempts, or refuses one while a window is full. */
export const guessLock: Rule<GuessLock> = async (candidate, { counters, guessLimits, maxAttempts }) => {
  const { request, nowSeconds, existing } = candidate;
  const uncounted = existing === undefined ? 0 : unsettledAttempts(existing);
  const windows = await Promise.all(
    guessLimits.map(async (window) => {
      const { limit, windowSeconds } = window;
      const wrong = await counters.read(guessesOf(request), windowSeconds, nowSeconds);
      return {
        ...window,
        room: limit - wrong - uncounted,
        endsInSeconds: windowSeconds - (nowSeconds % windowSeconds),
      };
    }),
  );
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
 * Counts a wrong token in every window, before it is answered, so that no guess goes uncounted. Returns whether there
 * was room; without it nothing is counted, and nobody may be told that the token was wrong.
 */
export async function countGuess(
  key: PersonPurpose,
  nowSeconds: number,
  { counters, guessLimits }: Pick<GuessLock, 'counters' | 'guessLimits'>,
): Promise<boolean> {
  const counts = await Promise.all(
    guessLimits.map(({ limit, windowSeconds }) =>
      counters.count(guessesOf(key), windowSeconds, limit, nowSeconds),
    ),
  );
  if (counts.every(({ counted }) => counted)) return true;
  await Promise.all(counts.map((count) => count.counted && counters.takeBack(count.entry)));
  return false;
}

/** Forgets the wrong tokens of a person, for every purpose. @throws StoreUnavailable */
export const unlockPerson = (userId: string, counters: CounterStore): Promise<void> =>
  counters.clear(subjectOf(userId));

/** The person's tokens for the purpose where clients of several groups have one; else none. */
export async function tokensBeside(
  token: PersonPurpose,
  { tokens, guessLimits }: Pick<GuessLock, 'guessLimits'> & { readonly tokens: Pick<TokenStore, 'allOf'> },
): Promise<readonly TokenRecord[]> {
  if (guessLimits.length === 0) return [];
  const all = (await tokens.allOf(token.user_id)).filter(({ purpose }) => purpose === token.purpose);
  return new Set(all.map(({ client_group }) => client_group)).size > 1 ? all : [];
}

/** Whether the guesses at the tokens of several groups, the present one among them, are more than a window allows. */
export async function isOverrun(
  present: TokenRecord,
  beside: readonly TokenRecord[],
  nowSeconds: number,
  { counters, guessLimits }: Pick<GuessLock, 'counters' | 'guessLimits'>,
): Promise<boolean> {
  if (beside.length === 0) return false;
  const uncounted = beside
    // The present one may have been marked used since, but its attempt is a guess until this is decided.
    .map((token) => ({
      ...token,
      ...(token.token_id === present.token_id ? { verified_at: undefined } : {}),
    }))
    .reduce((sum, token) => sum + unsettledAttempts(token), 0);
  const rooms = await Promise.all(
    guessLimits.map(
      async ({ limit, windowSeconds }) =>
        limit - (await counters.read(guessesOf(present), windowSeconds, nowSeconds)) - uncounted,
    ),
  );
  return rooms.some((room) => room < 0);
}

const subjectOf = (userId: string): string => LIMIT_SUBJECTS.guesses + userId;

/** What a person's wrong tokens for a purpose are counted by. */
export const guessesOf = ({ user_id, purpose }: PersonPurpose): Subject => ({
  subject: subjectOf(user_id),
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

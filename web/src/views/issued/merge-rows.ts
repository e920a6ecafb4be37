/** How an API answer is merged with the rows that are already loaded. */
import type { ListedToken } from '../../../../handlers/contract/routes/issued-tokens.ts';

export interface TimedToken extends ListedToken {
  /** Epoch milliseconds on this browser's clock, which may be wrong, so it is computed from `expires_in`. */
  readonly deadlineMs: number;
}

/**
 * Puts a fresh first page on top of what was loaded. Rows of later pages stay as they are; a row that belongs on the
 * first page but is no longer there was replaced or has expired.
 *
 * @param isWhole whether the page is the whole list, so that no other row stays
 */
export function mergeFirstPage(
  loaded: readonly TimedToken[],
  page: readonly TimedToken[],
  isWhole: boolean,
): readonly TimedToken[] {
  const oldest = page.at(-1)?.issued_at;
  if (isWhole || oldest === undefined) {
    return page;
  }
  const fresh = new Set(page.map(keyOf));
  return [...page, ...loaded.filter((token) => token.issued_at <= oldest && !fresh.has(keyOf(token)))];
}

/** Appends a later page; a token that moved between pages while they were read is listed once. */
export function appendPage(
  loaded: readonly TimedToken[],
  page: readonly TimedToken[],
): readonly TimedToken[] {
  const known = new Set(loaded.map((token) => token.token_id));
  return [...loaded, ...page.filter((token) => !known.has(token.token_id))];
}

/** The ids in `now` that were not there before. */
export function newcomers(before: readonly ListedToken[], now: readonly ListedToken[]): ReadonlySet<string> {
  const known = new Set(before.map((token) => token.token_id));
  return new Set(now.map((token) => token.token_id).filter((id) => !known.has(id)));
}

/**
 * Measures deadlines from the time of the answer. A known token keeps its deadline: `expires_in` is in whole
 * seconds, so its countdown would jump with each answer.
 */
export function timed(
  tokens: readonly ListedToken[],
  loaded: readonly TimedToken[],
  receivedAtMs: number,
): readonly TimedToken[] {
  const known = new Map(loaded.map((token) => [token.token_id, token]));
  return tokens.map((token) => {
    const before = known.get(token.token_id);
    const isSame = before !== undefined && before.expires_at === token.expires_at;
    return { ...token, deadlineMs: isSame ? before.deadlineMs : receivedAtMs + token.expires_in * 1_000 };
  });
}

/**
 * A person has one live token per purpose and client group, so a newer one replaces the older. A delivery replaces
 * nothing.
 */
const keyOf = ({ user_id, purpose, client_group, kind, token_id }: ListedToken): string =>
  JSON.stringify([user_id, purpose, client_group, ...(kind === undefined ? [] : [token_id])]);

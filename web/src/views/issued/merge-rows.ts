/** How an answer of the API joins the rows that are loaded already. */
import type { ListedToken } from '../../../../handlers/contract/routes/issued-tokens.ts';

export interface TimedToken extends ListedToken {
  /** Epoch milliseconds on this browser's clock, from `expires_in`: the clock may be wrong. */
  readonly deadlineMs: number;
}

/**
 * Puts a fresh first page on top of what was loaded. Rows of later pages stay as they are; a row that
 * belongs into the first page and is not in it any more was replaced or has expired.
 *
 * @param isWhole whether the page is the whole list, so that nothing of what was loaded stays
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

/** Adds a later page; a token that moved between pages while they were read is listed once. */
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
 * Measures deadlines from the moment of the answer. A token that was known keeps the one it has, as
 * whole seconds would make its countdown stumble with each answer.
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

/** A person has one live token for a purpose, so a newer one takes the place of the older. */
const keyOf = ({ user_id, purpose, client_group }: ListedToken): string =>
  JSON.stringify([user_id, purpose, client_group]);

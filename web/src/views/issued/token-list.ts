/** The issued tokens that were loaded so far: the newest are asked for again and again, older ones on demand. */
import type { QueryClient } from '@tanstack/react-query';
import type { TokenList as TokenPage } from '../../../../handlers/contract/routes/issued-tokens.ts';
import type { PagedQuery, Settled } from '../../api/answer-query.ts';
import type { Api, TokenQuery } from '../../api/api-client.ts';
import { appendPage, mergeFirstPage, newcomers, type TimedToken, timed } from './merge-rows.ts';

/** Rows of one call: the first page that people see, and room for a few searches in it. */
const ROWS_PER_CALL = 50;
const NONE: ReadonlySet<string> = new Set();
const KEY = 'tokens';

/** What the API itself can search for. */
export type TokenSearch = Pick<TokenQuery, 'user_id' | 'status'>;

export interface TokenList {
  readonly tokens: readonly TimedToken[];
  /** Those that the latest look at the newest brought. */
  readonly newIds: ReadonlySet<string>;
  readonly nextCursor: string | undefined;
  /** Whether the next answer replaces every row instead of joining them. */
  readonly renewing: boolean;
}

export type TokenListQuery = PagedQuery<TokenList, TokenPage>;

/** Each search is a list of its own. */
export function tokenListQuery(api: Pick<Api, 'listTokens'>, search: TokenSearch): TokenListQuery {
  const query = { ...search, limit: ROWS_PER_CALL };
  return {
    key: [KEY, search],
    load: async (shown) => withNewest(await api.listTokens(query), shown()),
    loadPage: (_, cursor) => api.listTokens({ ...query, cursor }),
    append: (shown, page) => ({
      ...shown,
      tokens: appendPage(shown.tokens, timed(page.tokens, shown.tokens, Date.now())),
      nextCursor: page.next_cursor,
    }),
  };
}

/** Asks what is new; what was loaded stays. */
export const lookForNew = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: [KEY] });

/** Asks for the first page; once it is there, the others are forgotten. */
export function renew(
  client: QueryClient,
  { key }: TokenListQuery,
  reload: () => Promise<void>,
): Promise<void> {
  client.setQueryData<Settled<TokenList>>(
    key,
    (known) => known?.answer && { ...known, answer: { ...known.answer, renewing: true } },
  );
  return reload();
}

function withNewest({ tokens, next_cursor }: TokenPage, shown: TokenList | undefined): TokenList {
  const page = timed(tokens, shown?.tokens ?? [], Date.now());
  if (shown === undefined || shown.renewing) {
    return { tokens: page, newIds: NONE, nextCursor: next_cursor, renewing: false };
  }
  const merged = mergeFirstPage(shown.tokens, page, next_cursor === undefined);
  return {
    tokens: merged,
    newIds: newcomers(shown.tokens, page),
    nextCursor: merged.length > page.length ? shown.nextCursor : next_cursor,
    renewing: false,
  };
}

/** The issued tokens loaded so far: the newest are polled, older ones are loaded on demand. */
import type { QueryClient } from '@tanstack/react-query';
import type { TokenList as TokenPage } from '../../../../handlers/contract/routes/issued-tokens.ts';
import type { PagedQuery, Settled } from '../../api/answer-query.ts';
import type { Api, TokenQuery } from '../../api/api-client.ts';
import type { TimedToken } from './merge-rows.ts';
import { appendPage, mergeFirstPage, newcomers, timed } from './merge-rows.ts';

/** Rows per call: more than the table shows at once, so that its filter has something to search. */
const ROWS_PER_CALL = 50;
const NONE: ReadonlySet<string> = new Set();
const KEY = 'tokens';

/** What the API itself can filter by. */
export type TokenSearch = Pick<TokenQuery, 'user_id' | 'status'>;

export interface TokenList {
  readonly tokens: readonly TimedToken[];
  /** Those that the latest poll added. */
  readonly newIds: ReadonlySet<string>;
  readonly nextCursor: string | undefined;
  /** Whether the next answer replaces all rows instead of being merged with them. */
  readonly renewing: boolean;
}

export type TokenListQuery = PagedQuery<TokenList, TokenPage>;

/** Each search has its own list. */
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

/** Loads what is new and keeps what is loaded. */
export const lookForNew = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: [KEY] });

/** Loads the first page; once it has arrived, the others are dropped. */
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

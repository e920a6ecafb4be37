/**
 * The issued tokens that were loaded so far, outside of components: the form refreshes it after
 * issuing, a timer polls it, the table shows it and asks for more.
 *
 * Answers that a later call has overtaken are dropped.
 */
import type { TokenList as TokenListAnswer } from '../../../../handlers/contract/routes/issued-tokens.ts';
import type { Api, TokenQuery } from '../../api/api-client.ts';
import { type Failure, failureOf } from '../../api/failures.ts';
import { appendPage, mergeFirstPage, newcomers, type TimedToken, timed } from './merge-rows.ts';

/** Rows of one call: the first page that people see, and room for a few searches in it. */
const ROWS_PER_CALL = 50;
const NONE: ReadonlySet<string> = new Set();

/** What the API itself can search for. */
export type TokenSearch = Pick<TokenQuery, 'user_id' | 'status'>;

export interface TokenListState {
  readonly search: TokenSearch;
  /** What somebody waits for; a poll is not shown. */
  readonly loading: 'first' | 'more' | undefined;
  /** Whether the search was answered yet: until then, no tokens means that nobody knows of any. */
  readonly known: boolean;
  readonly tokens: readonly TimedToken[];
  /** Those that the latest poll brought. */
  readonly newIds: ReadonlySet<string>;
  readonly nextCursor: string | undefined;
  readonly failure: Failure | undefined;
}

export interface TokenList {
  readonly state: () => TokenListState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Loads the first page again and forgets the others. */
  readonly refresh: () => Promise<void>;
  /** Looks what is new, keeps every row that was loaded, and does nothing while something is being loaded. */
  readonly poll: () => Promise<void>;
  readonly loadMore: () => Promise<void>;
  readonly search: (search: TokenSearch) => Promise<void>;
}

const EMPTY: TokenListState = {
  search: {},
  loading: undefined,
  known: false,
  tokens: [],
  newIds: NONE,
  nextCursor: undefined,
  failure: undefined,
};

export function createTokenList(api: Pick<Api, 'listTokens'>): TokenList {
  const listeners = new Set<() => void>();
  let state = EMPTY;
  let latestCall = 0;
  let polling = false;

  function change(part: Partial<TokenListState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) {
      listener();
    }
  }

  /** `join` makes the next state of an answer, unless a later call has overtaken it. */
  async function load(
    cursor: string | undefined,
    join: (answer: TokenListAnswer, page: readonly TimedToken[]) => Partial<TokenListState>,
  ): Promise<void> {
    latestCall += 1;
    const call = latestCall;
    const query = { ...state.search, limit: ROWS_PER_CALL, ...(cursor === undefined ? {} : { cursor }) };
    const part = await answerOf(query);
    if (call === latestCall) {
      change({
        ...('tokens' in part
          ? { known: true, failure: undefined, ...join(part, timed(part.tokens, state.tokens, Date.now())) }
          : part),
        loading: undefined,
      });
    }
  }

  async function answerOf(query: TokenQuery): Promise<TokenListAnswer | { readonly failure: Failure }> {
    try {
      return await api.listTokens(query);
    } catch (error) {
      return { failure: failureOf(error) };
    }
  }

  function refresh(): Promise<void> {
    change({ loading: 'first' });
    return load(undefined, (answer, tokens) => ({ tokens, newIds: NONE, nextCursor: answer.next_cursor }));
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    async poll() {
      if (polling || state.loading !== undefined) {
        return;
      }
      polling = true;
      await load(undefined, ({ next_cursor }, page) => {
        const tokens = mergeFirstPage(state.tokens, page, next_cursor === undefined);
        const nextCursor = tokens.length > page.length ? state.nextCursor : next_cursor;
        return { tokens, nextCursor, newIds: newcomers(state.tokens, page) };
      });
      polling = false;
    },
    async loadMore() {
      if (state.nextCursor !== undefined && state.loading === undefined) {
        change({ loading: 'more' });
        await load(state.nextCursor, ({ next_cursor }, page) => ({
          tokens: appendPage(state.tokens, page),
          nextCursor: next_cursor,
        }));
      }
    },
    search(search) {
      change({ search, known: false, tokens: [], newIds: NONE, nextCursor: undefined, failure: undefined });
      return refresh();
    },
  };
}

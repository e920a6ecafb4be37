/**
 * The issued tokens that were loaded so far, outside of components: the form refreshes it after
 * issuing, the table shows it and asks for more.
 *
 * Answers that a later refresh has overtaken are dropped.
 */
import type { ListedToken, TokenList as TokenListAnswer } from '../../../../handlers/contract/api.ts';
import type { Api, TokenQuery } from '../../api/api-client.ts';
import { type Failure, failureOf } from '../../api/failures.ts';

export interface TimedToken extends ListedToken {
  /** Epoch milliseconds on this browser's clock, from `expires_in`: the clock may be wrong. */
  readonly deadlineMs: number;
}

export interface TokenListState {
  /** Whether the list was asked for at all. */
  readonly open: boolean;
  readonly loading: 'first' | 'more' | undefined;
  readonly tokens: readonly TimedToken[];
  readonly nextCursor: string | undefined;
  readonly failure: Failure | undefined;
}

export interface TokenList {
  readonly state: () => TokenListState;
  readonly subscribe: (listener: () => void) => () => void;
  /** Loads the first page again. */
  readonly refresh: () => Promise<void>;
  readonly refreshIfOpen: () => void;
  readonly loadMore: () => Promise<void>;
}

const CLOSED: TokenListState = {
  open: false,
  loading: undefined,
  tokens: [],
  nextCursor: undefined,
  failure: undefined,
};

export function createTokenList(api: Pick<Api, 'listTokens'>): TokenList {
  const listeners = new Set<() => void>();
  let state = CLOSED;
  let latestCall = 0;

  function change(part: Partial<TokenListState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) {
      listener();
    }
  }

  async function load(query: TokenQuery, kept: readonly TimedToken[]): Promise<void> {
    latestCall += 1;
    const call = latestCall;
    const part = await fetchPage(api, query, kept);
    if (call === latestCall) {
      change({ ...part, loading: undefined });
    }
  }

  function refresh(): Promise<void> {
    change({ open: true, loading: 'first' });
    return load({}, []);
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    refresh,
    refreshIfOpen() {
      if (state.open) {
        void refresh();
      }
    },
    async loadMore() {
      if (state.nextCursor !== undefined && state.loading === undefined) {
        change({ loading: 'more' });
        await load({ cursor: state.nextCursor }, state.tokens);
      }
    },
  };
}

async function fetchPage(
  api: Pick<Api, 'listTokens'>,
  query: TokenQuery,
  kept: readonly TimedToken[],
): Promise<Partial<TokenListState>> {
  try {
    const answer = await api.listTokens(query);
    return { tokens: append(kept, answer), nextCursor: answer.next_cursor, failure: undefined };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** A token that moved between pages while they were read is listed once. */
function append(kept: readonly TimedToken[], answer: TokenListAnswer): TimedToken[] {
  const known = new Set(kept.map((token) => token.token_id));
  const receivedAtMs = Date.now();
  const added = answer.tokens
    .filter((token) => !known.has(token.token_id))
    .map((token) => ({ ...token, deadlineMs: receivedAtMs + token.expires_in * 1_000 }));
  return [...kept, ...added];
}

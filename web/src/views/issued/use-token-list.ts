/** The issued tokens of one search, for a component. */
import { useQueryClient } from '@tanstack/react-query';
import type { Api } from '../../api/api-client.ts';
import type { LoadedPages } from '../../api/use-answer.ts';
import { usePages } from '../../api/use-answer.ts';
import type { TokenList, TokenSearch } from './token-list.ts';
import { renew, tokenListQuery } from './token-list.ts';

const POLL_MS = 5_000;

export interface LoadedTokens extends LoadedPages<TokenList> {
  /** Whether the first page is loading; polls do not count. */
  readonly loadingFirst: boolean;
  readonly refresh: () => Promise<void>;
}

export function useTokenList(
  api: Pick<Api, 'listTokens'>,
  search: TokenSearch,
  { enabled = true, polls = false },
): LoadedTokens {
  const client = useQueryClient();
  const query = { ...tokenListQuery(api, search), enabled, pollMs: () => polls && POLL_MS };
  const loaded = usePages(query);
  return {
    ...loaded,
    loadingFirst: loaded.loading && loaded.answer?.renewing !== false,
    refresh: () => renew(client, query, loaded.reload),
  };
}

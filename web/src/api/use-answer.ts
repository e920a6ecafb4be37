/** API answers for components. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnswerQuery, PagedQuery, Settled } from './answer-query.ts';
import { answerOptions, loadNextPage } from './answer-query.ts';

export interface Loaded<Answer> extends Settled<Answer> {
  readonly loading: boolean;
  /** Keeps what is shown until the new answer arrives. */
  readonly reload: () => Promise<void>;
}

export function useAnswer<Answer>(query: AnswerQuery<Answer>): Loaded<Answer> {
  const { data, isFetching, refetch } = useQuery(answerOptions(query));
  return {
    answer: data?.answer,
    failure: data?.failure,
    loading: isFetching,
    async reload() {
      if (query.enabled !== false) {
        await refetch();
      }
    },
  };
}

export interface LoadedPages<Answer> extends Loaded<Answer> {
  readonly loadingMore: boolean;
  readonly loadMore: () => Promise<void>;
}

export function usePages<Answer extends { readonly nextCursor: string | undefined }, Page>(
  query: PagedQuery<Answer, Page>,
): LoadedPages<Answer> {
  const client = useQueryClient();
  const loaded = useAnswer(query);
  const [loadingMore, setLoadingMore] = useState(false);
  async function loadMore(): Promise<void> {
    setLoadingMore(true);
    await loadNextPage(client, query).finally(() => setLoadingMore(false));
  }
  return { ...loaded, loadingMore, loadMore };
}

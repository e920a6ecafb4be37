/** Watches a query as a component would, but without a component and without a page. */
import { jest } from '@jest/globals';
import type { QueryClient } from '@tanstack/react-query';
import { environmentManager, focusManager, QueryObserver } from '@tanstack/react-query';
import type { AnswerQuery, Settled } from '../src/api/answer-query.ts';
import { answerOptions } from '../src/api/answer-query.ts';
import { createQueryClient } from '../src/api/query-client.ts';

// Without a window, TanStack Query assumes that it runs on a server and sets no timer.
environmentManager.setIsServer(() => false);

export async function showPage(visible: boolean): Promise<void> {
  focusManager.setFocused(visible);
  await jest.advanceTimersByTimeAsync(0);
}

function unexpected(defect: Error): never {
  throw defect;
}

export interface Watched<Answer> {
  readonly client: QueryClient;
  readonly state: () => Settled<Answer> & { readonly loading: boolean };
  readonly reload: () => Promise<void>;
  readonly leave: () => void;
}

export function watch<Answer>(
  query: AnswerQuery<Answer>,
  client = createQueryClient(unexpected),
): Watched<Answer> {
  focusManager.setFocused(true);
  client.mount();
  const observer = new QueryObserver(client, answerOptions(query));
  const unsubscribe = observer.subscribe(() => undefined);
  return {
    client,
    state() {
      const { data, isFetching } = observer.getCurrentResult();
      return { answer: data?.answer, failure: data?.failure, loading: isFetching };
    },
    async reload() {
      await observer.refetch();
    },
    leave() {
      unsubscribe();
      client.unmount();
    },
  };
}

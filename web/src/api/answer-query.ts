/**
 * An API call as a TanStack Query. A failed call is cached beside the last answer: on its own, a query clears its
 * error when it refetches, and a form that is shown because nothing was found would vanish with it.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import { queryOptions } from '@tanstack/react-query';
import type { Failure } from './failures.ts';
import { failureOf } from './failures.ts';

export interface Settled<Answer> {
  /** The most recent one, kept while later calls fail. */
  readonly answer: Answer | undefined;
  /** Why the latest call failed, if it did. */
  readonly failure: Failure | undefined;
}

export interface AnswerQuery<Answer> {
  readonly key: QueryKey;
  /** `shown` is the answer that the new one replaces or builds on. @throws CallFailed */
  readonly load: (shown: () => Answer | undefined) => Promise<Answer>;
  readonly enabled?: boolean;
  /** Interval while the page is visible; it also refetches as soon as the page becomes visible. `false`: no polling. */
  readonly pollMs?: (known: Settled<Answer> | undefined) => number | false;
}

export function answerOptions<Answer>({ key, load, enabled = true, pollMs }: AnswerQuery<Answer>) {
  return queryOptions<Settled<Answer>>({
    queryKey: key,
    queryFn: ({ client }) => settle(load, () => client.getQueryData<Settled<Answer>>(key)),
    enabled,
    refetchInterval: ({ state }) => pollMs?.(state.data) ?? false,
    refetchOnWindowFocus: ({ state }) => typeof pollMs?.(state.data) === 'number',
  });
}

/** An answer that is loaded page by page. */
export interface PagedQuery<Answer, Page> extends AnswerQuery<Answer> {
  /** @throws CallFailed */
  readonly loadPage: (shown: Answer, cursor: string) => Promise<Page>;
  readonly append: (shown: Answer, page: Page) => Answer;
}

/** Appends the next page, unless the pages before it were replaced in the meantime. */
export async function loadNextPage<Answer extends { readonly nextCursor: string | undefined }, Page>(
  client: QueryClient,
  { key, loadPage, append }: PagedQuery<Answer, Page>,
): Promise<void> {
  const shown = client.getQueryData<Settled<Answer>>(key)?.answer;
  const cursor = shown?.nextCursor;
  if (shown === undefined || cursor === undefined) {
    return;
  }
  const page = await settle(() => loadPage(shown, cursor));
  client.setQueryData<Settled<Answer>>(key, (known) => {
    if (known?.answer?.nextCursor !== cursor) {
      return known;
    }
    return page.answer === undefined
      ? { ...known, failure: page.failure }
      : { answer: append(known.answer, page.answer), failure: undefined };
  });
}

/** @throws anything that is not a failed call */
async function settle<Answer>(
  load: (shown: () => Answer | undefined) => Promise<Answer>,
  known: () => Settled<Answer> | undefined = () => undefined,
): Promise<Settled<Answer>> {
  try {
    return { answer: await load(() => known()?.answer), failure: undefined };
  } catch (error) {
    const failure = failureOf(error);
    const before = known();
    // The session's own notice reports its end, and a form on the page keeps its contents.
    return before && failure.kind === 'session_expired' ? before : { answer: before?.answer, failure };
  }
}

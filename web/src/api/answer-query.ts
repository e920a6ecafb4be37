/**
 * A question to the API in TanStack Query's terms. A failed call is cached beside the answer: the query itself
 * would forget an error as soon as it asks again, and a view the form that it shows where nothing was found.
 */
import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query';
import { type Failure, failureOf } from './failures.ts';

export interface Settled<Answer> {
  /** The latest that came, kept while later calls fail. */
  readonly answer: Answer | undefined;
  /** Of the latest call. */
  readonly failure: Failure | undefined;
}

export interface AnswerQuery<Answer> {
  readonly key: QueryKey;
  /** `shown` is the answer that the new one replaces or builds on. @throws CallFailed */
  readonly load: (shown: () => Answer | undefined) => Promise<Answer>;
  readonly enabled?: boolean;
  /** How often to ask while the page can be seen, and at once when it is seen again; false: not by itself. */
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

/** An answer that comes page by page. */
export interface PagedQuery<Answer, Page> extends AnswerQuery<Answer> {
  /** @throws CallFailed */
  readonly loadPage: (shown: Answer, cursor: string) => Promise<Page>;
  readonly append: (shown: Answer, page: Page) => Answer;
}

/** Adds the next page, unless what it continues was replaced meanwhile. */
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

/** @throws whatever is not a failed call */
async function settle<Answer>(
  load: (shown: () => Answer | undefined) => Promise<Answer>,
  known: () => Settled<Answer> | undefined = () => undefined,
): Promise<Settled<Answer>> {
  try {
    return { answer: await load(() => known()?.answer), failure: undefined };
  } catch (error) {
    const failure = failureOf(error);
    const before = known();
    // The session's own notice tells of its end, and a form among what is shown keeps what it holds.
    return before && failure.kind === 'session_expired' ? before : { answer: before?.answer, failure };
  }
}

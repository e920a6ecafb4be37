/** The list of executions, newest first, loaded page by page. */
import type { ListedExecution, ListedExecutions } from '../../../../handlers/contract/routes/executions.ts';
import type { PagedQuery } from '../../api/answer-query.ts';
import type { Api } from '../../api/api-client.ts';
import { ANY_ERROR } from '../../shell/trace-links.ts';
import type { Bounds, Period } from '../search/period.ts';
import { boundsOf } from '../search/period.ts';

/** The value of `failed` for all executions, also those that succeeded. */
export const EVERY = 'every';

const ROWS_PER_CALL = 15;

export interface LoadedExecutions {
  readonly executions: readonly ListedExecution[];
  /** The same for all pages of one search. */
  readonly bounds: Bounds;
  readonly nextCursor: string | undefined;
}

/** @param failed `ANY_ERROR`, `EVERY` or the name of an error; undefined asks for nothing */
export function executionsQuery(
  api: Pick<Api, 'listExecutions'>,
  failed: string | undefined,
  period: Period,
): PagedQuery<LoadedExecutions, ListedExecutions> {
  const search = (bounds: Bounds) => executionsSearch(failed ?? ANY_ERROR, bounds);
  return {
    key: ['listed executions', failed, period],
    enabled: failed !== undefined,
    async load() {
      const bounds = boundsOf(period, Date.now());
      const { executions, next_cursor } = await api.listExecutions(search(bounds));
      return { executions, bounds, nextCursor: next_cursor };
    },
    loadPage: ({ bounds }, cursor) => api.listExecutions({ ...search(bounds), cursor }),
    append: (shown, { executions, next_cursor }) => ({
      ...shown,
      executions: withoutRepeats([...shown.executions, ...executions]),
      nextCursor: next_cursor,
    }),
  };
}

/** One page of the list. */
export const executionsSearch = (failed: string, bounds: Bounds) => ({
  ...filterOf(failed),
  ...bounds,
  limit: ROWS_PER_CALL,
});

function filterOf(failed: string) {
  switch (failed) {
    case ANY_ERROR:
      return { status: 'failed' } as const;
    case EVERY:
      return {};
    default:
      return { error: failed };
  }
}

/** An error can occur in an execution on both sides of a page's end: the newer row stays. */
const withoutRepeats = (executions: readonly ListedExecution[]): readonly ListedExecution[] => {
  const seen = new Set<string>();
  return executions.filter(({ execution_arn }) => !seen.has(execution_arn) && seen.add(execution_arn));
};

/** A search of the activity log, loaded page by page. */
import type { ActivityKind, OutcomeClass } from '../../../../handlers/contract/activity.ts';
import { OUTCOME_CLASSES } from '../../../../handlers/contract/activity.ts';
import type { ActivityAnswer, ActivityEntry } from '../../../../handlers/contract/routes/activity.ts';
import type { PagedQuery } from '../../api/answer-query.ts';
import type { ActivitySearch, Api } from '../../api/api-client.ts';
import { withPlus } from '../../forms/with-plus.ts';
import type { Bounds, Period } from '../search/period.ts';
import { boundsOf } from '../search/period.ts';
import type { SearchKind } from '../search/recognise.ts';

const ENTRIES_PER_CALL = 25;

/** What is searched for; without it, everything is listed. */
export interface Sought {
  readonly kind: SearchKind;
  readonly value: string;
}

export const KIND_FILTERS = {
  sends: ['issue', 'delivery'],
  verification: ['verification'],
  report: ['report'],
} as const satisfies Readonly<Record<string, readonly ActivityKind[]>>;
export type KindFilter = keyof typeof KIND_FILTERS;

export interface ActivityFilter {
  readonly sought: Sought | undefined;
  readonly outcome: OutcomeClass | 'any';
  readonly kind: KindFilter | 'any';
  readonly period: Period;
}

interface LoadedEntries {
  readonly entries: readonly ActivityEntry[];
  /** The same for all pages of one search. */
  readonly bounds: Bounds;
  readonly nextCursor: string | undefined;
}

const FIELDS = {
  person: 'user_id',
  phone: 'phone_number',
  email: 'email',
  request: 'request_id',
  execution: 'execution_arn',
} as const satisfies Record<SearchKind, keyof ActivitySearch>;

export function activityQuery(
  api: Pick<Api, 'searchActivity'>,
  filter: ActivityFilter,
  enabled: boolean,
): PagedQuery<LoadedEntries, ActivityAnswer> {
  return {
    key: ['activity', filter],
    enabled,
    async load() {
      const bounds = boundsOf(filter.period, Date.now());
      const { entries, next_cursor } = await api.searchActivity(searchOf(filter, bounds));
      return { entries, bounds, nextCursor: next_cursor };
    },
    loadPage: ({ bounds }, cursor) => api.searchActivity({ ...searchOf(filter, bounds), cursor }),
    append: (shown, { entries, next_cursor }) => ({
      ...shown,
      entries: [...shown.entries, ...entries],
      nextCursor: next_cursor,
    }),
  };
}

const asSent = ({ kind, value }: Sought): string => (kind === 'phone' ? withPlus(value) : value);

/** In the body, also full numbers and addresses: URLs are logged. */
export function searchOf({ sought, outcome, kind }: ActivityFilter, bounds: Bounds): ActivitySearch {
  return {
    ...(sought === undefined ? {} : { [FIELDS[sought.kind]]: asSent(sought) }),
    ...(outcome === 'any' ? {} : { outcomes: [...OUTCOME_CLASSES[outcome]] }),
    ...(kind === 'any' ? {} : { kinds: [...KIND_FILTERS[kind]] }),
    ...bounds,
    limit: ENTRIES_PER_CALL,
  };
}

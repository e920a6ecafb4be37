/** The audit log, newest entries first, loaded page by page. */
import type { AuditAnswer, AuditEntry } from '../../../../handlers/contract/routes/audit.ts';
import type { PagedQuery } from '../../api/answer-query.ts';
import type { Api } from '../../api/api-client.ts';

export const AUDIT_PERIODS = ['hour', 'day', 'week', 'all'] as const;
export type AuditPeriod = (typeof AUDIT_PERIODS)[number];

const HOUR_MS = 3_600_000;
const BACK_MS: Readonly<Record<AuditPeriod, number | undefined>> = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 7 * 24 * HOUR_MS,
  all: undefined,
};
const ENTRIES_PER_CALL = 50;

interface LoadedEntries {
  readonly entries: readonly AuditEntry[];
  /** The same for all pages of one search. */
  readonly from: string | undefined;
  readonly nextCursor: string | undefined;
}

export function auditQuery(
  api: Pick<Api, 'readAudit'>,
  period: AuditPeriod,
): PagedQuery<LoadedEntries, AuditAnswer> {
  return {
    key: ['audit', period],
    async load() {
      const from = beginOf(period);
      const { entries, next_cursor } = await api.readAudit(auditSearch(from));
      return { entries, from, nextCursor: next_cursor };
    },
    loadPage: ({ from }, cursor) => api.readAudit({ ...auditSearch(from), cursor }),
    append: (shown, { entries, next_cursor }) => ({
      ...shown,
      entries: [...shown.entries, ...entries],
      nextCursor: next_cursor,
    }),
  };
}

/** One page of the entries since then. */
export const auditSearch = (from: string | undefined) => ({
  limit: ENTRIES_PER_CALL,
  ...(from === undefined ? {} : { from }),
});

function beginOf(period: AuditPeriod): string | undefined {
  const back = BACK_MS[period];
  return back === undefined ? undefined : new Date(Date.now() - back).toISOString();
}

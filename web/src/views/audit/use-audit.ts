/** The entries of the audit log that were loaded so far, newest first. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AuditEntry } from '../../../../handlers/contract/routes/audit.ts';
import type { Api } from '../../api/api-client.ts';
import { type Failure, failureOf } from '../../api/failures.ts';

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

export interface LoadedAudit {
  /** Undefined before the first answer. */
  readonly entries: readonly AuditEntry[] | undefined;
  readonly more: boolean;
  readonly loading: boolean;
  readonly failure: Failure | undefined;
  readonly reload: () => Promise<void>;
  readonly loadMore: () => Promise<void>;
}

interface Shown {
  readonly entries: readonly AuditEntry[];
  /** Pages of one search begin at the same moment. */
  readonly from: string | undefined;
  readonly cursor: string | undefined;
}

/** Answers that a later call has overtaken are dropped. */
export function useAudit(api: Pick<Api, 'readAudit'>, period: AuditPeriod): LoadedAudit {
  const [shown, setShown] = useState<Shown>();
  const [failure, setFailure] = useState<Failure>();
  const [loading, setLoading] = useState(false);
  const latestCall = useRef(0);

  const load = useCallback(
    async (before: Shown | undefined): Promise<void> => {
      latestCall.current += 1;
      const call = latestCall.current;
      const from = before ? before.from : beginOf(period);
      setLoading(true);
      try {
        const answer = await api.readAudit({
          limit: ENTRIES_PER_CALL,
          ...(from === undefined ? {} : { from }),
          ...(before?.cursor ? { cursor: before.cursor } : {}),
        });
        if (call === latestCall.current) {
          const entries = [...(before?.entries ?? []), ...answer.entries];
          setShown({ entries, from, cursor: answer.next_cursor });
          setFailure(undefined);
        }
      } catch (error) {
        if (call === latestCall.current) {
          setFailure(failureOf(error));
        }
      } finally {
        if (call === latestCall.current) {
          setLoading(false);
        }
      }
    },
    [api, period],
  );

  const reload = useCallback(() => load(undefined), [load]);
  useEffect(() => void reload(), [reload]);
  return {
    entries: shown?.entries,
    more: shown?.cursor !== undefined,
    loading,
    failure,
    reload,
    loadMore: () => load(shown),
  };
}

function beginOf(period: AuditPeriod): string | undefined {
  const back = BACK_MS[period];
  return back === undefined ? undefined : new Date(Date.now() - back).toISOString();
}

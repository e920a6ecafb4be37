/** Who did what to whom: written before the action is carried out, and read by authorised clients. */
import type { AuditAnswer, AuditEntry, AuditQuery } from '../../contract/routes/audit.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';

/** @throws AuditUnavailable */
export interface AuditWriter {
  /** Once this resolves, the entry is stored. */
  write(entry: AuditEntry): Promise<void>;
}

export interface AuditSearch {
  /** Epoch milliseconds; `fromMs` is inclusive, `untilMs` exclusive. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  readonly limit: number;
  readonly cursor?: string;
}

/** @throws AuditUnavailable */
export interface AuditReader {
  /** A page, newest first; undefined when the cursor is not one that this log issued. */
  read(search: AuditSearch): Promise<AuditAnswer | undefined>;
}

/** @throws AuditUnavailable */
export async function readAudit(query: AuditQuery, log: AuditReader): Promise<Decision<AuditAnswer>> {
  const { from, to, limit, cursor } = query;
  const fromMs = from === undefined ? undefined : Date.parse(from);
  const untilMs = to === undefined ? undefined : Date.parse(to);
  if (fromMs !== undefined && untilMs !== undefined && fromMs >= untilMs) {
    return refuseFields([{ field: 'to', rule: 'must be later than from' }]);
  }
  const page = await log.read({
    limit,
    ...(fromMs === undefined ? {} : { fromMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
    ...(cursor === undefined ? {} : { cursor }),
  });
  return page
    ? accept(page)
    : refuseFields([{ field: 'cursor', rule: 'must be a next_cursor from a previous response' }]);
}

/**
 * Keeps entries of the activity log. The request has its outcome by then, which a log must not change: what cannot be
 * kept is a warning and counts as a failed step, and nobody waits for it for long.
 */
import type { ActivityLog, ActivityRecord } from '../domain/activity/activity-log.ts';
import { errorName } from '../domain/errors.ts';
import type { Notes } from './observability.ts';
import { waitWithin } from './wait.ts';

/** A write takes some 5 ms; the first of a cold function, with its connection, some hundred. */
export const PATIENCE_MS = 400;

/** Keeps an entry, if there is one, and waits for that for at most `atMostMs`. */
export type KeepActivity = (
  record: ActivityRecord | undefined,
  notes: Pick<Notes, 'warn' | 'count'>,
  atMostMs?: number,
) => Promise<void>;

/** Undefined without a log: then nothing is made to be kept. */
export function keepActivityIn(log: ActivityLog | undefined): KeepActivity | undefined {
  if (log === undefined) {
    return undefined;
  }
  return async (record, notes, atMostMs = PATIENCE_MS) => {
    if (record === undefined) {
      return;
    }
    const kept = log.append(record).catch((error: unknown) => {
      notes.warn('an entry of the activity log could not be kept', error);
      notes.count({ metric: 'StepsFailed', error: errorName(error) });
    });
    await waitWithin(kept, Math.max(0, atMostMs));
  };
}

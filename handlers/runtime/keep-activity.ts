/**
 * Keeps entries of the activity log. The request has its outcome by then, which a log must not change: what cannot be
 * kept is a warning and counts as a failed step, and nobody waits for it for long.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { KEEP_ACTIVITY } from '../contract/functions/activity.ts';
import type { ActivityRecord } from '../domain/activity/activity-log.ts';
import { errorName } from '../domain/errors.ts';
import { readFunction } from './environment.ts';
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

/** Undefined where the deployment has no log: then nothing is read, loaded or written. */
export function openActivity(
  { activityDays }: { readonly activityDays: number },
  traced: (client: DynamoDBClient) => DynamoDBClient,
): KeepActivity | undefined {
  if (activityDays === 0) {
    return undefined;
  }
  const log = activityLogAhead(readFunction(KEEP_ACTIVITY).tables.activity, activityDays, traced);
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

/** An entry as the API shows it. */
import type { ActivityEntry, ChannelAttempt } from '../../contract/routes/activity.ts';
import type { Channel } from '../../contract/vocabulary.ts';
import { executionNameIn } from '../../contract/workflow.ts';
import type { ActivityRecord } from './activity-log.ts';

const MICRO = 1e6;

export function shownEntry(record: ActivityRecord): ActivityEntry {
  const { entry_id: _, destination_masked, destination_digest: __, tried, price, ...shown } = record;
  return {
    ...shown,
    ...(destination_masked !== undefined && { destination: destination_masked }),
    ...(tried !== undefined && { tried: tried.split(' ').map(attemptOf) }),
    ...(price !== undefined && { price_usd: price / MICRO }),
    ...(record.execution_arn !== undefined && {
      execution_name: executionNameIn(record.execution_arn) ?? '',
    }),
  } as ActivityEntry;
}

function attemptOf(text: string): ChannelAttempt {
  const at = text.indexOf(':');
  return { channel: text.slice(0, at) as Channel, error: text.slice(at + 1) };
}

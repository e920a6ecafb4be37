/**
 * From when on the audit logs are whole. Before that, nobody knows who was deleted or forgotten, and a restore would
 * bring these people back: an audit log may be kept for a day, while a table is recovered from 35 days ago or copied
 * from a backup of any age, and a deployment after a removal has a new log.
 */
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { RefusedError } from '../command-line.ts';

const DAY_MS = 86_400_000;

/** @throws {RefusedError} when what happened since then is in none of the logs, or a log does not exist */
export async function refuseBeyondReach(
  client: CloudWatchLogsClient,
  logGroupNames: readonly string[],
  since: Date,
  now: Date,
): Promise<void> {
  const reaches = await Promise.all(logGroupNames.map((name) => reachOf(client, name, now)));
  const reachMs = Math.min(...reaches);
  if (since.getTime() < reachMs) {
    throw new RefusedError(
      `Refused: the audit log begins at ${new Date(reachMs).toISOString()}, so nobody knows who was deleted or forgotten before. --audit-log names the log of a deployment that was removed; --even-deleted restores all the same.`,
    );
  }
}

/** In epoch milliseconds. Entries go with the retention, so the creation alone does not say it. */
async function reachOf(client: CloudWatchLogsClient, name: string, now: Date): Promise<number> {
  for await (const { logGroups = [] } of paginateDescribeLogGroups(
    { client },
    { logGroupNamePrefix: name },
  )) {
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    if (group !== undefined) {
      const { creationTime = 0, retentionInDays = Number.POSITIVE_INFINITY } = group;
      return Math.max(creationTime, now.getTime() - retentionInDays * DAY_MS);
    }
  }
  throw new RefusedError(`There is no log group ${name}.`);
}

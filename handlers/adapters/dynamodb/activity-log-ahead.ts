/**
 * The activity log, for functions that append to it. DynamoDB's client is loaded while the function starts, but only in
 * a deployment that has the log.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ActivityLog } from '../../domain/activity/activity-log.ts';
import { systemRandomness } from '../system-randomness.ts';

/** Undefined where the deployment has no log: then nothing is read or loaded. `traced` adds the calls to the trace. */
export function activityLogAhead(
  { activityDays: days }: { readonly activityDays: number },
  read: () => { readonly tables: { readonly activity: string } },
  traced: (client: DynamoDBClient) => DynamoDBClient,
): ActivityLog | undefined {
  if (days === 0) {
    return undefined;
  }
  const table = read().tables.activity;
  const open = async () => {
    const [{ createDynamoDbClient }, { dynamoDbActivityLog }] = await Promise.all([
      import('./client.ts'),
      import('./activity-log.ts'),
    ]);
    return dynamoDbActivityLog(traced(createDynamoDbClient()), table, { days, random: systemRandomness });
  };
  const log = open();
  return {
    async append(record) {
      return (await log).append(record);
    },
  };
}

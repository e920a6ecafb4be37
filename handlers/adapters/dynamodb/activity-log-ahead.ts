/**
 * The activity log, for functions that append to it. DynamoDB's client is loaded while the function starts, but only in
 * a deployment that has the log.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { ActivityLog } from '../../domain/activity/activity-log.ts';
import { systemRandomness } from '../system-randomness.ts';

/** `traced` adds the client's calls to the trace. */
export function activityLogAhead(
  table: string,
  days: number,
  traced: (client: DynamoDBClient) => DynamoDBClient,
): ActivityLog {
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

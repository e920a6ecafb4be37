/**
 * A table as it was at a time, beside the live one. DynamoDB restores into a new table only, with the encryption
 * and the indexes of its source.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  RestoreTableToPointInTimeCommand,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { RefusedError } from '../command-line.ts';

/** A restore takes minutes to hours, whatever the table's size. */
const MAX_WAIT_SECONDS = 12 * 3600;
const LONGEST_NAME = 255;

/** @throws {RefusedError} when the table cannot be restored to that time */
export async function checkRecovery(client: DynamoDBClient, table: string, to: Date): Promise<void> {
  const { ContinuousBackupsDescription } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: table }),
  );
  const { PointInTimeRecoveryStatus, EarliestRestorableDateTime, LatestRestorableDateTime } =
    ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  if (PointInTimeRecoveryStatus !== 'ENABLED' || !EarliestRestorableDateTime || !LatestRestorableDateTime) {
    throw new RefusedError(`${table} has no point-in-time recovery.`);
  }
  if (to < EarliestRestorableDateTime || to > LatestRestorableDateTime) {
    throw new RefusedError(
      `${table} can be restored to a time from ${EarliestRestorableDateTime.toISOString()} to ${LatestRestorableDateTime.toISOString()}.`,
    );
  }
}

/** Restores, waits until it is done, and returns the new table's name. */
export async function recoverTable(client: DynamoDBClient, table: string, to: Date): Promise<string> {
  const suffix = `-at-${to.toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const TargetTableName = `${table.slice(0, LONGEST_NAME - suffix.length)}${suffix}`;
  await client.send(
    new RestoreTableToPointInTimeCommand({ SourceTableName: table, TargetTableName, RestoreDateTime: to }),
  );
  await waitUntilTableExists({ client, maxWaitTime: MAX_WAIT_SECONDS }, { TableName: TargetTableName });
  return TargetTableName;
}

export async function deleteRecovered(client: DynamoDBClient, TableName: string): Promise<void> {
  // The source's protection is not said to be copied, and is switched off where it was.
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await waitUntilTableExists({ client, maxWaitTime: MAX_WAIT_SECONDS }, { TableName });
  await client.send(new DeleteTableCommand({ TableName }));
}

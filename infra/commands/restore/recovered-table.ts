/**
 * A table as it was at a time, beside the live one. DynamoDB restores into a new table only, with the encryption
 * and the indexes of its source.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeContinuousBackupsCommand,
  paginateListTables,
  RestoreTableToPointInTimeCommand,
  TableAlreadyExistsException,
  TableInUseException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { RefusedError } from '../command-line.ts';

/** A restore takes minutes to hours, whatever the table's size. */
const MAX_WAIT_SECONDS = 12 * 3600;

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

/** The name says of which table and time it is, so that a run after an interruption takes the one that is there. */
export const recoveredName = (table: string, to: Date): string =>
  `${table}-at-${to.toISOString().replace(/[-:]|\.\d+/g, '')}`;

/** Tables that an earlier restore made of this one, and that are still there. */
export async function recoveredTablesOf(client: DynamoDBClient, table: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
    found.push(...TableNames.filter((name) => name.startsWith(`${table}-at-`)));
  }
  return found.filter((name) => /^-at-\d{8}T\d{6}Z$/.test(name.slice(table.length)));
}

/** Restores, unless an earlier run has, and waits until it is done. */
export async function recoverTable(client: DynamoDBClient, table: string, to: Date): Promise<void> {
  const TargetTableName = recoveredName(table, to);
  try {
    await client.send(
      new RestoreTableToPointInTimeCommand({ SourceTableName: table, TargetTableName, RestoreDateTime: to }),
    );
  } catch (error) {
    if (!(error instanceof TableAlreadyExistsException || error instanceof TableInUseException)) {
      throw error;
    }
  }
  await waitUntilTableExists({ client, maxWaitTime: MAX_WAIT_SECONDS }, { TableName: TargetTableName });
}

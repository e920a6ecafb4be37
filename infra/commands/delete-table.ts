/**
 * Deletes a table, protected or not. A run that was interrupted may have begun it, so nothing is asked of a table that is
 * gone or going: DynamoDB refuses to change or delete it then (ResourceInUseException).
 *
 * Protection is switched off only where it is on: DynamoDB does not say whether it takes a change of nothing.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
 */
import type { DynamoDBClient, TableDescription } from '@aws-sdk/client-dynamodb';
import {
  DeleteTableCommand,
  DescribeTableCommand,
  ResourceNotFoundException,
  TableStatus,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

const WAIT_SECONDS = 300;

export async function deleteTable(client: DynamoDBClient, TableName: string): Promise<void> {
  const table = await tableOf(client, TableName);
  if (table === undefined || table.TableStatus === TableStatus.DELETING) {
    return;
  }
  if (table.DeletionProtectionEnabled === true) {
    await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await waitUntilTableExists({ client, maxWaitTime: WAIT_SECONDS }, { TableName });
  }
  await client.send(new DeleteTableCommand({ TableName }));
}

/** Undefined when there is none. */
export async function tableOf(
  client: DynamoDBClient,
  TableName: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) {
      return undefined;
    }
    throw error;
  }
}

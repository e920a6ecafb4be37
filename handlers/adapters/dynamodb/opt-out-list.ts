/**
 * The opt-outs in the limits table: one item per number or address, without an expiry_time, so that
 * DynamoDB's TTL never deletes it.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { optOutItem } from '../../contract/limits-table.ts';
import type { OptOutList } from '../../domain/destinations/opt-out-list.ts';
import { onStore, toItem } from './client.ts';

export function dynamoDbOptOutList(client: DynamoDBClient, table: string): OptOutList {
  const keyOf = (subject: string) => toItem(optOutItem(subject));

  return {
    async has(subject) {
      const command = new GetItemCommand({ TableName: table, Key: keyOf(subject), ConsistentRead: true });
      return (await onStore(() => client.send(command))).Item !== undefined;
    },

    async add(subject) {
      const command = new PutItemCommand({ TableName: table, Item: keyOf(subject) });
      await onStore(() => client.send(command));
    },

    async remove(subject) {
      const command = new DeleteItemCommand({ TableName: table, Key: keyOf(subject) });
      await onStore(() => client.send(command));
    },
  };
}

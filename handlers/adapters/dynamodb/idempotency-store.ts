/** Idempotency keys in the limits table, stored as digests: callers may put anything into a key. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { LimitsKey } from '../../contract/limits-table.ts';
import type {
  IdempotencyKey,
  IdempotencyRecord,
  IdempotencyStore,
} from '../../domain/issuing/idempotency-store.ts';
import type { Item } from './client.ts';
import { fromItem, onCondition, onStore, toAttribute, toItem } from './client.ts';

/** `itemOf` is `requestClaim` or `verificationClaim`. */
export function dynamoDbIdempotencyStore(
  client: DynamoDBClient,
  table: string,
  itemOf: (clientId: string, keyDigest: string) => LimitsKey,
): IdempotencyStore {
  const keyOf = ({ client_id, key_digest }: IdempotencyKey): Item => toItem(itemOf(client_id, key_digest));

  const ifOwnedBy = (executionArn: string) => ({
    ConditionExpression: 'execution_arn = :owner',
    ExpressionAttributeValues: { ':owner': { S: executionArn } },
  });

  return {
    async claim(key, claim, nowSeconds, failedExecution) {
      const Key = keyOf(key);
      const takesOver =
        failedExecution === undefined ? '' : ' OR (execution_arn = :failed AND attribute_not_exists(answer))';
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...Key, ...toItem(claim) },
        ConditionExpression: `attribute_not_exists(subject) OR expiry_time <= :now OR execution_arn = :own${takesOver}`,
        ExpressionAttributeValues: {
          ':now': toAttribute(nowSeconds),
          ':own': { S: claim.execution_arn },
          ...(failedExecution === undefined ? {} : { ':failed': { S: failedExecution } }),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const attempt = await onCondition(() => client.send(command));
      if (attempt.applied) {
        return { claimed: true };
      }
      // Not every emulator returns the item when a condition fails.
      const existing = attempt.existing ?? (await readConsistently(Key));
      return { claimed: false, ...(existing ? { existing: fromItem<IdempotencyRecord>(existing) } : {}) };
    },

    async release(key, executionArn) {
      const command = new DeleteItemCommand({
        TableName: table,
        Key: keyOf(key),
        ...ifOwnedBy(executionArn),
      });
      await onCondition(() => client.send(command));
    },

    async keepAnswer(key, executionArn, answer) {
      const owned = ifOwnedBy(executionArn);
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(key),
        ...owned,
        UpdateExpression: 'SET answer = :answer',
        ExpressionAttributeValues: { ...owned.ExpressionAttributeValues, ':answer': { S: answer } },
      });
      await onCondition(() => client.send(command));
    },
  };

  async function readConsistently(Key: Item): Promise<Item | undefined> {
    const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
    return (await onStore(() => client.send(command))).Item;
  }
}

/**
 * Messages in the limits table: one item each, keyed by a digest of the message id.
 *
 * They are kept for days, longer than anything else that names a person, who may be deleted meanwhile. So the user
 * id is sealed under the message id, which is random: whoever has a report can open it, and the table alone cannot.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { messageExpiry, messageItem } from '../../contract/limits-table.ts';
import { messageKeys } from '../../domain/delivering/message-keys.ts';
import type { MessageRecord, MessageStore } from '../../domain/delivering/message-store.ts';
import { sealText, unsealText } from '../../domain/token/seal-token.ts';
import { systemRandomness } from '../system-randomness.ts';
import type { Item } from './client.ts';
import { fromItem, onCondition, onStore, toAttribute, toItem } from './client.ts';

const BOUND_TO = 'user_id';

export function dynamoDbMessageStore(client: DynamoDBClient, table: string): MessageStore {
  const keyOf = (messageId: string): Item => toItem(messageItem(messageKeys(messageId).digest));

  return {
    async note(messageId, message, nowSeconds) {
      const user_id = sealText(message.user_id, BOUND_TO, messageKeys(messageId), systemRandomness);
      const record = { ...message, user_id, expiry_time: messageExpiry(nowSeconds) };
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...keyOf(messageId), ...toItem(record) },
      });
      await onStore(() => client.send(command));
    },

    async find(messageId) {
      const command = new GetItemCommand({
        TableName: table,
        Key: keyOf(messageId),
        ConsistentRead: true,
      });
      const { Item } = await onStore(() => client.send(command));
      if (Item === undefined) {
        return undefined;
      }
      const message = fromItem<MessageRecord>(Item);
      return { ...message, user_id: unsealText(message.user_id, BOUND_TO, messageKeys(messageId)) };
    },

    async forget(messageId) {
      const command = new DeleteItemCommand({
        TableName: table,
        Key: keyOf(messageId),
        ConditionExpression: 'attribute_exists(subject)',
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async keepRefused(messageId) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(messageId),
        UpdateExpression: 'SET refusal_noted = :true',
        ConditionExpression: 'attribute_exists(subject) AND attribute_not_exists(refusal_noted)',
        ExpressionAttributeValues: { ':true': toAttribute(true) },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async lease(messageId, attempt, untilSeconds) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(messageId),
        UpdateExpression: 'SET attempt = :attempt, leased_until = :until',
        // The client repeats a write that got no answer: the attempt then has the lease already.
        ConditionExpression:
          'attribute_exists(subject) AND (attribute_not_exists(attempt) OR attempt = :attempt)',
        ExpressionAttributeValues: { ':attempt': { S: attempt }, ':until': toAttribute(untilSeconds) },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async endLease(messageId, attempt) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(messageId),
        UpdateExpression: 'REMOVE attempt, leased_until',
        ConditionExpression: 'attempt = :attempt',
        ExpressionAttributeValues: { ':attempt': { S: attempt } },
      });
      await onCondition(() => client.send(command));
    },
  };
}

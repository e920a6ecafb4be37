/** Messages in the limits table: one item each, keyed by the message id. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { messageExpiry, messageItem } from '../../contract/limits-table.ts';
import type { MessageRecord, MessageStore } from '../../domain/delivering/message-store.ts';
import { fromItem, onCondition, onStore, toAttribute, toItem } from './client.ts';

export function dynamoDbMessageStore(client: DynamoDBClient, table: string): MessageStore {
  return {
    async note(messageId, message, nowSeconds) {
      const command = new PutItemCommand({
        TableName: table,
        Item: toItem({ ...messageItem(messageId), ...message, expiry_time: messageExpiry(nowSeconds) }),
      });
      await onStore(() => client.send(command));
    },

    async find(messageId) {
      const command = new GetItemCommand({
        TableName: table,
        Key: toItem(messageItem(messageId)),
        ConsistentRead: true,
      });
      const { Item } = await onStore(() => client.send(command));
      return Item && fromItem<MessageRecord>(Item);
    },

    async forget(messageId) {
      const command = new DeleteItemCommand({
        TableName: table,
        Key: toItem(messageItem(messageId)),
        ConditionExpression: 'attribute_exists(subject)',
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async keepRefused(messageId) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: toItem(messageItem(messageId)),
        UpdateExpression: 'SET refusal_noted = :true',
        ConditionExpression: 'attribute_exists(subject) AND attribute_not_exists(refusal_noted)',
        ExpressionAttributeValues: { ':true': toAttribute(true) },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async lease(messageId, attempt, untilSeconds) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: toItem(messageItem(messageId)),
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
        Key: toItem(messageItem(messageId)),
        UpdateExpression: 'REMOVE attempt, leased_until',
        ConditionExpression: 'attempt = :attempt',
        ExpressionAttributeValues: { ':attempt': { S: attempt } },
      });
      await onCondition(() => client.send(command));
    },
  };
}

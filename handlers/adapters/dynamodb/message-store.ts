/** Messages in the limits table: one item each, keyed by the message id. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { messageExpiry, messageItem } from '../../contract/limits-table.ts';
import type { MessageRecord, MessageStore } from '../../domain/delivering/message-store.ts';
import { fromItem, onCondition, onStore, toItem } from './client.ts';

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
  };
}

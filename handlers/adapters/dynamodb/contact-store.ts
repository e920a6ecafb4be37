/** The contacts table. A contact's topic is its version: whoever changed it meanwhile changed the topic. */
import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ContactStore, StoredContact } from '../../domain/contacts/contact-store.ts';
import { fromItem, onCondition, onStore, toItem } from './client.ts';

export function dynamoDbContactStore(client: DynamoDBClient, table: string): ContactStore<StoredContact> {
  const keyOf = (userId: string) => ({ TableName: table, Key: { user_id: { S: userId } } });
  const ifTopicIs = (expected: string | undefined) =>
    expected === undefined
      ? { ConditionExpression: 'attribute_not_exists(topic_arn)' }
      : {
          ConditionExpression: 'topic_arn = :topic',
          ExpressionAttributeValues: { ':topic': { S: expected } },
        };

  return {
    async get(userId) {
      const command = new GetItemCommand({ ...keyOf(userId), ConsistentRead: true });
      const { Item } = await onStore(() => client.send(command));
      return Item && fromItem<StoredContact>(Item);
    },

    async put(contact, expectedTopic) {
      const command = new PutItemCommand({
        TableName: table,
        Item: toItem(contact),
        ...ifTopicIs(expectedTopic),
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async delete(userId, expectedTopic) {
      const command = new DeleteItemCommand({ ...keyOf(userId), ...ifTopicIs(expectedTopic) });
      return (await onCondition(() => client.send(command))).applied;
    },

    async setConfirmed(userId, topicArn, confirmed) {
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression: 'SET email_confirmed = :confirmed',
        ConditionExpression: 'topic_arn = :topic',
        ExpressionAttributeValues: { ':confirmed': { BOOL: confirmed }, ':topic': { S: topicArn } },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async noteConfirmationSent(userId, topicArn, sentAt, notAfter) {
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression: 'SET confirmation_sent_at = :sent_at',
        ConditionExpression:
          'topic_arn = :topic AND (attribute_not_exists(confirmation_sent_at) OR confirmation_sent_at <= :not_after)',
        ExpressionAttributeValues: {
          ':sent_at': { S: sentAt },
          ':topic': { S: topicArn },
          ':not_after': { S: notAfter },
        },
      });
      return (await onCondition(() => client.send(command))).applied;
    },
  };
}

/**
 * The contacts table. The handle of a contact's email is its version: whoever changed it meanwhile changed the handle.
 * The attribute is called after the first transport, SNS, whose handles are topics.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ContactStore, StoredContact } from '../../domain/contacts/contact-store.ts';
import { fromItem, onCondition, onStore, toItem } from './client.ts';

type StoredItem = Omit<StoredContact, 'email_handle'> & { readonly topic_arn?: string };

const named = ({ topic_arn, ...contact }: StoredItem): StoredContact => ({
  ...contact,
  ...(topic_arn === undefined ? {} : { email_handle: topic_arn }),
});

export function dynamoDbContactStore(client: DynamoDBClient, table: string): ContactStore<StoredContact> {
  const keyOf = (userId: string) => ({ TableName: table, Key: { user_id: { S: userId } } });
  const ifHandleIs = (expected: string | undefined) =>
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
      return Item && named(fromItem<StoredItem>(Item));
    },

    async put({ email_handle, ...contact }, expectedHandle) {
      const command = new PutItemCommand({
        TableName: table,
        Item: toItem({ ...contact, ...(email_handle === undefined ? {} : { topic_arn: email_handle }) }),
        ...ifHandleIs(expectedHandle),
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async delete(userId, expectedHandle) {
      const command = new DeleteItemCommand({ ...keyOf(userId), ...ifHandleIs(expectedHandle) });
      return (await onCondition(() => client.send(command))).applied;
    },

    async setConfirmed(userId, handle, confirmed) {
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression: 'SET email_confirmed = :confirmed',
        ConditionExpression: 'topic_arn = :topic',
        ExpressionAttributeValues: { ':confirmed': { BOOL: confirmed }, ':topic': { S: handle } },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async noteConfirmationSent(userId, handle, sentAt, notAfter) {
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression: 'SET confirmation_sent_at = :sent_at',
        ConditionExpression:
          'topic_arn = :topic AND (attribute_not_exists(confirmation_sent_at) OR confirmation_sent_at <= :not_after)',
        ExpressionAttributeValues: {
          ':sent_at': { S: sentAt },
          ':topic': { S: handle },
          ':not_after': { S: notAfter },
        },
      });
      return (await onCondition(() => client.send(command))).applied;
    },
  };
}

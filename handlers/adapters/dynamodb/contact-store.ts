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
import type {
  ContactStore,
  ExpectedConfirmation,
  StoredContact,
} from '../../domain/contacts/contact-store.ts';
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

  const ifStillSo = (handle: string, { email_confirmed = false, code_digest }: ExpectedConfirmation) => ({
    ConditionExpression: `topic_arn = :topic AND email_confirmed = :confirmed AND ${
      code_digest === undefined ? 'attribute_not_exists(code_digest)' : 'code_digest = :digest'
    }`,
    ExpressionAttributeValues: {
      ':topic': { S: handle },
      ':confirmed': { BOOL: email_confirmed },
      ...(code_digest === undefined ? {} : { ':digest': { S: code_digest } }),
    },
  });

  return {
    async get(userId) {
      const command = new GetItemCommand({ ...keyOf(userId), ConsistentRead: true });
      const { Item } = await onStore(() => client.send(command));
      return Item && named(fromItem<StoredItem>(Item));
    },

    async put({ email_handle, ...contact }, expectedHandle, expected) {
      const command = new PutItemCommand({
        TableName: table,
        Item: toItem({ ...contact, ...(email_handle === undefined ? {} : { topic_arn: email_handle }) }),
        ...(expected && expectedHandle !== undefined
          ? ifStillSo(expectedHandle, expected)
          : ifHandleIs(expectedHandle)),
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
        UpdateExpression: 'SET email_confirmed = :confirmed, email_unsubscribed = :unsubscribed',
        ConditionExpression: 'topic_arn = :topic',
        ExpressionAttributeValues: {
          ':confirmed': { BOOL: confirmed },
          ':unsubscribed': { BOOL: !confirmed },
          ':topic': { S: handle },
        },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async noteConfirmationSent(userId, handle, sentAt, notAfter, code) {
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression: `SET confirmation_sent_at = :sent_at, confirm_by = :by${
          code === undefined ? '' : ', code_digest = :digest, code_expires_at = :expires'
        }`,
        ConditionExpression:
          'topic_arn = :topic AND (attribute_not_exists(confirmation_sent_at) OR confirmation_sent_at <= :not_after)',
        ExpressionAttributeValues: {
          ':sent_at': { S: sentAt },
          ':by': { S: 'code' },
          ...(code === undefined
            ? {}
            : { ':digest': { S: code.code_digest }, ':expires': { N: String(code.code_expires_at) } }),
          ':topic': { S: handle },
          ':not_after': { S: notAfter },
        },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async confirmEmail(userId, handle, codeDigest) {
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression:
          'SET email_confirmed = :true, email_unsubscribed = :false, confirm_by = :by REMOVE code_digest, code_expires_at',
        ConditionExpression: `topic_arn = :topic${codeDigest === undefined ? '' : ' AND code_digest = :digest'}`,
        ExpressionAttributeValues: {
          ':true': { BOOL: true },
          ':false': { BOOL: false },
          ':by': { S: 'code' },
          ':topic': { S: handle },
          ...(codeDigest === undefined ? {} : { ':digest': { S: codeDigest } }),
        },
      });
      return (await onCondition(() => client.send(command))).applied;
    },
  };
}

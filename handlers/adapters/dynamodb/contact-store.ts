/**
 * The contacts table. Its item's version is `sealed_addresses`, which is sealed anew for every replacement. The
 * attribute of the handle is named after the first transport, SNS, whose handles are topics.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ContactStore, SealedContact, StoredContact } from '../../domain/contacts/contact-store.ts';
import { fromItem, onCondition, onStore, toItem } from './client.ts';
import { ABSENT, asExpected, asRead, both, either, ifSealed } from './contact-conditions.ts';

type StoredItem = Omit<StoredContact, 'email_handle'> & { readonly topic_arn?: string };

const named = ({ topic_arn, ...contact }: StoredItem): StoredContact => ({
  ...contact,
  ...(topic_arn === undefined ? {} : { email_handle: topic_arn }),
  ...(contact.sealed_addresses === undefined ? {} : { version: contact.sealed_addresses }),
});

export function dynamoDbContactStore(
  client: DynamoDBClient,
  table: string,
): ContactStore<StoredContact, SealedContact> {
  const keyOf = (userId: string) => ({ TableName: table, Key: { user_id: { S: userId } } });

  return {
    async get(userId) {
      const command = new GetItemCommand({ ...keyOf(userId), ConsistentRead: true });
      const { Item } = await onStore(() => client.send(command));
      return Item && named(fromItem<StoredItem>(Item));
    },

    async put({ email_handle, ...contact }, before, expected) {
      const command = new PutItemCommand({
        TableName: table,
        Item: toItem({ ...contact, ...(email_handle === undefined ? {} : { topic_arn: email_handle }) }),
        ...either(both(asRead(before), asExpected(expected)), ifSealed(':written', contact.sealed_addresses)),
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async delete(userId, before) {
      const command = new DeleteItemCommand({
        ...keyOf(userId),
        ...either(asRead(before), ABSENT),
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async setConfirmed(userId, handle, confirmed, more) {
      const asked = more === undefined ? '' : ', topic_asked = :asked';
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression: `SET email_confirmed = :confirmed, email_unsubscribed = :unsubscribed${asked}`,
        ConditionExpression: 'topic_arn = :topic',
        ExpressionAttributeValues: {
          ...(more === undefined ? {} : { ':asked': { BOOL: more.isTopicAsked } }),
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
          code === undefined ? '' : ', code_digest = :digest, code_expires_at = :expires REMOVE code_tries'
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

    async countTypedCode(userId, handle, codeDigest, most) {
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression: 'ADD code_tries :one',
        ConditionExpression:
          'topic_arn = :topic AND code_digest = :digest AND (attribute_not_exists(code_tries) OR code_tries < :most)',
        ExpressionAttributeValues: toItem({
          ':one': 1,
          ':topic': handle,
          ':digest': codeDigest,
          ':most': most,
        }),
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async confirmEmail(userId, handle, codeDigest) {
      const command = new UpdateItemCommand({
        ...keyOf(userId),
        UpdateExpression:
          'SET email_confirmed = :true, email_unsubscribed = :false, confirm_by = :by REMOVE code_digest, code_expires_at, code_tries',
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

/**
 * The tokens table. An item is a person's only token for a purpose in a client group, and every change to it
 * is one conditional write, so that no decision is based on a stale read.
 */
import type { DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { ConditionalWrite, HandOver, TokenKey, TokenStore } from '../../domain/token/token-store.ts';
import type { Item } from './client.ts';
import { onCondition, onStore, toAttribute } from './client.ts';
import { renewalOf } from './renewed-code.ts';
import { fromTokenItem, tokenKey, toTokenItem } from './token-item.ts';
import { tokenReader } from './token-reader.ts';

const OPEN = '#status IN (:issued, :sent) AND expiry_time > :now';
const OPEN_VALUES = { ':issued': { S: 'issued' }, ':sent': { S: 'sent' } };
const STATUS = { '#status': 'status' };

type Change = Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues' | 'ExpressionAttributeNames'
>;

/** `listIndex` is the name of the list index; only listing needs it. */
export function dynamoDbTokenStore(client: DynamoDBClient, table: string, listIndex = ''): TokenStore {
  /**
   * If the condition fails, returns the item that failed it. Reads that item where the store does not return
   * it, as some emulators do not.
   */
  const conditionally = async (key: Item, write: () => Promise<Item>): Promise<ConditionalWrite> => {
    const attempt = await onCondition(write);
    if (attempt.applied) {
      return { applied: true, token: fromTokenItem(attempt.output) };
    }
    const existing = attempt.existing ?? (await readConsistently(key));
    return { applied: false, ...(existing ? { existing: fromTokenItem(existing) } : {}) };
  };

  const readConsistently = async (Key: Item): Promise<Item | undefined> => {
    const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
    return (await onStore(() => client.send(command))).Item;
  };

  const update = (key: TokenKey, change: Change): Promise<ConditionalWrite> => {
    const Key = tokenKey(key);
    const command = new UpdateItemCommand({
      TableName: table,
      Key,
      ...change,
      ExpressionAttributeNames: { ...STATUS, ...change.ExpressionAttributeNames },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return conditionally(Key, async () => (await client.send(command)).Attributes ?? {});
  };

  /** With `sends`, only if the token was not sent again since. */
  const handOverIf = async (key: TokenKey, handOver: HandOver, sends?: number): Promise<boolean> => {
    const { token_id, channel, destination_digest, destination_masked, earlier_destinations } = handOver;
    const command = new UpdateItemCommand({
      TableName: table,
      Key: tokenKey(key),
      UpdateExpression:
        'SET #channel = :channel, destination_digest = :digest, destination_masked = :masked, earlier_destinations = :earlier ADD channels :channels',
      ConditionExpression: `token_id = :token_id AND #status IN (:issued, :sent)${
        sends === undefined ? '' : ' AND sends = :sends'
      }`,
      ExpressionAttributeNames: { ...STATUS, '#channel': 'channel' },
      ExpressionAttributeValues: {
        ...OPEN_VALUES,
        ':token_id': { S: token_id },
        ':channel': { S: channel },
        ':channels': toAttribute([channel]),
        ':masked': { S: destination_masked },
        ':digest': { S: destination_digest },
        ':earlier': { S: earlier_destinations },
        ...(sends === undefined ? {} : { ':sends': toAttribute(sends) }),
      },
    });
    return (await onCondition(() => client.send(command))).applied;
  };

  return {
    async get(key) {
      const item = await readConsistently(tokenKey(key));
      return item && fromTokenItem(item);
    },

    put(token, nowSeconds, replaces = { token_id: '', attempts: 0 }) {
      const Item = toTokenItem(token);
      const command = new PutItemCommand({
        TableName: table,
        Item,
        ConditionExpression:
          'attribute_not_exists(user_id) OR expiry_time <= :now OR (token_id = :replaced AND attempts = :attempts)',
        ExpressionAttributeValues: {
          ':now': toAttribute(nowSeconds),
          ':replaced': { S: replaces.token_id },
          ':attempts': toAttribute(replaces.attempts),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return conditionally(tokenKey(token), async () => {
        await client.send(command);
        return Item;
      });
    },

    noteResend(key, resend, nowSeconds) {
      const { token_id, sends, channel, last_sent_at, resent_by, client_id } = resend;
      const { key_digest, number_prefix, locale } = resend;
      const prefix = number_prefix === undefined ? '' : ', number_prefix = :number_prefix';
      const language = locale === undefined ? '' : ', locale = :locale';
      const hasKey = key_digest !== undefined;
      // The earlier message's arrival says nothing about this one.
      const removed = ['arrival', 'arrival_reason', ...(hasKey ? [] : ['key_digest'])];
      return update(key, {
        UpdateExpression: `SET sends = :sends, last_sent_at = :last_sent_at, resent_by = :resent_by, client_id = :client_id${prefix}${language}${
          hasKey ? ', key_digest = :key_digest' : ''
        } REMOVE ${removed.join(', ')}`,
        ConditionExpression: `${OPEN} AND token_id = :token_id AND sends = :before AND #channel = :channel`,
        ExpressionAttributeNames: { '#channel': 'channel' },
        ExpressionAttributeValues: {
          ...OPEN_VALUES,
          ':now': toAttribute(nowSeconds),
          ':token_id': { S: token_id },
          ':channel': { S: channel },
          ':sends': toAttribute(sends),
          ':before': toAttribute(sends - 1),
          ':last_sent_at': { S: last_sent_at },
          ':resent_by': { S: resent_by },
          ':client_id': { S: client_id },
          ...(hasKey ? { ':key_digest': { S: key_digest } } : {}),
          ...(number_prefix === undefined ? {} : { ':number_prefix': { S: number_prefix } }),
          ...(locale === undefined ? {} : { ':locale': { S: locale } }),
        },
      });
    },

    async forgetResend(key, { token_id, sends }, before) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: tokenKey(key),
        UpdateExpression: `SET ${[
          'sends = :before, last_sent_at = :last_sent_at, #channel = :channel, channels = :channels',
          'destination_masked = :masked, destination_digest = :digest, earlier_destinations = :earlier',
        ].join(
          ', ',
        )}${before.number_prefix === '' ? ' REMOVE number_prefix' : ', number_prefix = :number_prefix'}`,
        ConditionExpression: `token_id = :token_id AND sends = :sends${
          before.unless_handed_to === '' ? '' : ' AND NOT contains(channels, :doubted)'
        }`,
        ExpressionAttributeNames: { '#channel': 'channel' },
        ExpressionAttributeValues: {
          ':token_id': { S: token_id },
          ':sends': toAttribute(sends),
          ':before': toAttribute(sends - 1),
          ':last_sent_at': { S: before.last_sent_at },
          ':channel': { S: before.channel },
          ':channels': toAttribute(before.channels),
          ':masked': { S: before.destination_masked },
          ':digest': { S: before.destination_digest },
          ':earlier': { S: before.earlier_destinations },
          ...(before.unless_handed_to === '' ? {} : { ':doubted': { S: before.unless_handed_to } }),
          ...(before.number_prefix === '' ? {} : { ':number_prefix': { S: before.number_prefix } }),
        },
      });
      await onCondition(() => client.send(command));
    },

    replaceCode(key, replaced, code, nowSeconds) {
      const renewal = renewalOf(code);
      return update(key, {
        ...renewal,
        ConditionExpression: `${OPEN} AND token_id = :replaced AND sends = :before AND attempts < max_attempts`,
        ExpressionAttributeValues: {
          ...renewal.ExpressionAttributeValues,
          ...OPEN_VALUES,
          ':now': toAttribute(nowSeconds),
          ':replaced': { S: replaced.token_id },
          ':before': toAttribute(replaced.sends),
        },
      });
    },

    noteHandOver(key, handOver) {
      return handOverIf(key, handOver);
    },

    handOverInstead(key, handOver) {
      return handOverIf(key, handOver, handOver.sends);
    },

    async takeBackInstead(key, { token_id, sends, channel }, before) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: tokenKey(key),
        UpdateExpression:
          'SET #channel = :channel, channels = :channels, destination_digest = :digest, destination_masked = :masked, earlier_destinations = :earlier',
        ConditionExpression: 'token_id = :token_id AND sends = :sends AND #channel = :handed',
        ExpressionAttributeNames: { '#channel': 'channel' },
        ExpressionAttributeValues: {
          ':token_id': { S: token_id },
          ':sends': toAttribute(sends),
          ':handed': { S: channel },
          ':channel': { S: before.channel },
          ':channels': toAttribute(before.channels),
          ':masked': { S: before.destination_masked },
          ':digest': { S: before.destination_digest },
          ':earlier': { S: before.earlier_destinations },
        },
      });
      await onCondition(() => client.send(command));
    },

    async noteArrival(key, { token_id, sends, channel, arrival, arrival_reason }) {
      const reason = arrival_reason === undefined ? '' : ', arrival_reason = :reason';
      const command = new UpdateItemCommand({
        TableName: table,
        Key: tokenKey(key),
        UpdateExpression: `SET arrival = :arrival${reason}`,
        ConditionExpression: 'token_id = :token_id AND sends = :sends AND #channel = :channel',
        ExpressionAttributeNames: { '#channel': 'channel' },
        ExpressionAttributeValues: {
          ':token_id': { S: token_id },
          ':sends': toAttribute(sends),
          ':channel': { S: channel },
          ':arrival': { S: arrival },
          ...(arrival_reason === undefined ? {} : { ':reason': { S: arrival_reason } }),
        },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    async recordInstead(key, { token_id, sends, sent_at, outcome, message_id }) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: tokenKey(key),
        UpdateExpression:
          'SET sent_at = :sent_at, outcome = :outcome, message_id = :message_id REMOVE arrival',
        ConditionExpression: 'token_id = :token_id AND sends = :sends',
        ExpressionAttributeValues: {
          ':token_id': { S: token_id },
          ':sends': toAttribute(sends),
          ':sent_at': { S: sent_at },
          ':outcome': { S: outcome },
          ':message_id': { S: message_id },
        },
      });
      await onCondition(() => client.send(command));
    },

    countAttempt(key, nowSeconds, { tokenId, attemptBy } = {}) {
      const sameToken = tokenId === undefined ? '' : ' AND token_id = :token_id';
      const another =
        attemptBy === undefined ? '' : ' AND (attribute_not_exists(attempt_by) OR attempt_by <> :attempt_by)';
      return update(key, {
        UpdateExpression: `ADD attempts :one${attemptBy === undefined ? '' : ' SET attempt_by = :attempt_by'}`,
        ConditionExpression: `${OPEN} AND attempts < max_attempts${sameToken}${another}`,
        ExpressionAttributeValues: {
          ...OPEN_VALUES,
          ':one': { N: '1' },
          ':now': toAttribute(nowSeconds),
          ...(tokenId === undefined ? {} : { ':token_id': { S: tokenId } }),
          ...(attemptBy === undefined ? {} : { ':attempt_by': { S: attemptBy } }),
        },
      });
    },

    async settleAttempt(key, tokenId) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: tokenKey(key),
        UpdateExpression: 'ADD settled :one',
        ConditionExpression: 'token_id = :token_id',
        ExpressionAttributeValues: { ':one': { N: '1' }, ':token_id': { S: tokenId } },
      });
      await onCondition(() => client.send(command));
    },

    async returnAttempt(key, tokenId) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: tokenKey(key),
        UpdateExpression: 'ADD attempts :minus_one',
        ConditionExpression: 'token_id = :token_id AND attempts > :zero',
        ExpressionAttributeValues: {
          ':minus_one': { N: '-1' },
          ':zero': { N: '0' },
          ':token_id': { S: tokenId },
        },
      });
      await onCondition(() => client.send(command));
    },

    markUsed(key, { tokenId, verifiedAt, verifiedBy }, nowSeconds) {
      return update(key, {
        UpdateExpression:
          'SET #status = :used, verified_at = :verified_at, verified_by = :verified_by REMOVE sealed_token, token_digest',
        ConditionExpression: `${OPEN} AND token_id = :token_id`,
        ExpressionAttributeValues: {
          ...OPEN_VALUES,
          ':used': { S: 'used' },
          ':verified_at': { S: verifiedAt },
          ':verified_by': { S: verifiedBy },
          ':now': toAttribute(nowSeconds),
          ':token_id': { S: tokenId },
        },
      });
    },

    async revoke(key, nowSeconds, tokenId) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: tokenKey(key),
        UpdateExpression: 'SET #status = :revoked REMOVE sealed_token, token_digest',
        // A locked token is revoked too: giving an attempt back would unlock it.
        ConditionExpression: tokenId === undefined ? OPEN : `${OPEN} AND token_id = :token_id`,
        ExpressionAttributeNames: STATUS,
        ExpressionAttributeValues: {
          ...OPEN_VALUES,
          ':revoked': { S: 'revoked' },
          ':now': toAttribute(nowSeconds),
          ...(tokenId === undefined ? {} : { ':token_id': { S: tokenId } }),
        },
      });
      return (await onCondition(() => client.send(command))).applied;
    },

    ...tokenReader(client, table, listIndex),
  };
}

/**
 * The tokens table. One item is the one token of a person for a purpose, and every change to it is one
 * conditional write, so no reader ever decides on what may have changed since.
 */
import {
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { ConditionalWrite, TokenKey, TokenRecord, TokenStore } from '../domain/ports.ts';
import { fromItem, type Item, onCondition, onStore, toAttribute, toItem } from './dynamodb-client.ts';
import { tokenReader } from './dynamodb-token-reader.ts';

const OPEN = '#status IN (:issued, :sent) AND expiry_time > :now';
const OPEN_VALUES = { ':issued': { S: 'issued' }, ':sent': { S: 'sent' } };
const STATUS = { '#status': 'status' };

type Change = Pick<
  UpdateItemCommandInput,
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'
>;

/** The store on a table. `listIndex` is the name of its list index; only listing needs it. */
export function dynamoDbTokenStore(client: DynamoDBClient, table: string, listIndex = ''): TokenStore {
  /** Asks for the item in the way; where the store returns none (not every emulator does), reads it. */
  const conditionally = async (key: Item, write: () => Promise<Item>): Promise<ConditionalWrite> => {
    const attempt = await onCondition(write);
    if (attempt.applied) return { applied: true, token: fromItem(attempt.output) };
    const existing = attempt.existing ?? (await readConsistently(key));
    return { applied: false, ...(existing ? { existing: fromItem<TokenRecord>(existing) } : {}) };
  };

  const readConsistently = async (Key: Item): Promise<Item | undefined> => {
    const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
    return (await onStore(() => client.send(command))).Item;
  };

  const update = (key: TokenKey, change: Change): Promise<ConditionalWrite> => {
    const Key = keyOf(key);
    const command = new UpdateItemCommand({
      TableName: table,
      Key,
      ...change,
      ExpressionAttributeNames: STATUS,
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return conditionally(Key, async () => (await client.send(command)).Attributes ?? {});
  };

  return {
    put(token, nowSeconds) {
      const Item = toItem(token);
      const command = new PutItemCommand({
        TableName: table,
        Item,
        ConditionExpression: 'attribute_not_exists(user_id) OR expiry_time <= :now OR issued_at < :issued_at',
        ExpressionAttributeValues: {
          ':now': toAttribute(nowSeconds),
          ':issued_at': toAttribute(token.issued_at),
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return conditionally(keyOf(token), async () => {
        await client.send(command);
        return Item;
      });
    },

    countAttempt(key, nowSeconds, tokenId) {
      const sameToken = tokenId === undefined ? '' : ' AND token_id = :token_id';
      return update(key, {
        UpdateExpression: 'ADD attempts :one',
        ConditionExpression: `${OPEN} AND attempts < max_attempts${sameToken}`,
        ExpressionAttributeValues: {
          ...OPEN_VALUES,
          ':one': { N: '1' },
          ':now': toAttribute(nowSeconds),
          ...(tokenId === undefined ? {} : { ':token_id': { S: tokenId } }),
        },
      });
    },

    markUsed(key, tokenId, nowSeconds, verifiedAt) {
      return update(key, {
        UpdateExpression: 'SET #status = :used, verified_at = :verified_at',
        ConditionExpression: `${OPEN} AND token_id = :token_id`,
        ExpressionAttributeValues: {
          ...OPEN_VALUES,
          ':used': { S: 'used' },
          ':verified_at': { S: verifiedAt },
          ':now': toAttribute(nowSeconds),
          ':token_id': { S: tokenId },
        },
      });
    },

    async revoke(key) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: keyOf(key),
        UpdateExpression: 'SET #status = :revoked REMOVE sealed_token, token_digest',
        ConditionExpression: 'attribute_exists(user_id)',
        ExpressionAttributeNames: STATUS,
        ExpressionAttributeValues: { ':revoked': { S: 'revoked' } },
      });
      await onCondition(() => client.send(command));
    },

    ...tokenReader(client, table, listIndex),
  };
}

const keyOf = ({ user_id, purpose }: TokenKey): Item => ({
  user_id: { S: user_id },
  purpose: { S: purpose },
});

/** The reads behind lists of tokens: queries and batch gets, never a scan. */
import { setTimeout as wait } from 'node:timers/promises';
import type { DynamoDBClient, KeysAndAttributes, QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { BatchGetItemCommand, paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import { StoreUnavailable } from '../../domain/errors.ts';
import type { TokenIndexRow, TokenRecord, TokenStore } from '../../domain/token/token-store.ts';
import type { Item } from './client.ts';
import { onStore, toAttribute } from './client.ts';
import { fromTokenItem, tokenKey } from './token-item.ts';

/** A masked list reads neither the sealed token nor its digest: what is not fetched cannot leak. */
const SHOWN =
  'user_id, slot, token_id, #status, channel, channels, destination_masked, outcome, message_id, arrival, arrival_reason, attempts, max_attempts, issued_at, expiry_time';
const SHOWN_AND_SEALED = `${SHOWN}, sealed_token, secret_version`;
const STATUS = { '#status': 'status' };

/** Waits before unprocessed keys are requested again; after the last, the store counts as unavailable. */
const LEFTOVER_WAITS_MS = [25, 50, 100, 200];

export function tokenReader(
  client: DynamoDBClient,
  table: string,
  listIndex: string,
): Pick<TokenStore, 'newest' | 'allOf' | 'tokensOf' | 'read'> {
  const queryPerson = (userId: string, more: Partial<QueryCommandInput>) => {
    const pages = paginateQuery(
      { client },
      {
        TableName: table,
        KeyConditionExpression: 'user_id = :user_id',
        ExpressionAttributeValues: { ':user_id': { S: userId } },
        ...more,
      },
    );
    return onStore(async () => {
      const tokens: TokenRecord[] = [];
      for await (const { Items = [] } of pages) {
        tokens.push(...Items.map((item) => fromTokenItem(item)));
      }
      return tokens;
    });
  };

  return {
    async newest({ shard, issuedAfter, issuedUntil, limit, continueAfter }) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: listIndex,
        // A key condition takes one range, and BETWEEN includes both ends, so the lower end is filtered out
        // below.
        KeyConditionExpression: issuedUntil
          ? 'list_shard = :shard AND issued_at BETWEEN :after AND :until'
          : 'list_shard = :shard AND issued_at > :after',
        ExpressionAttributeValues: {
          ':shard': toAttribute(shard),
          ':after': { S: issuedAfter },
          ...(issuedUntil ? { ':until': { S: issuedUntil } } : {}),
        },
        ScanIndexForward: false,
        Limit: limit,
        ...(continueAfter ? { ExclusiveStartKey: continueAfter as Item } : {}),
      });
      const { Items = [], LastEvaluatedKey } = await onStore(() => client.send(command));
      const rows = Items.map((item) => fromTokenItem<TokenIndexRow>(item));
      return {
        rows: rows.filter((row) => row.issued_at > issuedAfter),
        ...(LastEvaluatedKey ? { continueAfter: LastEvaluatedKey } : {}),
      };
    },

    allOf: (userId) => queryPerson(userId, { ConsistentRead: true }),

    tokensOf: (userId, withSecrets) =>
      queryPerson(userId, {
        ProjectionExpression: withSecrets ? SHOWN_AND_SEALED : SHOWN,
        ExpressionAttributeNames: STATUS,
      }),

    async read(keys, withSecrets) {
      const tokens: TokenRecord[] = [];
      let asked: KeysAndAttributes = {
        Keys: keys.map(tokenKey),
        ProjectionExpression: withSecrets ? SHOWN_AND_SEALED : SHOWN,
        ExpressionAttributeNames: STATUS,
      };
      for (const waitMs of [...LEFTOVER_WAITS_MS, undefined]) {
        const command = new BatchGetItemCommand({ RequestItems: { [table]: asked } });
        const { Responses, UnprocessedKeys } = await onStore(() => client.send(command));
        tokens.push(...(Responses?.[table] ?? []).map((item) => fromTokenItem(item)));
        const left = UnprocessedKeys?.[table];
        if (left === undefined) {
          return tokens;
        }
        asked = left;
        if (waitMs !== undefined) {
          await wait(waitMs);
        }
      }
      throw new StoreUnavailable();
    },
  };
}

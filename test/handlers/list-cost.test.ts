/** What a page of the list costs, however many tokens are live. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { toTokenItem } from '../../handlers/adapters/dynamodb/token-item.ts';
import { dynamoDbTokenStore } from '../../handlers/adapters/dynamodb/token-store.ts';
import { systemRandomness } from '../../handlers/adapters/system-randomness.ts';
import type { ListTokensPorts } from '../../handlers/domain/reporting/list-tokens.ts';
import { listTokens } from '../../handlers/domain/reporting/list-tokens.ts';
import { deriveKeys } from '../../handlers/domain/token/seal-token.ts';
import { countUnits } from '../support/consumed-capacity.ts';
import type { Database } from '../support/dynamodb.ts';
import { LIST_INDEX, startInProcess, TABLES } from '../support/dynamodb.ts';
import { aToken, fixedKeys } from './fixtures.ts';

const NOW_MS = Date.UTC(2026, 10, 22, 10);
const LIFETIME_SECONDS = 300;
const SHARDS = 4;
const BATCH = 25;

describe('a page of the list', () => {
  let database: Database | undefined;
  beforeAll(async () => {
    // Loads 10,000 tokens fastest. Every engine computes the units from the sizes.
    database = await startInProcess();
  });
  afterAll(() => database?.close());

  it('costs the same read units with 10,000 live tokens as with 100, on the first page and the next', async () => {
    if (database === undefined) {
      throw new Error('There is no database');
    }
    const { client } = database;
    const used = countUnits(client);
    const costs = async (whose: { client_group?: string } = {}) => {
      const ports = portsIn(client);
      const units: number[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < 3; page += 1) {
        used.restart();
        const query = { ...whose, purpose: 'login', limit: 20, reveal: false, ...(cursor ? { cursor } : {}) };
        const list = await listTokens(query as never, ports);
        if (!list.ok) {
          throw new Error(list.refusal.code);
        }
        expect(list.value.tokens).toHaveLength(20);
        cursor = list.value.next_cursor;
        units.push(used.sum().read);
      }
      return units;
    };
    await addTokens(client, 0, 100);
    const few = await costs();
    await addTokens(client, 100, 10_000);
    expect(await costs()).toEqual(few);
    expect(few[0]).toBeLessThanOrEqual(12);
    // A client's page reads 100 rows of the index, however many it shows.
    for (const units of await costs({ client_group: 'auth-system' })) {
      expect(units).toBeLessThanOrEqual(20);
    }
  });
});

const portsIn = (client: DynamoDBClient): ListTokensPorts => ({
  tokens: dynamoDbTokenStore(client, TABLES.tokens, LIST_INDEX),
  // Masked values are never unsealed.
  keys: fixedKeys(deriveKeys('v1', 'no secret')),
  cursorKeys: fixedKeys(deriveKeys('v1', 'a secret')),
  random: systemRandomness,
  now: () => NOW_MS,
  listShards: SHARDS,
  lifetimeSeconds: LIFETIME_SECONDS,
});

/** Adds the tokens `from` to `to`, exclusive, spread over the shards and the last minute. */
async function addTokens(client: DynamoDBClient, from: number, to: number): Promise<void> {
  const token = toTokenItem(aToken({ expiry_time: NOW_MS / 1000 + LIFETIME_SECONDS, status: 'sent' }));
  const requests = Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    const Item = {
      ...token,
      user_id: { S: `person-${String(number).padStart(6, '0')}` },
      issued_at: { S: new Date(NOW_MS - 60_000 + number * 5).toISOString() },
      list_shard: { N: String(number % SHARDS) },
    };
    return { PutRequest: { Item } };
  });
  const batches: (typeof requests)[] = [];
  for (let at = 0; at < requests.length; at += BATCH) {
    batches.push(requests.slice(at, at + BATCH));
  }
  const write = async () => {
    for (let batch = batches.pop(); batch; batch = batches.pop()) {
      await client.send(new BatchWriteItemCommand({ RequestItems: { [TABLES.tokens]: batch } }));
    }
  };
  await Promise.all(Array.from({ length: 4 }, write));
}

/**
 * Deletes expired items, as DynamoDB's TTL does, but within seconds instead of days, so that expiry can be
 * demonstrated. Calls the engine directly, so that injected faults do not affect it.
 */
import { AwsError } from '../wire/aws-error.ts';
import type { Table } from './tables.ts';
import type { DynamoDbWire } from './wire.ts';

type Item = Record<string, unknown>;

/** Sweeps every `intervalMs` until stopped; `stop` waits for a sweep in progress. */
export function startTtlSweep(
  dynamodb: DynamoDbWire,
  tables: readonly Table[],
  intervalMs: number,
): { stop(): Promise<void> } {
  let stopped = false;
  let sweeping: Promise<unknown> = Promise.resolve();
  let timer = setTimeout(sweep, intervalMs);
  timer.unref();

  function sweep(): void {
    sweeping = Promise.all(tables.map((table) => sweepExpired(dynamodb, table, Date.now())))
      // The next sweep deletes what a failed one left.
      .catch(() => undefined)
      .then(() => {
        if (stopped) {
          return;
        }
        timer = setTimeout(sweep, intervalMs);
        timer.unref();
      });
  }

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await sweeping;
    },
  };
}

/** Deletes the items of one table that expired before the second of `nowMs`, epoch milliseconds. */
export async function sweepExpired(dynamodb: DynamoDbWire, table: Table, nowMs: number): Promise<void> {
  const { name, keyAttributes, ttlAttribute } = table;
  if (ttlAttribute === undefined) {
    return;
  }
  const names = { '#ttl': ttlAttribute };
  let ExclusiveStartKey: unknown;
  do {
    const page = await dynamodb.call('Scan', {
      TableName: name,
      FilterExpression: '#ttl < :now',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':now': { N: String(Math.floor(nowMs / 1000)) } },
      ...(ExclusiveStartKey === undefined ? {} : { ExclusiveStartKey }),
    });
    for (const item of (page.Items ?? []) as Item[]) {
      await deleteUnlessReplaced(dynamodb, name, keyOf(item, keyAttributes), names, item[ttlAttribute]);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

const keyOf = (item: Item, keyAttributes: readonly string[]): Item =>
  Object.fromEntries(keyAttributes.map((attribute) => [attribute, item[attribute]]));

/** An item that was rewritten since the scan has a new expiry, and is kept. */
async function deleteUnlessReplaced(
  dynamodb: DynamoDbWire,
  TableName: string,
  Key: Item,
  ExpressionAttributeNames: Record<string, string>,
  seenTtl: unknown,
): Promise<void> {
  try {
    await dynamodb.call('DeleteItem', {
      TableName,
      Key,
      ConditionExpression: '#ttl = :seen',
      ExpressionAttributeNames,
      ExpressionAttributeValues: { ':seen': seenTtl },
    });
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ConditionalCheckFailedException')) {
      throw error;
    }
  }
}

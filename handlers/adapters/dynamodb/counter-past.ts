/**
 * Removes expired windows and marks from a counter's item, so that it stays within the 1 KB of one write
 * unit.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { COUNTS_KEPT_SECONDS } from '../../contract/limits-table.ts';
import { StoreUnavailable } from '../../domain/errors.ts';
import { isOwnMark, markedAt, windowEnd } from '../../domain/limits/counter-entry.ts';
import type { Item } from './client.ts';
import { onCondition } from './client.ts';

/** Expired attributes that may pile up before they are removed: one extra write for about ten counts. */
const MOST_PAST = 8;

/** `item` is what a count has just written. Whatever cannot be removed now is removed after a later count. */
export async function forgetPast(
  client: DynamoDBClient,
  table: string,
  key: Item,
  item: Item,
  nowSeconds: number,
): Promise<void> {
  const past = Object.entries(item)
    .filter(([name, { S = '' }]) => {
      const over = windowEnd(name) ?? (isOwnMark(name) ? markedAt(S) : Number.POSITIVE_INFINITY);
      return over + COUNTS_KEPT_SECONDS < nowSeconds;
    })
    .map(([name]) => name);
  if (past.length <= MOST_PAST) {
    return;
  }
  const names = Object.fromEntries(past.map((name, i) => [`#past${i}`, name]));
  const command = new UpdateItemCommand({
    TableName: table,
    Key: key,
    UpdateExpression: `REMOVE ${Object.keys(names).join(', ')}`,
    // Without this, the update would recreate an item deleted in the meantime, and without an expiry.
    ConditionExpression: 'attribute_exists(subject)',
    ExpressionAttributeNames: names,
  });
  await onCondition(() => client.send(command)).catch((error: unknown) => {
    if (!(error instanceof StoreUnavailable)) {
      throw error;
    }
  });
}

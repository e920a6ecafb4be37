/**
 * The counters in the limits table. One item holds all windows of a subject, and one conditional write counts
 * in all of them, so that no number of concurrent requests can exceed a limit.
 *
 * Attributes: a number for each window, named after its length and start; a mark for each recent count
 * (domain/limits/counter-entry.ts); `expiry_time`.
 */
import type { DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { LimitsKey } from '../../contract/limits-table.ts';
import { COUNTS_KEPT_SECONDS } from '../../contract/limits-table.ts';
import type { Counted } from '../../contract/workflow.ts';
import {
  entryOf,
  isOwnMark,
  itemOf,
  markedAt,
  markValue,
  windowName,
} from '../../domain/limits/counter-entry.ts';
import type { Count, CounterStore, Counting } from '../../domain/limits/counter-store.ts';
import { windowBounds } from '../../domain/window.ts';
import type { Attempt, Item } from './client.ts';
import { onCondition, onStore, toAttribute, toItem } from './client.ts';
import { forgetPast } from './counter-past.ts';

type Change = Partial<UpdateItemCommandInput>;

export function dynamoDbCounterStore(client: DynamoDBClient, table: string): CounterStore {
  const update = async (entry: Counted, change: Change): Promise<Attempt<Item>> => {
    const command = new UpdateItemCommand({ TableName: table, Key: keyOf(entry), ...change });
    return onCondition(async () => (await client.send(command)).Attributes ?? {});
  };

  /** Adds once per owner; with `room`, only if every window stays within its limit. */
  const addOnce = async (counting: Counting, entry: Counted, room: boolean): Promise<Attempt<Item>> => {
    const { limits, nowSeconds } = counting;
    const ends = limits.map(({ window }) => windowBounds(window, nowSeconds).endsAtSeconds);
    const attempt = await update(entry, {
      UpdateExpression: `ADD ${entry.windows.map((_, i) => `#w${i} :amount`).join(', ')} SET #mark = :mark, expiry_time = :expiry_time`,
      ConditionExpression: [
        'NOT begins_with(#mark, :owner)',
        ...(room ? limits.map((_, i) => `(attribute_not_exists(#w${i}) OR #w${i} <= :room${i})`) : []),
      ].join(' AND '),
      ExpressionAttributeNames: { ...windowNames(entry), '#mark': entry.mark },
      ExpressionAttributeValues: {
        ':amount': toAttribute(entry.amount),
        ':mark': { S: markValue(entry, nowSeconds) },
        ':owner': { S: entry.owner },
        ':expiry_time': toAttribute(Math.max(...ends) + COUNTS_KEPT_SECONDS),
        ...(room
          ? Object.fromEntries(limits.map(({ limit }, i) => [`:room${i}`, toAttribute(limit - entry.amount)]))
          : {}),
      },
      ReturnValues: 'ALL_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    if (attempt.applied) {
      await forgetPast(client, table, keyOf(entry), attempt.output, nowSeconds);
    }
    return attempt;
  };

  const readItem = async (key: Item): Promise<Item> => {
    const command = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true });
    return (await onStore(() => client.send(command))).Item ?? {};
  };

  const countOnce = async (counting: Counting, isSecondTry = false): Promise<Count> => {
    const entry = entryOf(counting);
    const tooMuch = counting.limits.filter(({ limit }) => entry.amount > limit);
    // The condition below would let any first amount into a window without an attribute.
    if (tooMuch.length > 0) {
      return refusal(tooMuch, counting.nowSeconds);
    }
    const attempt = await addOnce(counting, entry, true);
    if (attempt.applied) {
      return { counted: true, entry, ...fullUntil(attempt.output, entry, counting) };
    }
    // Not every emulator returns the item when a condition fails.
    const item = attempt.existing ?? (await readItem(keyOf(entry)));
    const mark = item[entry.mark]?.S ?? '';
    // Counted by an earlier attempt whose answer was lost, possibly in the windows before these.
    if (mark.startsWith(entry.owner)) {
      const before = { ...counting, nowSeconds: markedAt(mark) };
      const earlier = entryOf(before);
      return { counted: true, entry: earlier, ...fullUntil(item, earlier, before) };
    }
    const full = counting.limits.filter(
      ({ limit }, i) => heldIn(item, entry.windows[i] ?? '') + entry.amount > limit,
    );
    // The item has changed since the condition failed: its own mark was replaced, or room was given back.
    if (full.length === 0 && !isSecondTry) {
      return countOnce(counting, true);
    }
    return refusal(full.length > 0 ? full : counting.limits, counting.nowSeconds);
  };

  return {
    count: (counting) => countOnce(counting),

    async add(counting) {
      await addOnce(counting, entryOf(counting), false);
    },

    async takeBack(entry, isCertain = true) {
      const isShared = !isOwnMark(entry.mark);
      const takenBack = `-${entry.owner}`;
      const trustsEntry = isShared && isCertain;
      await update(entry, {
        UpdateExpression: `ADD ${entry.windows.map((_, i) => `#w${i} :less`).join(', ')} ${
          isShared ? 'SET #mark = :taken' : 'REMOVE #mark'
        }`,
        ConditionExpression: trustsEntry
          ? '#w0 >= :amount AND NOT begins_with(#mark, :taken)'
          : 'begins_with(#mark, :owner)',
        ExpressionAttributeNames: { ...windowNames(entry), '#mark': entry.mark },
        ExpressionAttributeValues: {
          ':less': toAttribute(-entry.amount),
          ...(isShared ? { ':taken': { S: takenBack } } : {}),
          ...(trustsEntry ? { ':amount': toAttribute(entry.amount) } : { ':owner': { S: entry.owner } }),
        },
      });
    },

    async read(subject, windows, nowSeconds) {
      const item = await readItem(keyOf(itemOf(subject)));
      return windows.map((window) => heldIn(item, windowName(window, nowSeconds)));
    },

    async clear(subject) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: 'subject = :subject',
          ExpressionAttributeValues: { ':subject': { S: subject } },
          ProjectionExpression: 'subject, #window',
          ExpressionAttributeNames: { '#window': 'window' },
          ConsistentRead: true,
        },
      );
      await onStore(async () => {
        for await (const { Items = [] } of pages) {
          await Promise.all(
            Items.map((Key) => client.send(new DeleteItemCommand({ TableName: table, Key }))),
          );
        }
      });
    },
  };
}

const keyOf = ({ subject, item }: Pick<Counted, 'subject' | 'item'>): Item =>
  toItem({ subject, window: item } satisfies LimitsKey);

const windowNames = ({ windows }: Counted): Record<string, string> =>
  Object.fromEntries(windows.map((name, i) => [`#w${i}`, name]));

const heldIn = (item: Item, window: string): number => Number(item[window]?.N ?? 0);

/** Nothing while every window has room for one more. */
function fullUntil(
  item: Item,
  { windows }: Counted,
  { limits, nowSeconds }: Counting,
): { readonly fullUntil?: number } {
  const ends = limits
    .filter(({ limit }, i) => heldIn(item, windows[i] ?? '') >= limit)
    .map(({ window }) => windowBounds(window, nowSeconds).endsAtSeconds);
  return ends.length === 0 ? {} : { fullUntil: Math.max(...ends) };
}

/** Names the full window that ends last: after a shorter wait, the next request would be refused too. */
function refusal(full: Counting['limits'], nowSeconds: number): Count {
  const [last] = full
    .map((reached) => ({
      counted: false as const,
      reached,
      retryAfterSeconds: windowBounds(reached.window, nowSeconds).endsAtSeconds - nowSeconds,
    }))
    .sort((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
  if (last === undefined) {
    throw new RangeError('A count needs at least one window');
  }
  return last;
}

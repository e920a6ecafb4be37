/**
 * The counters of the limits table: an item is one window of one subject, and counting is one
 * conditional write, so that no number of simultaneous requests gets over a limit.
 */
import {
  DeleteItemCommand,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { CounterStore, Subject } from '../domain/ports.ts';
import { type Window, windowBounds } from '../domain/window-bounds.ts';
import { type Item, onCondition, onStore, toAttribute } from './dynamodb-client.ts';

/** Seconds that a window is kept after its end, for what is taken back late. */
const KEPT_SECONDS = 60;
const COUNT = { '#count': 'count' };

export function dynamoDbCounterStore(client: DynamoDBClient, table: string): CounterStore {
  /** Adds to a window; with a limit, only if the sum stays within it. */
  const add = (key: Item, amount: number, endsAtSeconds: number, limit?: number) =>
    onCondition(() =>
      client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: key,
          UpdateExpression: 'ADD #count :amount SET expiry_time = :expiry_time',
          ExpressionAttributeNames: COUNT,
          ExpressionAttributeValues: {
            ':amount': toAttribute(amount),
            ':expiry_time': toAttribute(endsAtSeconds + KEPT_SECONDS),
            ...(limit === undefined ? {} : { ':room': toAttribute(limit - amount) }),
          },
          ...(limit === undefined
            ? {}
            : { ConditionExpression: 'attribute_not_exists(#count) OR #count <= :room' }),
        }),
      ),
    );

  return {
    async count(subject, window, limit, nowSeconds, amount = 1) {
      const { key, entry, endsAtSeconds } = windowOf(subject, window, nowSeconds);
      const refused = { counted: false, retryAfterSeconds: endsAtSeconds - nowSeconds } as const;
      // A window without an item would let any first amount in.
      if (amount > limit) return refused;
      const { applied } = await add(key, amount, endsAtSeconds, limit);
      return applied ? { counted: true, entry: { ...entry, amount } } : refused;
    },

    async add(subject, window, nowSeconds, amount = 1) {
      const { key, endsAtSeconds } = windowOf(subject, window, nowSeconds);
      await add(key, amount, endsAtSeconds);
    },

    async takeBack({ subject, window, amount }) {
      const command = new UpdateItemCommand({
        TableName: table,
        Key: { subject: { S: subject }, window: { S: window } },
        UpdateExpression: 'ADD #count :less',
        ConditionExpression: '#count >= :amount',
        ExpressionAttributeNames: COUNT,
        ExpressionAttributeValues: { ':less': toAttribute(-amount), ':amount': toAttribute(amount) },
      });
      await onCondition(() => client.send(command));
    },

    async read(subject, window, nowSeconds) {
      const { key } = windowOf(subject, window, nowSeconds);
      const command = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true });
      const { Item: item } = await onStore(() => client.send(command));
      return Number(item?.count?.N ?? 0);
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

function windowOf(subject: Subject, kind: Window, nowSeconds: number) {
  const { subject: name, part } = typeof subject === 'string' ? { subject, part: undefined } : subject;
  const { startsAtSeconds, endsAtSeconds } = windowBounds(kind, nowSeconds);
  const window = `${part === undefined ? '' : `${part}#`}${kind}#${startsAtSeconds}`;
  return {
    entry: { subject: name, window },
    key: { subject: { S: name }, window: { S: window } },
    endsAtSeconds,
  };
}

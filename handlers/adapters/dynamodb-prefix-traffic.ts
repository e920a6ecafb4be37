/**
 * Sends and verifications by prefix, in the limits table.
 *
 * One item a prefix holds its whole window: an attribute for each bucket, named by the bucket's number,
 * and the end of its latest pause. So one update without a read counts a send, refuses it while the
 * prefix is paused, and answers with all that it is judged by. What is paused is also listed in one
 * partition of its own, so that it can be read without a scan.
 */
import {
  type DynamoDBClient,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import type { PrefixTraffic, TrafficBucket } from '../domain/ports.ts';
import { type Item, onCondition, onStore, toAttribute } from './dynamodb-client.ts';

const BUCKETS = 24;
/** Attributes of past buckets that an item may keep before they are removed; an item stays under 1 KB. */
const MAX_PAST_ATTRIBUTES = 16;

/** Where the pauses of all prefixes are listed; the sort key is the prefix. */
const PAUSES = 'pauses';
const SENDS = 's';
const CONVERSIONS = 'v';

export interface TrafficSettings {
  readonly windowSeconds: number;
  readonly pauseSeconds: number;
}

export function dynamoDbPrefixTraffic(
  client: DynamoDBClient,
  table: string,
  { windowSeconds, pauseSeconds }: TrafficSettings,
): PrefixTraffic {
  const bucketAt = (seconds: number) => Math.floor(seconds / (windowSeconds / BUCKETS));
  /** An item outlives its window and its pause; DynamoDB then deletes it. */
  const expiryAt = (nowSeconds: number) => toAttribute(nowSeconds + windowSeconds + pauseSeconds);

  const add = (prefix: string, attribute: string, amount: number, nowSeconds: number) => ({
    TableName: table,
    Key: keyOf(prefix),
    UpdateExpression: 'SET expiry_time = :expiry ADD #counter :amount',
    ExpressionAttributeNames: { '#counter': attribute },
    ExpressionAttributeValues: { ':amount': toAttribute(amount), ':expiry': expiryAt(nowSeconds) },
  });

  const forgetPast = async (prefix: string, item: Item, oldestBucket: number): Promise<void> => {
    const past = Object.keys(item).filter(
      (name) => /^[sv]\d+$/.test(name) && Number(name.slice(1)) < oldestBucket,
    );
    if (past.length <= MAX_PAST_ATTRIBUTES) return;
    const names = Object.fromEntries(past.map((name, index) => [`#past${index}`, name]));
    const command = new UpdateItemCommand({
      TableName: table,
      Key: keyOf(prefix),
      UpdateExpression: `REMOVE ${Object.keys(names).join(', ')}`,
      ExpressionAttributeNames: names,
    });
    await onStore(() => client.send(command));
  };

  return {
    async countSend(prefix, nowSeconds) {
      const newest = bucketAt(nowSeconds);
      const counting = add(prefix, `${SENDS}${newest}`, 1, nowSeconds);
      const command = new UpdateItemCommand({
        ...counting,
        ConditionExpression: 'attribute_not_exists(paused_until) OR paused_until <= :now',
        ExpressionAttributeValues: { ...counting.ExpressionAttributeValues, ':now': toAttribute(nowSeconds) },
        ReturnValues: 'ALL_NEW',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const attempt = await onCondition(() => client.send(command));
      if (!attempt.applied) {
        // An emulator that does not return the item: the longest that the pause can last.
        const pausedUntil = numberIn(attempt.existing, 'paused_until') ?? nowSeconds + pauseSeconds;
        return { counted: false, pausedUntil };
      }
      const item = attempt.output.Attributes ?? {};
      const oldest = newest - BUCKETS + 1;
      await forgetPast(prefix, item, oldest);
      const pausedUntil = numberIn(item, 'paused_until');
      return {
        counted: true,
        buckets: bucketsOf(item, newest, oldest),
        ...(pausedUntil === undefined ? {} : { pausedUntil }),
      };
    },

    async takeBackSend(prefix, countedAtSeconds) {
      const attribute = `${SENDS}${bucketAt(countedAtSeconds)}`;
      const command = new UpdateItemCommand({
        ...add(prefix, attribute, -1, countedAtSeconds),
        // Not when a pause has forgotten the counts since.
        ConditionExpression: '#counter >= :one',
        ExpressionAttributeValues: {
          ':amount': toAttribute(-1),
          ':expiry': expiryAt(countedAtSeconds),
          ':one': toAttribute(1),
        },
      });
      await onCondition(() => client.send(command));
    },

    async countConversion(prefix, nowSeconds) {
      const command = new UpdateItemCommand(
        add(prefix, `${CONVERSIONS}${bucketAt(nowSeconds)}`, 1, nowSeconds),
      );
      await onStore(() => client.send(command));
    },

    async pause(prefix, untilSeconds, nowSeconds) {
      const until = toAttribute(untilSeconds);
      // Listed first: a pause that could not be made is then tried again with the step, and listed again.
      const listing = new PutItemCommand({
        TableName: table,
        Item: { subject: { S: PAUSES }, window: { S: prefix }, paused_until: until, expiry_time: until },
      });
      await onStore(() => client.send(listing));
      const pausing = new PutItemCommand({
        TableName: table,
        Item: { ...keyOf(prefix), paused_until: until, expiry_time: expiryAt(nowSeconds) },
        ConditionExpression: 'attribute_not_exists(paused_until) OR paused_until <= :now',
        ExpressionAttributeValues: { ':now': toAttribute(nowSeconds) },
      });
      return (await onCondition(() => client.send(pausing))).applied;
    },

    async pauses(nowSeconds) {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          KeyConditionExpression: 'subject = :pauses',
          ExpressionAttributeValues: { ':pauses': { S: PAUSES } },
        },
      );
      return onStore(async () => {
        const items: Item[] = [];
        for await (const { Items = [] } of pages) items.push(...Items);
        return items
          .map((item) => ({ prefix: item.window?.S ?? '', until: numberIn(item, 'paused_until') ?? 0 }))
          .filter(({ until }) => until > nowSeconds);
      });
    },
  };
}

const keyOf = (prefix: string): Item => ({
  subject: { S: LIMIT_SUBJECTS.prefixes + prefix },
  window: { S: 'traffic' },
});

const numberIn = (item: Item | undefined, name: string): number | undefined => {
  const text = item?.[name]?.N;
  return text === undefined ? undefined : Number(text);
};

function bucketsOf(item: Item, newest: number, oldest: number): TrafficBucket[] {
  const buckets: TrafficBucket[] = [];
  for (let bucket = newest; bucket >= oldest; bucket -= 1) {
    buckets.push({
      sends: numberIn(item, `${SENDS}${bucket}`) ?? 0,
      conversions: numberIn(item, `${CONVERSIONS}${bucket}`) ?? 0,
    });
  }
  return buckets;
}

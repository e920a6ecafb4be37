/** Copies what was restored from a table beside the live one into it, while the service runs. */
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { failedVerificationsOf } from '../../../handlers/contract/limits-table.ts';
import { isTopic } from '../../../handlers/domain/contacts/email-destination.ts';
import type { ChangedSince } from './changed-since.ts';
import { kindOf, RULES } from './restore-rules.ts';

type Item = Record<string, AttributeValue>;

export const LIMITS_KEY = ['subject', 'window'];
/** DynamoDB takes as many connections as the SDK opens by default. */
const AT_ONCE = 50;

export interface Copy {
  readonly client: DynamoDBClient;
  readonly from: string;
  readonly to: string;
  readonly changed: ChangedSince;
  /** Whether the person was forgotten since: whatever is asked for, nothing of such a person comes back. */
  readonly isForgotten: (userId: string) => boolean;
  /** Deletes a topic of SNS with its subscription, if there is one: no contact names it any more. */
  readonly forgetTopic: (topicArn: string | undefined) => Promise<void>;
  readonly nowSeconds: number;
  /** Reads what is there and counts what would be written. */
  readonly isDryRun: boolean;
}

/** By what happened to them: how many items. */
export type Counts = Record<string, number>;

export interface ContactChoice {
  /** Only these people; all when empty. */
  readonly users: readonly string[];
  /** Also replaces contacts that are there, of people who are named. */
  readonly overwrite: boolean;
  /** Also brings back what was deleted through the API since. */
  readonly evenDeleted: boolean;
}

/** Contacts that are missing, except those of people who were deleted, or whose contact was changed, since. */
export async function copyContacts(copy: Copy, choice: ContactChoice): Promise<Counts> {
  return countEach(copy, async (item) => {
    const userId = item.user_id?.S ?? '';
    if (choice.users.length > 0 && !choice.users.includes(userId)) {
      return 'of other people, left out';
    }
    if (copy.isForgotten(userId)) {
      return 'forgotten since, left so';
    }
    if (copy.changed.deletedPeople.has(userId) && !choice.evenDeleted) {
      return 'deleted since, left so';
    }
    // Whoever is named is meant to have the contact of that time.
    if (copy.changed.changedPeople.has(userId) && !choice.users.includes(userId)) {
      return 'changed since, left as they are';
    }
    if (choice.overwrite) {
      await overwrite(copy, item);
      return 'written';
    }
    return (await add(copy, item, ['user_id'])) ? 'missing, added' : 'there, left as they are';
  });
}

/** Opt-outs, numbers and counters, as restore-rules.ts says. */
export async function copyLimits(copy: Copy): Promise<Counts> {
  const unlocked = new Set([...copy.changed.unlockedPeople].map(failedVerificationsOf));
  return countEach(copy, async (item) => {
    const subject = item.subject?.S ?? '';
    const kind = kindOf(subject);
    const rule = kind === undefined ? 'leave' : RULES[kind];
    const isOver = Number(item.expiry_time?.N ?? Number.POSITIVE_INFINITY) <= copy.nowSeconds;
    if (copy.isForgotten(userIn(subject) ?? '')) {
      return 'forgotten since, left so';
    }
    if (rule === 'leave' || isOver || unlocked.has(subject)) {
      return 'short-lived or over, left out';
    }
    if (rule === 'raise') {
      return `${kind}: ${(await raise(copy, item)) ? 'raised' : 'as high already'}`;
    }
    return `${kind}: ${(await add(copy, withoutForgotten(copy, item), LIMITS_KEY)) ? 'missing, added' : 'there, left as they are'}`;
  });
}

/** Sets of people by a digest that nobody can tell the forgotten from, so all of them go. They verify again. */
const withoutForgotten = ({ changed }: Pick<Copy, 'changed'>, item: Item): Item =>
  changed.forgottenPeople.size === 0
    ? item
    : Object.fromEntries(Object.entries(item).filter(([name]) => !isPeopleSet(name)));

/** As adapters/dynamodb/number-memory.ts names them. */
export const isPeopleSet = (name: string): boolean => name.startsWith('people_');

/** Whose counts these are, where they are one person's: contract/limits-table.ts. */
export const userIn = (subject: string): string | undefined =>
  /^(?:guesses#|sends:person#[^#]*#|sends:confirmation-person#)(.+)$/.exec(subject)?.[1];

/** Reads the whole table, a page at a time, and writes many items at once: a million take minutes. */
async function countEach({ client, from }: Copy, copyOne: (item: Item) => Promise<string>): Promise<Counts> {
  const counts: Counts = {};
  for await (const { Items = [] } of paginateScan({ client }, { TableName: from, ConsistentRead: true })) {
    const waiting = [...Items];
    const work = async () => {
      for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
        const what = await copyOne(item);
        counts[what] = (counts[what] ?? 0) + 1;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return counts;
}

/** Writes an item that is not there; returns whether it was not. */
async function add({ client, to, isDryRun }: Copy, item: Item, key: readonly string[]): Promise<boolean> {
  if (isDryRun) {
    return (await readLive({ client, to }, item, key)) === undefined;
  }
  const [first = ''] = key;
  return onCondition(() =>
    client.send(
      new PutItemCommand({
        TableName: to,
        Item: item,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': first },
      }),
    ),
  );
}

async function overwrite({ client, to, forgetTopic, isDryRun }: Copy, item: Item): Promise<void> {
  if (isDryRun) {
    return;
  }
  const { Attributes = {} } = await client.send(
    new PutItemCommand({ TableName: to, Item: item, ReturnValues: 'ALL_OLD' }),
  );
  if (topicIn(Attributes) !== topicIn(item)) {
    await forgetTopic(topicIn(Attributes));
  }
}

/** The topic of a contact whose emails SNS sends. */
export const topicIn = ({ topic_arn }: Item): string | undefined =>
  topic_arn?.S !== undefined && isTopic(topic_arn.S) ? topic_arn.S : undefined;

async function readLive(
  { client, to }: Pick<Copy, 'client' | 'to'>,
  item: Item,
  key: readonly string[],
): Promise<Item | undefined> {
  const Key = keyOf(item, key);
  return (await client.send(new GetItemCommand({ TableName: to, Key, ConsistentRead: true }))).Item;
}

export const keyOf = (item: Item, key: readonly string[]): Item =>
  Object.fromEntries(key.map((name) => [name, item[name] as AttributeValue]));

/** Attributes of a counter that are windows, and not marks: `<seconds>#<start>`, `month#<start>`. */
const WINDOW = /^(\d+|month)#\d+$/;

/** Each window by a separate write, so that one that is higher does not keep another from being raised. */
async function raise({ client, to, isDryRun }: Copy, item: Item): Promise<boolean> {
  const key = { TableName: to, Key: keyOf(item, LIMITS_KEY) };
  const expiry = { ':expiry': item.expiry_time as AttributeValue };
  const windows = Object.entries(item).filter(([name, { N }]) => WINDOW.test(name) && N !== undefined);
  if (isDryRun) {
    const live = (await readLive({ client, to }, item, LIMITS_KEY)) ?? {};
    return windows.some(([name, { N }]) => Number(live[name]?.N ?? 0) < Number(N));
  }
  let hasRaised = false;
  for (const [name, value] of windows) {
    const isRaised = await onCondition(() =>
      client.send(
        new UpdateItemCommand({
          ...key,
          UpdateExpression: 'SET #window = :count, expiry_time = if_not_exists(expiry_time, :expiry)',
          ConditionExpression: 'attribute_not_exists(#window) OR #window < :count',
          ExpressionAttributeNames: { '#window': name },
          ExpressionAttributeValues: { ':count': value, ...expiry },
        }),
      ),
    );
    hasRaised ||= isRaised;
  }
  if (hasRaised) {
    // What is there may end before a window that was just raised.
    await onCondition(() =>
      client.send(
        new UpdateItemCommand({
          ...key,
          UpdateExpression: 'SET expiry_time = :expiry',
          ConditionExpression: 'expiry_time < :expiry',
          ExpressionAttributeValues: expiry,
        }),
      ),
    );
  }
  return hasRaised;
}

export async function onCondition(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) {
      return false;
    }
    throw error;
  }
}

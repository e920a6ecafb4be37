/** The activity table: entries are appended, and never changed. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import {
  ACTIVITY_INDEXES,
  ACTIVITY_KEY,
  ACTIVITY_ORDER,
  ACTIVITY_SHARDS,
  classOf,
  outcomeShard,
} from '../../contract/activity.ts';
import type { ActivityLog, ActivityReader, ActivityRecord } from '../../domain/activity/activity-log.ts';
import { positionOf } from '../../domain/activity/activity-log.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Randomness } from '../../domain/randomness.ts';
import type { Item } from './client.ts';
import { fromItem, onCondition, onStore, toAttribute, toItem } from './client.ts';

const DAY_SECONDS = 86_400;

export interface ActivityLogPorts {
  readonly days: number;
  readonly random: Pick<Randomness, 'integerBelow'>;
}

/** What an item has besides the record. */
interface Stored extends ActivityRecord {
  /** Epoch seconds. */
  readonly expiry_time: number;
}

export const dynamoDbActivityLog = (
  client: DynamoDBClient,
  table: string,
  { days, random }: ActivityLogPorts,
): ActivityLog => ({
  async append(record) {
    const command = new PutItemCommand({
      TableName: table,
      Item: toItem({
        ...record,
        [ACTIVITY_ORDER]: positionOf(record),
        // Any shard will do: nobody looks for an entry by it.
        [ACTIVITY_INDEXES['by-time']]: outcomeShard(
          classOf(record.outcome),
          random.integerBelow(ACTIVITY_SHARDS),
        ),
        expiry_time: Math.floor(Date.parse(record.at) / 1000) + days * DAY_SECONDS,
      }),
      // A write that got no answer is repeated, and a state that was ended may be too.
      ConditionExpression: `attribute_not_exists(${ACTIVITY_KEY})`,
    });
    await onCondition(() => client.send(command));
  },
});

export interface ActivityReaderPorts {
  /** How long entries are shown, also those that were appended while more was configured. */
  readonly days: number;
  readonly now: Clock;
}

export function dynamoDbActivityReader(
  client: DynamoDBClient,
  table: string,
  { days, now }: ActivityReaderPorts,
): ActivityReader {
  /** DynamoDB deletes expired items within days, not at once. */
  const isKept = ({ at, expiry_time }: Stored): boolean =>
    Math.min(expiry_time, Date.parse(at) / 1000 + days * DAY_SECONDS) > now() / 1000;
  const toRecord = (item: Item): ActivityRecord => {
    const {
      [ACTIVITY_ORDER]: _order,
      [ACTIVITY_INDEXES['by-time']]: _shard,
      expiry_time: _expiry,
      ...record
    } = fromItem<Stored & Record<string, unknown>>(item);
    return record as unknown as ActivityRecord;
  };

  return {
    async newest({ index, key, from, before, limit }) {
      const command = new QueryCommand({
        TableName: table,
        IndexName: index,
        // BETWEEN includes both ends. No position equals a time, and the entry at a position is left out below.
        KeyConditionExpression: '#key = :key AND #order BETWEEN :from AND :before',
        ExpressionAttributeNames: { '#key': ACTIVITY_INDEXES[index], '#order': ACTIVITY_ORDER },
        ExpressionAttributeValues: {
          ':key': toAttribute(key),
          ':from': toAttribute(from),
          ':before': toAttribute(before),
        },
        ScanIndexForward: false,
        Limit: limit + 1,
      });
      const { Items = [] } = await onStore(() => client.send(command));
      const behind = Items.filter((item) => item[ACTIVITY_ORDER]?.S !== before).slice(0, limit);
      return behind.filter((item) => isKept(fromItem<Stored>(item))).map(toRecord);
    },

    async get(entryId) {
      const command = new GetItemCommand({ TableName: table, Key: { [ACTIVITY_KEY]: { S: entryId } } });
      const { Item: item } = await onStore(() => client.send(command));
      return item !== undefined && isKept(fromItem<Stored>(item)) ? toRecord(item) : undefined;
    },
  };
}

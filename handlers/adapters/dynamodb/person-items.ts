/** Reads and deletes a person's items, for the command that forgets people; no function is allowed to do this. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  paginateQuery,
  paginateScan,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { ActivityIndex } from '../../contract/activity.ts';
import { ACTIVITY_INDEXES } from '../../contract/activity.ts';
import type { LimitsKey } from '../../contract/limits-table.ts';
import type { ActivityRecord } from '../../domain/activity/activity-log.ts';
import type { PersonItems } from '../../domain/people/forget-person.ts';
import type { LimitsItem } from '../../domain/people/kept-in-limits.ts';
import type { Item } from './client.ts';
import { fromItem, onCondition, onStore, toItem } from './client.ts';
import { tokenKey } from './token-item.ts';

export function dynamoDbPersonItems(
  client: DynamoDBClient,
  tables: {
    readonly tokens: string;
    readonly limits: string;
    readonly contacts: string;
    /** Absent where there is no activity log. */
    readonly activity?: string | undefined;
  },
): PersonItems {
  const at = (key: LimitsKey) => ({ TableName: tables.limits, Key: toItem(key) });

  async function* entriesOf(index: ActivityIndex, key: string): AsyncIterable<ActivityRecord> {
    if (tables.activity === undefined) {
      return;
    }
    const pages = paginateQuery(
      { client },
      {
        TableName: tables.activity,
        IndexName: index,
        KeyConditionExpression: '#key = :key',
        ExpressionAttributeNames: { '#key': ACTIVITY_INDEXES[index] },
        ExpressionAttributeValues: { ':key': { S: key } },
      },
    );
    for await (const { Items = [] } of pages) {
      for (const { entry_id } of Items) {
        // The index may still have what was deleted a moment ago.
        const command = new GetItemCommand({
          TableName: tables.activity,
          Key: toItem({ entry_id: entry_id?.S }),
          ConsistentRead: true,
        });
        const { Item: item } = await onStore(() => client.send(command));
        if (item !== undefined) {
          yield fromItem<ActivityRecord>(item);
        }
      }
    }
  }

  return {
    async deleteToken(key) {
      const command = new DeleteItemCommand({ TableName: tables.tokens, Key: tokenKey(key) });
      await onStore(() => client.send(command));
    },

    activityOf: (userId) => entriesOf('by-person', userId),

    async *namelessActivityOf(digest) {
      for await (const entry of entriesOf('by-destination', digest)) {
        if (entry.user_id === undefined) {
          yield entry;
        }
      }
    },

    async deleteActivity(entry_id) {
      const command = new DeleteItemCommand({ TableName: tables.activity, Key: toItem({ entry_id }) });
      await onStore(() => client.send(command));
    },

    async *enrolled() {
      const asked = { TableName: tables.contacts, ProjectionExpression: 'user_id', ConsistentRead: true };
      for await (const { Items = [] } of paginateScan({ client }, asked)) {
        yield* Items.flatMap(({ user_id }) => user_id?.S ?? []);
      }
    },

    async *limits() {
      const pages = paginateScan({ client }, { TableName: tables.limits, ConsistentRead: true });
      for await (const { Items = [] } of pages) {
        yield* Items.map(toLimitsItem);
      }
    },

    async deleteLimit(key) {
      await onStore(() => client.send(new DeleteItemCommand(at(key))));
    },

    async removeName(key, name, sets) {
      const names = Object.fromEntries(sets.map((set, index) => [`#s${index}`, set]));
      const removal = new UpdateItemCommand({
        ...at(key),
        UpdateExpression: `DELETE ${sets.map((_, index) => `#s${index} :name`).join(', ')}`,
        // Without it, an update makes an item that has been deleted in the meantime.
        ConditionExpression: 'attribute_exists(subject)',
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: { ':name': { SS: [name] } },
        ReturnValues: 'ALL_NEW',
      });
      const removed = await onCondition(async () => (await client.send(removal)).Attributes ?? {});
      if (!removed.applied || Object.keys(peopleIn(removed.output)).length > 0) {
        return;
      }
      // Whoever verifies the number now adds a set, or changes the time.
      const { verified_at } = removed.output;
      const deletion = new DeleteItemCommand({
        ...at(key),
        ...(verified_at === undefined
          ? { ConditionExpression: 'attribute_not_exists(verified_at)' }
          : {
              ConditionExpression: 'verified_at = :seen',
              ExpressionAttributeValues: { ':seen': verified_at },
            }),
      });
      await onCondition(() => client.send(deletion));
    },
  };
}

const toLimitsItem = (item: Item): LimitsItem => ({
  subject: item.subject?.S ?? '',
  window: item.window?.S ?? '',
  people: peopleIn(item),
  ...(item.user_id?.S !== undefined && { user_id: item.user_id.S }),
  ...(item.user_ref?.S !== undefined && { user_ref: item.user_ref.S }),
  ...(item.purpose?.S !== undefined && { purpose: item.purpose.S }),
  ...(item.expiry_time?.N !== undefined && { expiry_time: Number(item.expiry_time.N) }),
});

/** The sets that number-memory.ts names `people_<half>`. */
const peopleIn = (item: Item): Record<string, readonly string[]> =>
  Object.fromEntries(
    Object.entries(item).flatMap(([name, { SS }]) =>
      name.startsWith('people_') && SS !== undefined ? [[name, SS]] : [],
    ),
  );

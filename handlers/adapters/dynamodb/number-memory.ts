/**
 * What is remembered about phone numbers, in the limits table: one item per number. The pumping guard and the
 * limits of a number's owners share it, so that one read and one write serve both. DynamoDB deletes it after
 * it expires.
 *
 * The people who verified a number are kept in two sets, one for each half of the retention period. One write
 * adds a person and removes the expired sets.
 */

import type { DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  numberItem,
  PEOPLE_HALF_SECONDS,
  refusedNumberExpiry,
  verifiedNumberExpiry,
} from '../../contract/limits-table.ts';
import type { NumberMemory } from '../../domain/destinations/number-memory.ts';
import { personIn } from '../../domain/destinations/number-memory.ts';
import type { Item } from './client.ts';
import { onCondition, onStore, toAttribute, toItem } from './client.ts';
import { numberIn } from './prefix-item.ts';

const DAY_SECONDS = 86_400;

/**
 * People in one set. With two full sets an item stays under the 1 KB of one write unit. The next person
 * replaces a full set, so only someone who verifies the number for that many people can have the others
 * forgotten; a stranger cannot.
 */
const MOST_PEOPLE = 16;

/**
 * `guard` is null when the pumping guard is off. It may have to remember a number for longer than people are.
 */
export function dynamoDbNumberMemory(
  client: DynamoDBClient,
  table: string,
  guard: { readonly knownDays: number } | null,
): NumberMemory {
  const at = (number: string) => ({ TableName: table, Key: toItem(numberItem(number)) });

  return {
    async read(number, userId, nowSeconds) {
      const command = new GetItemCommand({ ...at(number), ConsistentRead: true });
      const { Item: item = {} } = await onStore(() => client.send(command));
      const verifiedAt = numberIn(item, 'verified_at');
      const refusedAt = numberIn(item, 'refused_at');
      const { current, before } = setsAt(nowSeconds);
      const name = personIn(number, userId);
      // DynamoDB deletes expired items late.
      const isOver = (numberIn(item, 'expiry_time') ?? 0) <= nowSeconds;
      const isIn = (set: string) => !isOver && item[set]?.SS?.includes(name) === true;
      const isOfToday = verifiedAt !== undefined && nowSeconds - verifiedAt < DAY_SECONDS;
      return {
        ...(verifiedAt === undefined ? {} : { verifiedAt }),
        ...(refusedAt === undefined ? {} : { refusedAt }),
        ...(isIn(current) || isIn(before) ? { isTheirs: true } : {}),
        ...(isIn(current) && isOfToday ? { isFresh: true } : {}),
      };
    },

    async noteVerified(number, userId, nowSeconds) {
      const { current, over } = setsAt(nowSeconds);
      const name = personIn(number, userId);
      const rest = 'verified_at = :now, expiry_time = :expiry REMOVE refused_at, #over, #long_over';
      const update = (input: Partial<UpdateItemCommandInput>, values: Item = {}) =>
        client.send(
          new UpdateItemCommand({
            ...at(number),
            ExpressionAttributeNames: { '#current': current, '#over': over[0], '#long_over': over[1] },
            ExpressionAttributeValues: {
              ':people': { SS: [name] },
              ':now': toAttribute(nowSeconds),
              ':expiry': toAttribute(verifiedNumberExpiry(nowSeconds, guard?.knownDays ?? 0)),
              ...values,
            },
            ...input,
          }),
        );
      const added = {
        UpdateExpression: `ADD #current :people SET ${rest}`,
        ConditionExpression:
          'attribute_not_exists(#current) OR size(#current) < :most OR contains(#current, :name)',
      };
      const room = { ':name': { S: name }, ':most': toAttribute(MOST_PEOPLE) };
      const { applied } = await onCondition(() => update(added, room));
      if (!applied) {
        await onStore(() => update({ UpdateExpression: `SET #current = :people, ${rest}` }));
      }
    },

    async noteRefused(number, nowSeconds) {
      const refuse = (condition: string, set: string, values: Item) =>
        client.send(
          new UpdateItemCommand({
            ...at(number),
            UpdateExpression: `SET refused_at = :now${set}`,
            ConditionExpression: condition,
            ExpressionAttributeValues: { ':now': toAttribute(nowSeconds), ...values },
          }),
        );
      // The condition protects the expiry of a number that is verified at the same time.
      const { applied } = await onCondition(() =>
        refuse('attribute_not_exists(verified_at) OR expiry_time <= :now', ', expiry_time = :expiry', {
          ':expiry': toAttribute(refusedNumberExpiry(nowSeconds)),
        }),
      );
      if (applied || guard === null) {
        return;
      }
      // A number that the guard has forgotten keeps its expiry, so its people keep their share of the limits.
      const forgotten = nowSeconds - guard.knownDays * DAY_SECONDS;
      await onCondition(() =>
        refuse('verified_at <= :forgotten', '', { ':forgotten': toAttribute(forgotten) }),
      );
    },
  };
}

/** Sets are named after their half; all but the current one and the one before it have expired. */
function setsAt(nowSeconds: number) {
  const half = Math.floor(nowSeconds / PEOPLE_HALF_SECONDS);
  const name = (ago: number) => `people_${half - ago}`;
  return { current: name(0), before: name(1), over: [name(2), name(3)] as const };
}

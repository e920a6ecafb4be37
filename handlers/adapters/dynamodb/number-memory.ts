/**
 * What is remembered of numbers, in the limits table: an item a number, which the guard and the limits of a number's
 * owner share, so that one read and one write serve both. DynamoDB deletes it when it is old.
 *
 * The people who verified a number are a set for each half of the time that is remembered. One write notes a person
 * and drops the set that is over.
 */

import { createHash } from 'node:crypto';
import type { DynamoDBClient, UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  numberItem,
  PEOPLE_HALF_SECONDS,
  refusedNumberExpiry,
  verifiedNumberExpiry,
} from '../../contract/limits-table.ts';
import type { NumberMemory } from '../../domain/destinations/number-memory.ts';
import type { Item } from './client.ts';
import { onCondition, onStore, toAttribute, toItem } from './client.ts';
import { numberIn } from './prefix-item.ts';

const DAY_SECONDS = 86_400;

/**
 * People of one half. With two full sets an item stays under the 1 KB that a write unit pays for; who holds a number
 * for more people than that can have the others forgotten, and no stranger can.
 */
const MOST_PEOPLE = 16;

/** Bytes of a person's name in the set: too many to hit by chance. */
const NAME_BYTES = 12;

/** `guard` is null when it is off; its numbers may have to be known for longer than people are. */
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
      const name = nameOf(number, userId);
      // DynamoDB deletes late.
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
      const name = nameOf(number, userId);
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
      // A number that verifies at this moment stays known for as long as it may be.
      const { applied } = await onCondition(() =>
        refuse('attribute_not_exists(verified_at) OR expiry_time <= :now', ', expiry_time = :expiry', {
          ':expiry': toAttribute(refusedNumberExpiry(nowSeconds)),
        }),
      );
      if (applied || guard === null) {
        return;
      }
      // One that verified too long ago for the guard keeps the owner's share.
      const forgotten = nowSeconds - guard.knownDays * DAY_SECONDS;
      await onCondition(() =>
        refuse('verified_at <= :forgotten', '', { ':forgotten': toAttribute(forgotten) }),
      );
    },
  };
}

/** Sets are named by their half; those before the last one are over. */
function setsAt(nowSeconds: number) {
  const half = Math.floor(nowSeconds / PEOPLE_HALF_SECONDS);
  const name = (ago: number) => `people_${half - ago}`;
  return { current: name(0), before: name(1), over: [name(2), name(3)] as const };
}

/** Of the digest too, so that the same person has another name beside each number. */
const nameOf = (number: string, userId: string): string =>
  createHash('sha256').update(`${number}#${userId}`).digest().subarray(0, NAME_BYTES).toString('base64url');

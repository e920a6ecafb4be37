/**
 * Who lately verified which number, in the limits table: an item a number, with a set of people for each half of the
 * time that is remembered. One write notes a person and drops the set that is over; the item goes by TTL.
 */
import { createHash } from 'node:crypto';
import {
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import type { VerifiedNumbers } from '../domain/ports.ts';
import { type Item, onCondition, onStore, toAttribute } from './dynamodb-client.ts';

const HALF_SECONDS = 45 * 86_400;

/**
 * People of one half. With two full sets an item stays under the 1 KB that a write unit pays for; who holds a number
 * for more people than that can have the others forgotten, and no stranger can.
 */
const MOST_PEOPLE = 16;

/** Bytes of a person's name in the set: too many to hit by chance. */
const NAME_BYTES = 12;

export function dynamoDbVerifiedNumbers(client: DynamoDBClient, table: string): VerifiedNumbers {
  // The number has no window; the key needs one.
  const keyOf = (digest: string): Item => ({
    subject: { S: LIMIT_SUBJECTS.verified + digest },
    window: { S: '-' },
  });

  return {
    async note(digest, userId, nowSeconds) {
      const { current, over } = setsAt(nowSeconds);
      const name = nameOf(digest, userId);
      const update = (input: Partial<UpdateItemCommandInput>, values: Item = {}) =>
        client.send(
          new UpdateItemCommand({
            TableName: table,
            Key: keyOf(digest),
            ExpressionAttributeNames: { '#current': current, '#over': over[0], '#long_over': over[1] },
            ExpressionAttributeValues: {
              ':people': { SS: [name] },
              ':expiry_time': toAttribute(nowSeconds + 2 * HALF_SECONDS),
              ...values,
            },
            ...input,
          }),
        );
      const added = {
        UpdateExpression: 'ADD #current :people SET expiry_time = :expiry_time REMOVE #over, #long_over',
        ConditionExpression:
          'attribute_not_exists(#current) OR size(#current) < :most OR contains(#current, :name)',
      };
      const alone = {
        UpdateExpression: 'SET #current = :people, expiry_time = :expiry_time REMOVE #over, #long_over',
      };
      const room = { ':name': { S: name }, ':most': toAttribute(MOST_PEOPLE) };
      const { applied } = await onCondition(() => update(added, room));
      if (!applied) await onStore(() => update(alone));
    },

    async isVerified(digest, userId, nowSeconds) {
      const command = new GetItemCommand({ TableName: table, Key: keyOf(digest), ConsistentRead: true });
      const { Item: item = {} } = await onStore(() => client.send(command));
      // DynamoDB deletes late.
      if (Number(item.expiry_time?.N ?? 0) <= nowSeconds) return false;
      const { current, before } = setsAt(nowSeconds);
      return [current, before].some((set) => item[set]?.SS?.includes(nameOf(digest, userId)));
    },
  };
}

/** Sets are named by their half; those before the last one are over. */
function setsAt(nowSeconds: number) {
  const half = Math.floor(nowSeconds / HALF_SECONDS);
  const name = (ago: number) => `people_${half - ago}`;
  return { current: name(0), before: name(1), over: [name(2), name(3)] as const };
}

/** Of the digest too, so that the same person has another name beside each number. */
const nameOf = (digest: string, userId: string): string =>
  createHash('sha256').update(`${digest}#${userId}`).digest().subarray(0, NAME_BYTES).toString('base64url');

/** What is remembered of numbers, in the limits table: an item a number, which DynamoDB deletes when it is old. */
import { type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import type { NumberMemory } from '../domain/ports.ts';
import { onCondition, onStore, toAttribute } from './dynamodb-client.ts';
import { numberIn } from './prefix-item.ts';

const DAY_SECONDS = 86_400;
const REFUSAL_KEPT_SECONDS = 3600;

export function dynamoDbNumberMemory(
  client: DynamoDBClient,
  table: string,
  { knownDays }: { readonly knownDays: number },
): NumberMemory {
  // A number has no window; the key needs one.
  const at = (number: string) => ({
    TableName: table,
    Key: { subject: { S: LIMIT_SUBJECTS.numbers + number }, window: { S: '-' } },
  });

  return {
    async read(number) {
      const command = new GetItemCommand({ ...at(number), ConsistentRead: true });
      const { Item: item } = await onStore(() => client.send(command));
      const verifiedAt = numberIn(item, 'verified_at');
      const refusedAt = numberIn(item, 'refused_at');
      return {
        ...(verifiedAt === undefined ? {} : { verifiedAt }),
        ...(refusedAt === undefined ? {} : { refusedAt }),
      };
    },

    async noteVerified(number, nowSeconds) {
      const command = new UpdateItemCommand({
        ...at(number),
        UpdateExpression: 'SET verified_at = :now, expiry_time = :expiry REMOVE refused_at',
        ExpressionAttributeValues: {
          ':now': toAttribute(nowSeconds),
          ':expiry': toAttribute(nowSeconds + knownDays * DAY_SECONDS),
        },
      });
      await onStore(() => client.send(command));
    },

    async noteRefused(number, nowSeconds) {
      const command = new UpdateItemCommand({
        ...at(number),
        UpdateExpression: 'SET refused_at = :now, expiry_time = :expiry',
        // A number that verifies at this moment stays known for as long as it may be.
        ConditionExpression: 'attribute_not_exists(verified_at) OR expiry_time <= :now',
        ExpressionAttributeValues: {
          ':now': toAttribute(nowSeconds),
          ':expiry': toAttribute(nowSeconds + REFUSAL_KEPT_SECONDS),
        },
      });
      await onCondition(() => client.send(command));
    },
  };
}

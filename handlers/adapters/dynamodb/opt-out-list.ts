/**
 * The opt-outs in the limits table: one item per number or address, without an expiry_time, so that
 * DynamoDB's TTL never deletes it.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { optOutItem } from '../../contract/limits-table.ts';
import type { FeedbackReason } from '../../contract/vocabulary.ts';
import { FEEDBACK_REASONS } from '../../contract/vocabulary.ts';
import type { Clock } from '../../domain/clock.ts';
import type { OptOutList } from '../../domain/destinations/opt-out-list.ts';
import { onCondition, onStore, toAttribute, toItem } from './client.ts';
import { numberIn } from './prefix-item.ts';

const BOUNCED: FeedbackReason = 'bounced';

/** `now` is in epoch milliseconds. */
export function dynamoDbOptOutList(client: DynamoDBClient, table: string, now: Clock = Date.now): OptOutList {
  const keyOf = (subject: string) => toItem(optOutItem(subject));

  const sinceNow = () => ({ since: toAttribute(Math.floor(now() / 1000)) });

  const read = async (subject: string) => {
    const command = new GetItemCommand({ TableName: table, Key: keyOf(subject), ConsistentRead: true });
    return (await onStore(() => client.send(command))).Item;
  };

  return {
    async has(subject) {
      return (await read(subject)) !== undefined;
    },

    async why(subject) {
      const reason = (await read(subject))?.reason?.S;
      return FEEDBACK_REASONS.find((each) => each === reason);
    },

    async since(subject) {
      return numberIn(await read(subject), 'since');
    },

    async add(subject, reason) {
      if (reason === undefined) {
        // An owner's that is there keeps its time.
        const command = new PutItemCommand({
          TableName: table,
          Item: { ...keyOf(subject), ...sinceNow() },
          ConditionExpression: 'attribute_not_exists(subject) OR attribute_exists(reason)',
        });
        await onCondition(() => client.send(command));
        return;
      }
      // What an owner said of an address stays, whatever becomes of messages to it; a complaint is an owner's too.
      const isOwners = reason === 'complained';
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...keyOf(subject), ...sinceNow(), reason: { S: reason } },
        ConditionExpression: `attribute_not_exists(subject)${isOwners ? ' OR reason = :bounced' : ''}`,
        ...(isOwners && { ExpressionAttributeValues: { ':bounced': { S: BOUNCED } } }),
      });
      await onCondition(() => client.send(command));
    },

    async remove(subject) {
      const command = new DeleteItemCommand({ TableName: table, Key: keyOf(subject) });
      await onStore(() => client.send(command));
    },
  };
}

/**
 * Texts to new numbers by prefix, in the limits table.
 *
 * One item per prefix holds its whole window, for all clients, and when its pauses end. So one update,
 * without a read, counts a number, refuses it during a pause, and returns everything that the prefix is
 * judged by. In each part of the window, the unverified numbers are a set of short keyed digests: a repeated
 * request and a repeated write count once. When an item grows, its older sets are folded into counts; it
 * stays near 1 KB.
 * Pauses are also listed in a separate partition, so that they can be read without a scan.
 */

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  paginateQuery,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  PAUSES,
  pauseOf,
  prefixTraffic,
  reportedNumber,
  reportedNumberExpiry,
  trafficExpiry,
} from '../../contract/limits-table.ts';
import type { Pause, PrefixTraffic } from '../../domain/pumping/prefix-traffic.ts';
import {
  asReturned,
  clientKey,
  readReference,
  referenceTo,
  sliceAt,
} from '../../domain/pumping/traffic-reference.ts';
import type { Item } from './client.ts';
import { onCondition, onStore, toAttribute, toItem } from './client.ts';
import {
  attributeOf,
  numberIn,
  PAUSED_UNTIL,
  pausedAttribute,
  RESUMES,
  resuming,
  slicesOf,
  tidying,
} from './prefix-item.ts';

/** Characters of a digest, enough within one part of a window: two numbers collide once in 16 million. */
const DIGEST_CHARACTERS = 4;

export function dynamoDbPrefixTraffic(client: DynamoDBClient, table: string): PrefixTraffic {
  const update = (prefix: string, change: Change) => {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: keyOf(prefix),
      ...change,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return onCondition(() => client.send(command));
  };

  /** For emulators that do not return the item when a condition fails. */
  const read = async (prefix: string): Promise<Item> => {
    const command = new GetItemCommand({ TableName: table, Key: keyOf(prefix), ConsistentRead: true });
    return (await onStore(() => client.send(command))).Item ?? {};
  };

  const tidy = async (prefix: string, item: Item, nowSeconds: number): Promise<void> => {
    const change = tidying(item, sliceAt(nowSeconds));
    if (change) {
      await update(prefix, change);
    }
  };

  /** Takes a pause off the list; with `until`, only that one, as another request may have listed the next. */
  const unlist = async (prefix: string, clientId: string | undefined, until?: number): Promise<void> => {
    const command = new DeleteItemCommand({
      TableName: table,
      Key: toItem(pauseOf(prefix, clientId)),
      ...(until === undefined
        ? {}
        : {
            ConditionExpression: 'paused_until = :until',
            ExpressionAttributeValues: { ':until': toAttribute(until) },
          }),
    });
    await onCondition(() => client.send(command));
  };

  /**
   * `verified` is 0 for a number that is no sign of pumping, and no new sign of people either. False if the number is
   * not counted as unverified, or no longer: then nothing changed.
   */
  const countReturn = async (reference: string, nowSeconds: number, verified: 0 | 1): Promise<boolean> => {
    const { prefix, client: clientName, slice, number } = readReference(reference);
    const { applied } = await update(prefix, {
      // A code that was sent again may also have been counted in the previous part.
      UpdateExpression:
        'DELETE #unverified :numbers, #earlier :numbers ADD #verified :verified SET expiry_time = :expiry',
      ConditionExpression: 'contains(#unverified, :number)',
      ExpressionAttributeNames: {
        '#unverified': attributeOf('u', clientName, slice),
        '#earlier': attributeOf('u', clientName, slice - 1),
        '#verified': attributeOf('v', clientName, sliceAt(nowSeconds)),
      },
      ExpressionAttributeValues: {
        ':numbers': { SS: [short(number)] },
        ':number': { S: short(number) },
        ':verified': toAttribute(verified),
        ':expiry': toAttribute(trafficExpiry(nowSeconds)),
      },
    });
    return applied;
  };

  /** Whether this is the first report of the number in a day. */
  const markReported = async (prefix: string, number: string, nowSeconds: number): Promise<boolean> => {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: toItem(reportedNumber(prefix, number)),
      UpdateExpression: 'SET expiry_time = :expiry',
      // DynamoDB deletes expired items late.
      ConditionExpression: 'attribute_not_exists(expiry_time) OR expiry_time <= :now',
      ExpressionAttributeValues: {
        ':now': toAttribute(nowSeconds),
        ':expiry': toAttribute(reportedNumberExpiry(nowSeconds)),
      },
    });
    return (await onCondition(() => client.send(command))).applied;
  };

  return {
    async countSend(send, nowSeconds, letThrough) {
      const reference = referenceTo(send, nowSeconds);
      const { prefix, client: clientName, slice, number } = readReference(reference);
      const returns = letThrough === 'return';
      const pause = pausedAttribute(clientName);
      const attempt = await update(prefix, {
        UpdateExpression: `ADD #unverified :numbers${returns ? ', #returned :one' : ''} SET expiry_time = :expiry`,
        ...CONDITIONS[letThrough ?? 'unpaused'],
        ExpressionAttributeNames: {
          '#unverified': attributeOf('u', clientName, slice),
          ...(returns ? { '#returned': attributeOf('r', clientName, slice) } : {}),
          ...(letThrough ? {} : { '#pause': pause }),
        },
        ExpressionAttributeValues: {
          ':numbers': { SS: [short(number)] },
          ':expiry': toAttribute(trafficExpiry(nowSeconds)),
          ...(returns ? { ':one': toAttribute(1), ':number': { S: short(number) } } : {}),
          ...(letThrough ? {} : { ':now': toAttribute(nowSeconds) }),
        },
        // The old item shows whether the number was already counted; the new one can be derived from it.
        ReturnValues: 'ALL_OLD',
      });
      const before = attempt.applied
        ? (attempt.output.Attributes ?? {})
        : (attempt.existing ?? (await read(prefix)));
      const names = {
        set: attributeOf('u', clientName, slice),
        returned: attributeOf('r', clientName, slice),
      };
      const isNew = attempt.applied && !before[names.set]?.SS?.includes(short(number));
      const item: Item = attempt.applied
        ? {
            ...before,
            [names.set]: { SS: [...new Set([...(before[names.set]?.SS ?? []), short(number)])] },
            ...(returns
              ? { [names.returned]: toAttribute((numberIn(before, names.returned) ?? 0) + 1) }
              : {}),
          }
        : before;
      if (attempt.applied) {
        await tidy(prefix, item, nowSeconds);
      }
      const pausedUntil = numberIn(item, PAUSED_UNTIL);
      const clientPausedUntil = numberIn(item, pause);
      const resumes = numberIn(item, RESUMES);
      return {
        // For a number that came back, a failed condition means that an earlier attempt counted it.
        counted: attempt.applied || returns,
        ...(isNew ? { added: returns ? asReturned(reference) : reference } : {}),
        slices: slicesOf(item, sliceAt(nowSeconds)),
        ...(pausedUntil === undefined ? {} : { pausedUntil }),
        ...(clientPausedUntil === undefined ? {} : { clientPausedUntil }),
        ...(resumes === undefined ? {} : { resumes }),
      };
    },

    async takeBackSend(added) {
      const { prefix, client: clientName, slice, number, returned } = readReference(added);
      await update(prefix, {
        UpdateExpression: `DELETE #unverified :numbers${returned ? ' ADD #returned :less' : ''}`,
        ConditionExpression: 'contains(#unverified, :number) AND NOT contains(#kept, :number)',
        ExpressionAttributeNames: {
          '#unverified': attributeOf('u', clientName, slice),
          '#kept': attributeOf('k', clientName, slice),
          ...(returned ? { '#returned': attributeOf('r', clientName, slice) } : {}),
        },
        ExpressionAttributeValues: {
          ':numbers': { SS: [short(number)] },
          ':number': { S: short(number) },
          ...(returned ? { ':less': toAttribute(-1) } : {}),
        },
      });
    },

    async keepSend(reference, nowSeconds) {
      const { prefix, client: clientName, slice, number } = readReference(reference);
      await update(prefix, {
        UpdateExpression: 'ADD #unverified :numbers, #kept :numbers SET expiry_time = :expiry',
        ExpressionAttributeNames: {
          '#unverified': attributeOf('u', clientName, slice),
          '#kept': attributeOf('k', clientName, slice),
        },
        ExpressionAttributeValues: {
          ':numbers': { SS: [short(number)] },
          ':expiry': toAttribute(trafficExpiry(nowSeconds)),
        },
      });
    },

    async countConversion(reference, nowSeconds) {
      await countReturn(reference, nowSeconds, 1);
    },

    // In this order, because a report that comes too late must not use up the number's day. Of two at once, one takes
    // the number out and goes on. What fails in between counts nothing, which errs to the strict side.
    async countReport(reference, nowSeconds) {
      const { prefix, client: clientName, number } = readReference(reference);
      const isCounted = await countReturn(reference, nowSeconds, 0);
      if (!isCounted || !(await markReported(prefix, number, nowSeconds))) {
        return;
      }
      await update(prefix, {
        UpdateExpression: 'ADD #verified :one SET expiry_time = :expiry',
        ExpressionAttributeNames: { '#verified': attributeOf('v', clientName, sliceAt(nowSeconds)) },
        ExpressionAttributeValues: {
          ':one': toAttribute(1),
          ':expiry': toAttribute(trafficExpiry(nowSeconds)),
        },
      });
    },

    async pause({ prefix, clientId, until }, nowSeconds, view) {
      // Listed first: if the pause itself then fails, the retry of the step lists and pauses again.
      const listing = new PutItemCommand({
        TableName: table,
        Item: {
          ...toItem(pauseOf(prefix, clientId)),
          prefix: { S: prefix },
          ...(clientId === undefined ? {} : { client_id: { S: clientId } }),
          paused_until: toAttribute(until),
          expiry_time: toAttribute(until),
        },
      });
      await onStore(() => client.send(listing));
      const attribute = clientId === undefined ? PAUSED_UNTIL : pausedAttribute(clientKey(clientId));
      const { resumes } = view ?? {};
      const asSeen =
        view === undefined
          ? ''
          : ` AND ${resumes === undefined ? 'attribute_not_exists(#resumes)' : '#resumes = :resumes'}`;
      const attempt = await update(prefix, {
        UpdateExpression: 'SET #pause = :until, expiry_time = :expiry',
        ConditionExpression: `(attribute_not_exists(#pause) OR #pause <= :now)${asSeen}`,
        ExpressionAttributeNames: {
          '#pause': attribute,
          ...(view === undefined ? {} : { '#resumes': RESUMES }),
        },
        ExpressionAttributeValues: {
          ':until': toAttribute(until),
          ':now': toAttribute(nowSeconds),
          ':expiry': toAttribute(trafficExpiry(nowSeconds)),
          ...(resumes === undefined ? {} : { ':resumes': toAttribute(resumes) }),
        },
      });
      if (!attempt.applied) {
        const pausedUntil = numberIn(attempt.existing ?? (await read(prefix)), attribute) ?? 0;
        if (pausedUntil <= nowSeconds) {
          await unlist(prefix, clientId, until);
        }
      }
      return attempt.applied;
    },

    async resume({ prefix, clientId }, nowSeconds) {
      const name = clientId === undefined ? undefined : clientKey(clientId);
      const item = await read(prefix);
      const until = numberIn(item, name === undefined ? PAUSED_UNTIL : pausedAttribute(name)) ?? 0;
      const isPaused =
        until > nowSeconds && (await update(prefix, resuming(item, sliceAt(nowSeconds), name))).applied;
      await unlist(prefix, clientId);
      return isPaused;
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
        for await (const { Items = [] } of pages) {
          items.push(...Items);
        }
        return items.map(pauseIn).filter(({ until }) => until > nowSeconds);
      });
    },
  };
}

type Change = Pick<
  ConstructorParameters<typeof UpdateItemCommand>[0],
  | 'UpdateExpression'
  | 'ConditionExpression'
  | 'ExpressionAttributeNames'
  | 'ExpressionAttributeValues'
  | 'ReturnValues'
>;

const CONDITIONS = {
  unpaused: {
    ConditionExpression:
      '(attribute_not_exists(paused_until) OR paused_until <= :now) AND (attribute_not_exists(#pause) OR #pause <= :now)',
  },
  trickle: {},
  return: { ConditionExpression: 'NOT contains(#unverified, :number)' },
};

const keyOf = (prefix: string): Item => toItem(prefixTraffic(prefix));

const short = (digest: string): string => digest.slice(0, DIGEST_CHARACTERS);

const pauseIn = (item: Item): Pause => ({
  prefix: item.prefix?.S ?? '',
  until: numberIn(item, PAUSED_UNTIL) ?? 0,
  ...(item.client_id?.S === undefined ? {} : { clientId: item.client_id.S }),
});

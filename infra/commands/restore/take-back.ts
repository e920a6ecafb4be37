/**
 * Takes back what was copied of people who were deleted, forgotten or unlocked while the copy ran: what they asked
 * for is in the audit log since, and the copy did not know of it. A read of the whole table, if there are any.
 */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { DeleteItemCommand, paginateScan, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { failedVerificationsOf } from '../../../handlers/contract/limits-table.ts';
import type { Copy } from './copy-items.ts';
import { isPeopleSet, keyOf, LIMITS_KEY, onCondition, topicIn, userIn } from './copy-items.ts';

type Item = Record<string, AttributeValue>;

/**
 * `copy` is the one that ran, with what changed meanwhile. A contact that was put again since is another, and stays.
 * Resolves to how many contacts were taken back.
 */
export async function takeBackContacts(copy: Copy, users: readonly string[]): Promise<number> {
  const { client, to, changed, isForgotten, forgetTopic } = copy;
  if (changed.deletedPeople.size + changed.forgottenPeople.size === 0) {
    return 0;
  }
  let taken = 0;
  for await (const item of itemsOf(copy)) {
    const userId = item.user_id?.S ?? '';
    const isAsked = users.length === 0 || users.includes(userId);
    if (!isAsked || !(changed.deletedPeople.has(userId) || isForgotten(userId))) {
      continue;
    }
    const sealed = item.sealed_addresses;
    const isTaken = await onCondition(() =>
      client.send(
        new DeleteItemCommand({
          TableName: to,
          Key: keyOf(item, ['user_id']),
          ...(sealed === undefined
            ? { ConditionExpression: 'attribute_exists(user_id) AND attribute_not_exists(sealed_addresses)' }
            : {
                ConditionExpression: 'sealed_addresses = :sealed',
                ExpressionAttributeValues: { ':sealed': sealed },
              }),
        }),
      ),
    );
    if (isTaken) {
      taken += 1;
      await forgetTopic(topicIn(item));
    }
  }
  return taken;
}

/** Counts are deleted, as forgetting and unlocking delete them; names of people are taken out of numbers. */
export async function takeBackLimits(copy: Copy): Promise<number> {
  const { client, to, changed, isForgotten } = copy;
  if (changed.forgottenPeople.size + changed.unlockedPeople.size === 0) {
    return 0;
  }
  const unlocked = new Set([...changed.unlockedPeople].map(failedVerificationsOf));
  let taken = 0;
  for await (const item of itemsOf(copy)) {
    const subject = item.subject?.S ?? '';
    const at = { TableName: to, Key: keyOf(item, LIMITS_KEY) };
    if (unlocked.has(subject) || isForgotten(userIn(subject) ?? '')) {
      await client.send(new DeleteItemCommand(at));
      taken += 1;
    }
    const sets = Object.entries(item).filter(([name]) => isPeopleSet(name));
    if (changed.forgottenPeople.size === 0 || sets.length === 0) {
      continue;
    }
    // Whoever verified the number since is in it anew, unless it is somebody of before, who then verifies again.
    await onCondition(() =>
      client.send(
        new UpdateItemCommand({
          ...at,
          UpdateExpression: `DELETE ${sets.map((_, index) => `#s${index} :s${index}`).join(', ')}`,
          ConditionExpression: 'attribute_exists(subject)',
          ExpressionAttributeNames: Object.fromEntries(sets.map(([name], index) => [`#s${index}`, name])),
          ExpressionAttributeValues: Object.fromEntries(sets.map(([, set], index) => [`:s${index}`, set])),
        }),
      ),
    );
  }
  return taken;
}

async function* itemsOf({ client, from }: Pick<Copy, 'client' | 'from'>): AsyncGenerator<Item> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName: from, ConsistentRead: true })) {
    yield* Items;
  }
}

/**
 * What operators decided, in one item of the limits table. Sealed, like everything there that names a prefix: the table
 * alone says neither which numbers are blocked nor who blocked them.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { OVERRIDES } from '../../contract/limits-table.ts';
import type { OverrideStore, StoredOverrides } from '../../domain/overrides/change-overrides.ts';
import type { Overrides } from '../../domain/overrides/overrides.ts';
import { NO_OVERRIDES } from '../../domain/overrides/overrides.ts';
import type { Randomness } from '../../domain/randomness.ts';
import { sealText, unsealText } from '../../domain/token/seal-token.ts';
import type { KeySource } from '../../domain/token/token-keys.ts';
import { onCondition, onStore, toAttribute, toItem } from './client.ts';

/** What the sealed text is bound to, so that no other sealed text passes for it. */
const BOUND_TO = 'overrides';

/** `keys` are of the secret that is never rotated. */
export function dynamoDbOverrideStore(
  client: DynamoDBClient,
  table: string,
  keys: KeySource,
  random: Pick<Randomness, 'bytes'>,
): OverrideStore {
  const read = async (): Promise<StoredOverrides> => {
    const command = new GetItemCommand({ TableName: table, Key: toItem(OVERRIDES), ConsistentRead: true });
    const { Item: item } = await onStore(() => client.send(command));
    const sealed = item?.sealed?.S;
    if (sealed === undefined) {
      return { overrides: NO_OVERRIDES };
    }
    const overrides = JSON.parse(unsealText(sealed, BOUND_TO, await keys.current())) as Overrides;
    return { overrides, version: Number(item?.version?.N) };
  };

  return {
    read,
    current: async () => (await read()).overrides,
    async replace({ version }, overrides) {
      const sealed = sealText(JSON.stringify(overrides), BOUND_TO, await keys.current(), random);
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...toItem(OVERRIDES), sealed: { S: sealed }, version: toAttribute((version ?? 0) + 1) },
        ...(version === undefined
          ? { ConditionExpression: 'attribute_not_exists(version)' }
          : {
              ConditionExpression: 'version = :version',
              ExpressionAttributeValues: { ':version': toAttribute(version) },
            }),
      });
      return (await onCondition(() => client.send(command))).applied;
    },
  };
}

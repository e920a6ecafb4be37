/**
 * Whether the secrets have the values that the items were written with. Contacts are sealed, and opt-outs named, by
 * the subject secret, and the audit log names those who were forgotten by the reference secret. With another value,
 * items can be copied, but never read or found, and forgotten people come back.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { dynamoDbContactStore } from '../../../handlers/adapters/dynamodb/contact-store.ts';
import { secretsManagerKeys } from '../../../handlers/adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../../../handlers/adapters/system-randomness.ts';
import { sealedContacts } from '../../../handlers/domain/contacts/sealed-contacts.ts';
import { StoreUnavailable } from '../../../handlers/domain/errors.ts';
import { RefusedError } from '../command-line.ts';

/** A secret, and the one that had its value before, if somebody names that. */
export interface CheckedSecret {
  readonly what: 'subject' | 'reference';
  readonly id: string;
  readonly region: string;
  /** A secret that the items were written with, such as that of a deployment that was removed. */
  readonly oldId?: string | undefined;
}

/**
 * A contact that opens proves the value; an age does not, because a right value may have been put back later.
 * @throws {RefusedError} when the first contact does not open, or nothing shows that it would
 */
export async function refuseUnreadable(
  secret: CheckedSecret,
  contacts: { readonly client: DynamoDBClient; readonly table: string } | undefined,
  restoredTo: Date,
): Promise<void> {
  const userId = contacts && (await firstSealed(contacts));
  if (contacts === undefined || userId === undefined) {
    return refuseOtherValue(secret, restoredTo);
  }
  const keys = secretsManagerKeys(new SecretsManagerClient({ region: secret.region }), secret.id, Date.now);
  await keys.current();
  const stored = dynamoDbContactStore(contacts.client, contacts.table);
  try {
    await sealedContacts(stored, keys, systemRandomness).get(userId);
  } catch (error) {
    if (error instanceof StoreUnavailable) {
      throw error;
    }
    throw new RefusedError(
      `Refused: the contacts of ${contacts.table} do not open with the value of the subject secret, so they were written with another. ${PUT_BACK}`,
    );
  }
}

/**
 * Where there is no contact to try it on.
 * @throws {RefusedError} when the value is another than that of the old secret or, without one, younger than the items
 */
export async function refuseOtherValue(
  { what, id, region, oldId }: CheckedSecret,
  restoredTo: Date,
): Promise<void> {
  const client = new SecretsManagerClient({ region });
  if (oldId !== undefined) {
    const [value, old] = await Promise.all([readValue(client, id), readValue(client, oldId)]);
    if (value === undefined || value !== old) {
      throw new RefusedError(`Refused: the ${what} secret has not the value of ${oldId}. ${PUT_BACK}`);
    }
    return;
  }
  const { Versions = [] } = await client.send(
    new ListSecretVersionIdsCommand({ SecretId: id, IncludeDeprecated: true }),
  );
  const current = Versions.find(({ VersionStages = [] }) => VersionStages.includes('AWSCURRENT'));
  const created = current?.CreatedDate;
  if (created !== undefined && created > restoredTo) {
    throw new RefusedError(
      `Refused: the ${what} secret has had its value since ${created.toISOString()}, and items of ${restoredTo.toISOString()} were written with another. ${PUT_BACK} If that was done, --old-${what}-secret names a secret that has the old value.`,
    );
  }
}

const PUT_BACK = 'Put that value back first: docs/runbook.md, "Secrets".';

async function firstSealed({
  client,
  table,
}: {
  readonly client: DynamoDBClient;
  readonly table: string;
}): Promise<string | undefined> {
  const asked = { TableName: table, ProjectionExpression: 'user_id, sealed_addresses' };
  for await (const { Items = [] } of paginateScan({ client }, asked)) {
    const sealed = Items.find(({ sealed_addresses }) => sealed_addresses !== undefined);
    if (sealed !== undefined) {
      return sealed.user_id?.S;
    }
  }
  return undefined;
}

const readValue = async (client: SecretsManagerClient, SecretId: string): Promise<string | undefined> =>
  (await client.send(new GetSecretValueCommand({ SecretId }))).SecretString;

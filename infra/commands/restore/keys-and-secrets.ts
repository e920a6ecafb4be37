/**
 * The keys and secrets without which restored items cannot be read: brought back while their deletion waits, and
 * checked to be those that the items were written with.
 */
import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  KeyState,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  DescribeSecretCommand,
  ListSecretVersionIdsCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { RefusedError } from '../command-line.ts';
import type { DeployedResource } from '../deployed-stack.ts';
import { physicalIdOf } from '../deployed-stack.ts';

/** Something to do, and how it is said. */
export interface Repair {
  readonly text: string;
  readonly run: () => Promise<unknown>;
}

/** What is disabled or waits to be deleted, with what mends it. */
export async function findRepairs(resources: readonly DeployedResource[], region: string): Promise<Repair[]> {
  const repairs: Repair[] = [];
  const kms = new KMSClient({ region });
  for (const KeyId of idsOf(resources, 'AWS::KMS::Key')) {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    const state = KeyMetadata?.KeyState;
    if (state === KeyState.PendingDeletion) {
      repairs.push({
        text: `Cancel the deletion of key ${KeyId}, and enable it`,
        run: async () => {
          await kms.send(new CancelKeyDeletionCommand({ KeyId }));
          await kms.send(new EnableKeyCommand({ KeyId }));
        },
      });
    } else if (state === KeyState.Disabled) {
      repairs.push({ text: `Enable key ${KeyId}`, run: () => kms.send(new EnableKeyCommand({ KeyId })) });
    }
  }
  const secrets = new SecretsManagerClient({ region });
  for (const SecretId of idsOf(resources, 'AWS::SecretsManager::Secret')) {
    const { DeletedDate, Name } = await secrets.send(new DescribeSecretCommand({ SecretId }));
    if (DeletedDate !== undefined) {
      repairs.push({
        text: `Restore secret ${Name}`,
        run: () => secrets.send(new RestoreSecretCommand({ SecretId })),
      });
    }
  }
  return repairs;
}

/**
 * Contacts are sealed, and opt-outs named, by the subject secret. Items that were written with another value can
 * be copied, but never read or found.
 * @throws {RefusedError} when the secret's value is younger than the items
 */
export async function refuseNewSecret(
  resources: readonly DeployedResource[],
  region: string,
  restoredTo: Date,
): Promise<void> {
  const SecretId = physicalIdOf(resources, 'AWS::SecretsManager::Secret', 'subject-secret');
  const { Versions = [] } = await new SecretsManagerClient({ region }).send(
    new ListSecretVersionIdsCommand({ SecretId, IncludeDeprecated: true }),
  );
  const current = Versions.find(({ VersionStages = [] }) => VersionStages.includes('AWSCURRENT'));
  const created = current?.CreatedDate;
  if (created !== undefined && created > restoredTo) {
    throw new RefusedError(
      `Refused: the subject secret has had its value since ${created.toISOString()}, and items of ${restoredTo.toISOString()} were written with another. Put that value back first: docs/runbook.md, "Secrets".`,
    );
  }
}

const idsOf = (resources: readonly DeployedResource[], type: string): string[] =>
  resources.flatMap((each) => (each.type === type && each.physicalId ? [each.physicalId] : []));

/**
 * The keys and secrets without which restored items cannot be read: brought back while their deletion waits. A key
 * that is only disabled may be so on purpose, and is left to whoever did it.
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
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { DeployedResource } from '../deployed-stack.ts';

/** Something to do, and how it is said. */
interface Repair {
  readonly text: string;
  readonly run: () => Promise<unknown>;
}

export interface Found {
  readonly repairs: readonly Repair[];
  readonly disabledKeys: readonly string[];
}

/** What waits to be deleted, with what mends it, and which keys are disabled. */
export async function findRepairs(resources: readonly DeployedResource[], region: string): Promise<Found> {
  const repairs: Repair[] = [];
  const disabledKeys: string[] = [];
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
      disabledKeys.push(KeyId);
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
  return { repairs, disabledKeys };
}

const idsOf = (resources: readonly DeployedResource[], type: string): string[] =>
  resources.flatMap((each) => (each.type === type && each.physicalId ? [each.physicalId] : []));

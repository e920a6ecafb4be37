/** A secret in Secrets Manager during its rotation. */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import type { RotatingSecret } from '../../domain/token/rotate-secret.ts';

const CURRENT = 'AWSCURRENT';
const PENDING = 'AWSPENDING';

export const rotatingSecret = (client: SecretsManagerClient, SecretId: string): RotatingSecret => ({
  async currentVersion() {
    const { VersionIdsToStages = {} } = await client.send(new DescribeSecretCommand({ SecretId }));
    return Object.keys(VersionIdsToStages).find((id) => VersionIdsToStages[id]?.includes(CURRENT));
  },

  async pendingValue(VersionId) {
    const command = new GetSecretValueCommand({ SecretId, VersionId, VersionStage: PENDING });
    try {
      return (await client.send(command)).SecretString;
    } catch (error) {
      // Secrets Manager creates the version before the function stores a value in it.
      if (error instanceof ResourceNotFoundException) {
        return undefined;
      }
      throw error;
    }
  },

  async putPending(ClientRequestToken, SecretString) {
    await client.send(
      new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages: [PENDING] }),
    );
  },

  async moveCurrent(from, to) {
    await client.send(
      new UpdateSecretVersionStageCommand({
        SecretId,
        VersionStage: CURRENT,
        MoveToVersionId: to,
        RemoveFromVersionId: from,
      }),
    );
  },
});

/** Keys from Secrets Manager, cached in memory: a warm function reads the secret once in five minutes. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../domain/clock.ts';
import { SecretUnavailable } from '../../domain/errors.ts';
import { deriveKeys } from '../../domain/token/seal-token.ts';
import type { KeySource, TokenKeys } from '../../domain/token/token-keys.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isPassing, isServiceFault } from '../fault-kinds.ts';

/**
 * How long the cached current version is trusted. After a rotation, new tokens may use the old one for that
 * long.
 */
const CURRENT_FOR_MS = 5 * 60 * 1000;

export const createSecretsManagerClient = (): SecretsManagerClient =>
  withoutErrorMessages(new SecretsManagerClient(CLIENT_SETTINGS));

export function secretsManagerKeys(client: SecretsManagerClient, secretId: string, now: Clock): KeySource {
  const byVersion = new Map<string, TokenKeys>();
  let current: { readonly keys: TokenKeys; readonly readAtMs: number } | undefined;
  /** A pending read of the current version, which concurrent callers share. */
  let reading: Promise<TokenKeys> | undefined;

  const read = async (version?: string): Promise<TokenKeys> => {
    const command = new GetSecretValueCommand({
      SecretId: secretId,
      ...(version === undefined ? {} : { VersionId: version }),
    });
    const { SecretString, VersionId } = await onSecret(() => client.send(command));
    if (SecretString === undefined || VersionId === undefined) {
      throw new SecretUnavailable();
    }
    const keys = byVersion.get(VersionId) ?? deriveKeys(VersionId, SecretString);
    byVersion.set(VersionId, keys);
    return keys;
  };

  const readCurrent = async (): Promise<TokenKeys> => {
    const known = current?.keys;
    const keys = await read().catch((error: unknown) => {
      // The version known so far still works: an outage need not stop a warm function.
      if (known !== undefined && error instanceof SecretUnavailable) {
        return known;
      }
      throw error;
    });
    current = { keys, readAtMs: now() };
    return keys;
  };

  return {
    async current() {
      if (current !== undefined && now() - current.readAtMs < CURRENT_FOR_MS) {
        return current.keys;
      }
      reading ??= readCurrent().finally(() => {
        reading = undefined;
      });
      return reading;
    },
    async ofVersion(version) {
      return byVersion.get(version) ?? (await read(version));
    },
  };
}

/**
 * Any refusal counts, not just a transient fault: whatever the reason, no token can be generated or verified.
 */
export async function onSecret<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isPassing(error) || isServiceFault(error) ? new SecretUnavailable({ cause: error }) : error;
  }
}

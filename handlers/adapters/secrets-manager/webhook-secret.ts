/**
 * The secrets that a webhook is signed with: the current one, and the one before it.
 *
 * Putting a new value makes the old one AWSPREVIOUS. Both sign from then on, so a receiver that knows either goes on
 * verifying while its owner changes it. The old one signs until the next change, or until its label is removed;
 * that helps nobody who has it, as a receiver trusts only the secret that it was given.
 */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetSecretValueCommand, ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../domain/clock.ts';
import { SecretUnavailable } from '../../domain/errors.ts';
import type { SigningKeys } from '../../domain/events/webhook-message.ts';
import { signingKey } from '../../domain/events/webhook-message.ts';

/** How long a new secret may go unnoticed. */
const KEPT_MS = 5 * 60 * 1000;

/** Reads both, at most once in five minutes for each secret. The reader throws SecretUnavailable. */
export function webhookSecrets(client: SecretsManagerClient, now: Clock) {
  const kept = new Map<string, { readonly keys: SigningKeys; readonly untilMs: number }>();

  const read = async (SecretId: string, VersionStage: string): Promise<Buffer | undefined> => {
    try {
      const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
      return signingKey(SecretString);
    } catch (error) {
      // A secret that was never changed has no previous value.
      if (error instanceof ResourceNotFoundException && VersionStage === 'AWSPREVIOUS') {
        return undefined;
      }
      throw new SecretUnavailable({ cause: error });
    }
  };

  return async (secretId: string): Promise<SigningKeys> => {
    const known = kept.get(secretId);
    if (known !== undefined && now() < known.untilMs) {
      return known.keys;
    }
    const [current, previous] = await Promise.all([
      read(secretId, 'AWSCURRENT'),
      read(secretId, 'AWSPREVIOUS'),
    ]);
    if (current === undefined) {
      throw new SecretUnavailable();
    }
    const keys: SigningKeys = previous === undefined ? [current] : [current, previous];
    kept.set(secretId, { keys, untilMs: now() + KEPT_MS });
    return keys;
  };
}

/**
 * A secret that callers elsewhere hold a copy of. Its current and its previous value count, so that they can be
 * given a new one in their own time: `AWSPREVIOUS` is the value that was current before.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version
 */
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetSecretValueCommand, ResourceNotFoundException } from '@aws-sdk/client-secrets-manager';
import type { Clock } from '../../domain/clock.ts';
import { SecretUnavailable } from '../../domain/errors.ts';
import { onSecret } from './keys.ts';

/** How long values are trusted that a caller's matched. Then one that was taken away no longer counts. */
const TRUSTED_FOR_MS = 5 * 60 * 1000;
/** How soon values are read again that a caller's did not match: a new one may have been given out. */
const DOUBTED_AFTER_MS = 10 * 1000;

const STAGES = ['AWSCURRENT', 'AWSPREVIOUS'] as const;

export interface SharedSecret {
  /** Whether one of the values passes. @throws SecretUnavailable */
  has(passes: (values: readonly string[]) => boolean): Promise<boolean>;
}

export function sharedSecret(client: SecretsManagerClient, secretId: string, now: Clock): SharedSecret {
  let known: { readonly values: readonly string[]; readonly readAtMs: number } | undefined;

  const read = async (): Promise<readonly string[]> => {
    const former = known?.values;
    const values = await Promise.all(STAGES.map((stage) => readStage(client, secretId, stage))).catch(
      (error: unknown) => {
        // An outage need not stop a warm function.
        if (former !== undefined && error instanceof SecretUnavailable) {
          return former;
        }
        throw error;
      },
    );
    known = { values: values.filter((value) => value !== undefined), readAtMs: now() };
    return known.values;
  };

  return {
    async has(passes) {
      const ageMs = known === undefined ? Number.POSITIVE_INFINITY : now() - known.readAtMs;
      const values = known === undefined || ageMs >= TRUSTED_FOR_MS ? await read() : known.values;
      if (passes(values)) {
        return true;
      }
      return ageMs >= DOUBTED_AFTER_MS && ageMs < TRUSTED_FOR_MS ? passes(await read()) : false;
    },
  };
}

/** Undefined where there is no such version: a secret that was never changed has no previous one. */
async function readStage(
  client: SecretsManagerClient,
  SecretId: string,
  VersionStage: (typeof STAGES)[number],
): Promise<string | undefined> {
  const command = new GetSecretValueCommand({ SecretId, VersionStage });
  return onSecret(async () => {
    try {
      return (await client.send(command)).SecretString;
    } catch (error) {
      if (VersionStage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) {
        return undefined;
      }
      throw error;
    }
  });
}

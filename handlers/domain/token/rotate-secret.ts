/**
 * Gives a secret a new value, in the four steps that Secrets Manager calls.
 *
 * Data made with the previous value names its version, which keeps the label AWSPREVIOUS until the next
 * rotation, so live tokens survive this one. Each step may be repeated.
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
 */
import type { Randomness } from '../randomness.ts';

export const ROTATION_STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
export type RotationStep = (typeof ROTATION_STEPS)[number];

/** Encoded in 64 characters, like the first value; far more than the 256 bits of each derived key. */
const VALUE_BYTES = 48;
const VALUE_LENGTH = 64;

/** The secret that is being rotated. */
export interface RotatingSecret {
  /** The id of the current version. */
  currentVersion(): Promise<string | undefined>;
  /** The value of the version that is to become current; undefined while it has none. */
  pendingValue(version: string): Promise<string | undefined>;
  putPending(version: string, value: string): Promise<void>;
  /** Makes `to` current and `from` previous. */
  moveCurrent(from: string | undefined, to: string): Promise<void>;
}

/** The new value cannot be used. */
class UnfitSecret extends Error {
  override readonly name = 'UnfitSecret';
}

/** @throws UnfitSecret when the new value is missing or too short */
export async function rotateSecret(
  step: RotationStep,
  version: string,
  secret: RotatingSecret,
  random: Pick<Randomness, 'bytes'>,
): Promise<void> {
  switch (step) {
    case 'createSecret': {
      if ((await secret.pendingValue(version)) !== undefined) {
        return;
      }
      const value = Buffer.from(random.bytes(VALUE_BYTES)).toString('base64url');
      return secret.putPending(version, value);
    }
    case 'setSecret':
      // No other system has to be updated: whatever needs the keys reads the secret.
      return;
    case 'testSecret': {
      const value = (await secret.pendingValue(version)) ?? '';
      if (value.length < VALUE_LENGTH) {
        throw new UnfitSecret();
      }
      return;
    }
    case 'finishSecret': {
      const current = await secret.currentVersion();
      if (current !== version) {
        await secret.moveCurrent(current, version);
      }
    }
  }
}

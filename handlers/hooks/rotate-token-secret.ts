/**
 * Called by Secrets Manager on a schedule: gives the token secret a new value, one rotation step per call.
 */
import { createSecretsManagerClient } from '../adapters/secrets-manager/keys.ts';
import { rotatingSecret } from '../adapters/secrets-manager/rotation.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { ROTATE_TOKEN_SECRET } from '../contract/functions/hooks.ts';
import type { RotationStep } from '../domain/token/rotate-secret.ts';
import { ROTATION_STEPS, rotateSecret } from '../domain/token/rotate-secret.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

/** The event that Secrets Manager sends. */
interface RotationEvent {
  readonly Step: string;
  readonly SecretId: string;
  /** The id of the version that is to become current. */
  readonly ClientRequestToken: string;
}

const { secrets } = readFunction(ROTATE_TOKEN_SECRET);
const secret = rotatingSecret(traced(createSecretsManagerClient()), secrets.token);

const rotate = step(
  'rotate-token-secret',
  async ({ event }: { readonly request_id: string; readonly event: RotationEvent }, notes) => {
    // Whoever calls the function, it rotates only this secret.
    if (event.SecretId !== secrets.token || !isStep(event.Step)) {
      throw new TypeError('Not a rotation');
    }
    await rotateSecret(event.Step, event.ClientRequestToken, secret, systemRandomness);
    notes.add({ outcome: event.Step });
  },
);

export const handler = (event: RotationEvent, context: Parameters<typeof rotate>[1]): Promise<void> =>
  rotate({ request_id: context.awsRequestId, event }, context);

const isStep = (name: string): name is RotationStep => (ROTATION_STEPS as readonly string[]).includes(name);

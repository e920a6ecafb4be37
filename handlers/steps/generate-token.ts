/** Generate token: a new token leaves here sealed and digested, never in the clear. */
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import type { GenerateTokenInput } from '../contract/workflow.ts';
import { makeToken } from '../domain/issuing/make-token.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

const env = readEnvironment(['testDestinations', 'tokenLifetimeSeconds', 'tokenSecretId']);
const mint = {
  keys: secretsManagerKeys(traced(createSecretsManagerClient()), env.tokenSecretId, Date.now),
  random: systemRandomness,
  now: Date.now,
  lifetimeSeconds: env.tokenLifetimeSeconds,
  testDestinations: env.testDestinations,
};

export const handler = step('generate-token', async (input: GenerateTokenInput, notes) => {
  const token = await makeToken(input, mint);
  notes.add({
    user_ref: input.user_ref,
    purpose: input.purpose,
    token_id: token.token_id,
    outcome: 'generated',
  });
  return token;
});

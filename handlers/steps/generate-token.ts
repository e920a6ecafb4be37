/** Generate token: a new token leaves here sealed and digested, never in the clear. */
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { GENERATE_TOKEN } from '../contract/functions/steps.ts';
import type { GenerateTokenInput } from '../contract/workflow.ts';
import { makeToken } from '../domain/issuing/make-token.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

const { settings, secrets } = readFunction(GENERATE_TOKEN);
const ports = {
  keys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.token, Date.now),
  random: systemRandomness,
  now: Date.now,
  lifetimeSeconds: settings.tokenLifetimeSeconds,
  testDestinations: settings.testDestinations,
};

export const handler = step('generate-token', async (input: GenerateTokenInput, notes) => {
  const token = await makeToken(input, ports);
  notes.add({
    user_ref: input.user_ref,
    purpose: input.purpose,
    token_id: token.token_id,
    outcome: 'generated',
  });
  return token;
});

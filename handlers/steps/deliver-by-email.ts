/** Deliver by email: opens the token, sends it to the person's own topic, and words the answer. */
import { lazyHandOvers } from '../adapters/lazy-hand-overs.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager-keys.ts';
import { createPublisher } from '../adapters/sns-client.ts';
import { snsEmailSender } from '../adapters/sns-email-sender.ts';
import type { DeliverTokenInput } from '../contract/workflow.ts';
import { deliverByEmail } from '../domain/deliver-token.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';
import { waitUpTo } from '../runtime/wait.ts';

const env = readEnvironment(['brandName', 'resendAfterSeconds', 'tokenSecretId', 'tokensTable']);
const courier = {
  keys: secretsManagerKeys(traced(createSecretsManagerClient()), env.tokenSecretId, Date.now),
  tokens: lazyHandOvers(env.tokensTable, traced),
  email: snsEmailSender(traced(createPublisher())),
  now: Date.now,
  wait: waitUpTo,
  brand: env.brandName,
  resendAfterSeconds: env.resendAfterSeconds,
};

export const handler = step('deliver-by-email', async (input: DeliverTokenInput, notes) => {
  const { request, token } = input;
  notes.add({
    user_id: request.user_id,
    purpose: request.purpose,
    token_id: token.token_id,
    channel: 'email',
  });
  const delivery = await deliverByEmail(input, courier);
  notes.add({ outcome: 'sent' });
  notes.delivered('email', input.asked_at);
  return delivery;
});

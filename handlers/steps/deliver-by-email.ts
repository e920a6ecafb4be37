/** Deliver by email: opens the token, sends it to the person's own address, and words the answer. */
import { lazyHandOvers } from '../adapters/dynamodb/lazy-hand-overs.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { createPublisher } from '../adapters/sns/client.ts';
import { snsEmailSender } from '../adapters/sns/email-transport.ts';
import { deliverByEmail } from '../channels/email.ts';
import { DELIVER_BY_EMAIL } from '../contract/functions/steps.ts';
import type { DeliverTokenInput } from '../contract/workflow.ts';
import { withRoute } from '../domain/delivering/former-request.ts';
import { errorName } from '../domain/errors.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';
import { waitUpTo, waitWithin } from '../runtime/wait.ts';

const { settings, tables, secrets } = readFunction(DELIVER_BY_EMAIL);
const courier = {
  keys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.token, Date.now),
  tokens: lazyHandOvers(tables.tokens, traced),
  emails: snsEmailSender(traced(createPublisher())),
  now: Date.now,
  wait: waitUpTo,
  brand: settings.brandName,
  messages: settings.messages,
  resendAfterSeconds: settings.resendAfterSeconds,
  accounts: {
    within: waitWithin,
    open: async () => {
      const { dynamoDbSendCounts } = await import('../adapters/dynamodb/send-counts.ts');
      return dynamoDbSendCounts(tables.limits, settings.pumpingGuard, traced);
    },
  },
};

export const handler = step('deliver-by-email', async (given: DeliverTokenInput, notes) => {
  const input = withRoute(given);
  const { request, token } = input;
  notes.add({
    user_ref: request.user_ref,
    purpose: request.purpose,
    token_id: token.token_id,
    channel: 'email',
  });
  const onFault = (error: unknown) => {
    notes.warn('a send could not be taken back', error);
    notes.count({ metric: 'StepsFailed', error: errorName(error) });
  };
  const onDoubt = (error: unknown) => notes.warn('The message may have been sent', error);
  const accounts = { ...courier.accounts, onFault };
  const delivery = await deliverByEmail(input, { ...courier, accounts, onDoubt });
  notes.add({ outcome: delivery.outcome });
  if (delivery.outcome === 'sent') {
    notes.delivered('email', input.asked_at);
  } else {
    notes.count({ metric: 'DeliveriesUnknown', channel: 'email' });
  }
  return delivery;
});

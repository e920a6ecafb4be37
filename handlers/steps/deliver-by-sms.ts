/** Deliver by SMS: opens the token, texts it, and words the answer that the machine prints. */
import { lazyHandOvers } from '../adapters/dynamodb/lazy-hand-overs.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { createPublisher } from '../adapters/sns/client.ts';
import { snsSmsSender } from '../adapters/sns/sms-sender.ts';
import { deliverBySms } from '../channels/sms.ts';
import { DELIVER_BY_SMS } from '../contract/functions/steps.ts';
import type { DeliverTokenInput } from '../contract/workflow.ts';
import { withRoute } from '../domain/delivering/former-request.ts';
import { errorName } from '../domain/errors.ts';
import { smsBudgetLimits } from '../domain/spending/sms-budget.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';
import { waitUpTo } from '../runtime/wait.ts';

const { settings, tables, secrets } = readFunction(DELIVER_BY_SMS);
const courier = {
  keys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.token, Date.now),
  tokens: lazyHandOvers(tables.tokens, traced),
  sms: snsSmsSender(traced(createPublisher()), { ...settings, maxPriceUsd: String(settings.smsMaxPriceUsd) }),
  now: Date.now,
  wait: waitUpTo,
  brand: settings.brandName,
  resendAfterSeconds: settings.resendAfterSeconds,
  messages: settings.messages,
  webOtpDomain: settings.webOtpDomain,
  smsRetrieverHash: settings.smsRetrieverHash,
  accounts: {
    smsBudgetLimits: smsBudgetLimits(settings.budget),
    open: async () => {
      const { dynamoDbSendCounts } = await import('../adapters/dynamodb/send-counts.ts');
      return dynamoDbSendCounts(tables.limits, settings.pumpingGuard, traced);
    },
  },
};

export const handler = step('deliver-by-sms', async (given: DeliverTokenInput, notes) => {
  const input = withRoute(given);
  const { request, token } = input;
  notes.add({
    user_ref: request.user_ref,
    purpose: request.purpose,
    token_id: token.token_id,
    channel: 'sms',
  });
  const onFault = (error: unknown) => {
    notes.warn('a send could not be taken back', error);
    notes.count({ metric: 'StepsFailed', error: errorName(error) });
  };
  const onDoubt = (error: unknown) => notes.warn('The message may have been sent', error);
  const accounts = { ...courier.accounts, onFault };
  const delivery = await deliverBySms(input, { ...courier, accounts, onDoubt });
  notes.add({ outcome: delivery.outcome });
  if (delivery.outcome === 'sent') {
    notes.delivered('sms', input.asked_at);
  } else {
    notes.count({ metric: 'DeliveriesUnknown', channel: 'sms' });
  }
  return delivery;
});

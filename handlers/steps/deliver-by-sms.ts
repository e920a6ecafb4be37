/** Deliver by SMS: unseals the token, texts it, and builds the answer that the machine returns. */
import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { lazyHandOvers } from '../adapters/dynamodb/lazy-hand-overs.ts';
import { messageStoreAhead } from '../adapters/dynamodb/message-store-ahead.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { createPublisher } from '../adapters/sns/client.ts';
import { snsSmsSender } from '../adapters/sns/sms-sender.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { deliverBySms } from '../channels/sms.ts';
import { KEEP_ACTIVITY } from '../contract/functions/activity.ts';
import { DELIVER_BY_SMS } from '../contract/functions/steps.ts';
import { slicesIn } from '../domain/reporting/slices.ts';
import { smsBudgetLimits } from '../domain/spending/sms-budget.ts';
import { deliveryStep } from '../runtime/delivery-step.ts';
import { readFunction } from '../runtime/environment.ts';
import { keepActivityIn } from '../runtime/keep-activity.ts';
import { traced } from '../runtime/observability.ts';
import { waitUpTo, waitWithin } from '../runtime/wait.ts';

const { settings, tables, secrets } = readFunction(DELIVER_BY_SMS);
const ports = {
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
  messageNotes:
    settings.deliveryStatus === 'off'
      ? undefined
      : {
          store: messageStoreAhead(tables.limits, traced),
          within: waitWithin,
          keepsDestination: settings.activityDays > 0,
          ...(settings.deliveryStatus === 'fallback' && { handOn: systemRandomness }),
        },
  accounts: {
    smsBudgetLimits: smsBudgetLimits(settings.budget),
    open: async () => {
      const { dynamoDbSendCounts } = await import('../adapters/dynamodb/send-counts.ts');
      return dynamoDbSendCounts(tables.limits, settings.pumpingGuard, traced);
    },
  },
};

export const handler = deliveryStep(
  'sms',
  slicesIn(settings),
  (input, { onFault, onDoubt, onUnnoted, onBudgetExhausted }) =>
    deliverBySms(input, {
      ...ports,
      accounts: { ...ports.accounts, onFault, onBudgetExhausted },
      onDoubt,
      onUnnoted,
    }),
  keepActivityIn(activityLogAhead(settings, () => readFunction(KEEP_ACTIVITY), traced)),
);

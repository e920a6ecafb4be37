/** Deliver by email: unseals the token, sends it to the person's confirmed address, and builds the answer. */
import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { lazyHandOvers } from '../adapters/dynamodb/lazy-hand-overs.ts';
import { messageStoreAhead } from '../adapters/dynamodb/message-store-ahead.ts';
import { emailSenderBy } from '../adapters/email-senders.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { deliverByEmail } from '../channels/email.ts';
import { KEEP_ACTIVITY } from '../contract/functions/activity.ts';
import { DELIVER_BY_EMAIL } from '../contract/functions/steps.ts';
import { reportsOnEmails } from '../contract/settings/emails.ts';
import { slicesIn } from '../domain/reporting/slices.ts';
import { deliveryStep } from '../runtime/delivery-step.ts';
import { readFunction } from '../runtime/environment.ts';
import { keepActivityIn } from '../runtime/keep-activity.ts';
import { traced } from '../runtime/observability.ts';
import { waitUpTo, waitWithin } from '../runtime/wait.ts';

const { settings, deployed, tables, secrets } = readFunction(DELIVER_BY_EMAIL);
const ports = {
  keys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.token, Date.now),
  tokens: lazyHandOvers(tables.tokens, traced),
  emails: emailSenderBy(settings, deployed, traced),
  now: Date.now,
  wait: waitUpTo,
  brand: settings.brandName,
  messages: settings.messages,
  resendAfterSeconds: settings.resendAfterSeconds,
  messageNotes: reportsOnEmails(settings)
    ? {
        store: messageStoreAhead(tables.limits, traced),
        within: waitWithin,
        keepsDestination: settings.activityDays > 0,
      }
    : undefined,
  accounts: {
    within: waitWithin,
    open: async () => {
      const { dynamoDbSendCounts } = await import('../adapters/dynamodb/send-counts.ts');
      return dynamoDbSendCounts(tables.limits, settings.pumpingGuard, traced);
    },
  },
};

export const handler = deliveryStep(
  'email',
  slicesIn(settings),
  (input, { onFault, onDoubt, onUnnoted }) =>
    deliverByEmail(input, { ...ports, accounts: { ...ports.accounts, onFault }, onDoubt, onUnnoted }),
  keepActivityIn(activityLogAhead(settings, () => readFunction(KEEP_ACTIVITY), traced)),
);

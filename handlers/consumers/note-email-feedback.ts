/** What SES reports of emails that it could not deliver, or that were reported as unwanted: notes the addresses. */
import type { Context } from 'aws-lambda';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { NOTE_EMAIL_FEEDBACK } from '../contract/functions/consumers.ts';
import { readFeedback } from '../domain/destinations/email-feedback.ts';
import { noteFeedback } from '../domain/destinations/opt-outs.ts';
import { readFunction } from '../runtime/environment.ts';
import { observed, traced } from '../runtime/observability.ts';

const { tables, secrets } = readFunction(NOTE_EMAIL_FEEDBACK);
const list = {
  optOuts: dynamoDbOptOutList(traced(createDynamoDbClient()), tables.limits),
  subjectKeys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now),
};

/** Lambda invokes it again when it throws; what it notes twice is noted once. */
export const handler = (event: unknown, context: Context): Promise<void> =>
  observed('note-email-feedback', context, 'StepsFailed', async (notes) => {
    const { reason, addresses } = readFeedback(event);
    if (reason === undefined) {
      notes.add({ outcome: 'passing' });
      return;
    }
    await Promise.all(addresses.map((address) => noteFeedback(address, reason, list)));
    notes.add({ outcome: reason, count: addresses.length });
  });

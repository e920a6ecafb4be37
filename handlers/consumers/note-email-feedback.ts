/** What SES reports of emails that it could not deliver, or that were reported as unwanted: notes the addresses. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { NOTE_EMAIL_FEEDBACK } from '../contract/functions/consumers.ts';
import { readFeedback } from '../domain/destinations/email-feedback.ts';
import { noteFeedback } from '../domain/destinations/opt-outs.ts';
import { consumer } from '../runtime/consumer.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';

const { tables, secrets } = readFunction(NOTE_EMAIL_FEEDBACK);
const list = {
  optOuts: dynamoDbOptOutList(traced(createDynamoDbClient()), tables.limits),
  subjectKeys: secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now),
};

export const handler = consumer('note-email-feedback', async (event, notes) => {
  const { reason, address } = readFeedback(event);
  if (reason === undefined) {
    notes.add({ outcome: 'passing' });
    return;
  }
  if (address === undefined) {
    notes.add({ outcome: 'other-recipient' });
    return;
  }
  await noteFeedback(address, reason, list);
  notes.add({ outcome: reason });
});

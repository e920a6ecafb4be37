/** Admit request: decides who gets a token and where it goes. A refusal is data, which a Choice routes. */
import { createDynamoDbClient } from '../adapters/dynamodb-client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb-contact-store.ts';
import { createSnsClient, isTopicConfirmed } from '../adapters/sns-client.ts';
import type { Admission, IssueTokenInput } from '../contract/workflow.ts';
import { admitRequest } from '../domain/admit-request.ts';
import { rejected } from '../domain/decision.ts';
import { readCountry } from '../domain/phone-number.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

const env = readEnvironment(['contactsTable', 'defaultCountry', 'tokenFormat', 'tokenLength']);
const sns = traced(createSnsClient());
const rules = {
  contacts: dynamoDbContactStore(traced(createDynamoDbClient()), env.contactsTable),
  subscriptions: { isConfirmed: (topicArn: string) => isTopicConfirmed(sns, topicArn) },
  defaultShape: { format: env.tokenFormat, length: env.tokenLength },
  defaultCountry: readCountry(env.defaultCountry),
};

export const handler = step('admit-request', async (input: IssueTokenInput, notes): Promise<Admission> => {
  const decision = await admitRequest(input, rules);
  if (!decision.ok) {
    notes.add({ outcome: decision.refusal.code });
    return rejected(decision.refusal, input.request_id);
  }
  const { user_id, purpose, first_channel } = decision.value;
  notes.add({ user_id, purpose, channel: first_channel, outcome: 'admitted' });
  return { decision: 'admitted', request: decision.value };
});

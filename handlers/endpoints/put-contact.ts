/** PUT /contacts/{user_id}: replaces where a person can be reached; a new email must be confirmed. */
import { createDynamoDbClient } from '../adapters/dynamodb-client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb-contact-store.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb-token-store.ts';
import { createSnsClient } from '../adapters/sns-client.ts';
import { snsTopics } from '../adapters/sns-topics.ts';
import { putContactBody, userPath } from '../contract/requests.ts';
import { accept } from '../domain/decision.ts';
import { parseFields } from '../domain/parse-request.ts';
import { readCountry } from '../domain/phone-number.ts';
import { putContact } from '../domain/put-contact.ts';
import { endpoint, jsonBody } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const env = readEnvironment([
  'brandName',
  'contactsTable',
  'defaultCountry',
  'destinationPolicy',
  'tokensTable',
  'topicKeyId',
  'topicPrefix',
]);
const dynamoDb = traced(createDynamoDbClient());
const book = {
  contacts: dynamoDbContactStore(dynamoDb, env.contactsTable),
  tokens: dynamoDbTokenStore(dynamoDb, env.tokensTable),
  now: Date.now,
  topics: snsTopics(traced(createSnsClient()), {
    prefix: env.topicPrefix,
    keyId: env.topicKeyId,
    displayName: env.brandName,
  }),
  defaultCountry: readCountry(env.defaultCountry),
  destinations: env.destinationPolicy,
};

export const handler = endpoint('put-contact', async (request, notes) => {
  const path = parseFields(userPath, request.path, 'path');
  if (!path.ok) return path;
  const body = jsonBody(putContactBody, request);
  if (!body.ok) return body;
  const { user_id } = path.value;
  notes.add({ user_id });
  const onTopicLeft = (error: unknown) => notes.warn('a replaced topic could not be deleted', error);
  const contact = await putContact(user_id, body.value, { ...book, onTopicLeft });
  if (!contact.ok) return contact;
  notes.add({ outcome: 'replaced' });
  return accept(json(contact.value));
});

/** GET /contacts/{user_id}: where a person can be reached, and whether their email is confirmed by now. */
import { createDynamoDbClient } from '../adapters/dynamodb-client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb-contact-store.ts';
import { createSnsClient, isTopicConfirmed } from '../adapters/sns-client.ts';
import { userPath } from '../contract/requests.ts';
import { getContact } from '../domain/contacts.ts';
import { accept } from '../domain/decision.ts';
import { parseFields } from '../domain/parse-request.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const env = readEnvironment(['contactsTable']);
const contacts = dynamoDbContactStore(traced(createDynamoDbClient()), env.contactsTable);
const sns = traced(createSnsClient());
const subscriptions = { isConfirmed: (topicArn: string) => isTopicConfirmed(sns, topicArn) };

export const handler = endpoint('get-contact', async (request, notes) => {
  const path = parseFields(userPath, request.path, 'path');
  if (!path.ok) return path;
  const { user_id } = path.value;
  notes.add({ user_id });
  const contact = await getContact(user_id, contacts, subscriptions);
  if (!contact.ok) return contact;
  notes.add({ outcome: 'read' });
  return accept(json(contact.value));
});

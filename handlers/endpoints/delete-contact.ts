/**
 * DELETE /contacts/{user_id}: deletes a person's contact and email subscription, and revokes their tokens.
 */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { emailRemoval } from '../adapters/email-enrolments.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { DELETE_CONTACT } from '../contract/functions/contacts.ts';
import { CONTACT_ROUTES } from '../contract/routes/contacts.ts';
import { deleteContact } from '../domain/contacts/contacts.ts';
import { accept } from '../domain/decision.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { tables, secrets, logs } = readFunction(DELETE_CONTACT);
const dynamoDb = traced(createDynamoDbClient());
const contacts = dynamoDbContactStore(dynamoDb, tables.contacts);
const revocations = { tokens: dynamoDbTokenStore(dynamoDb, tables.tokens), now: Date.now };
const emails = emailRemoval(traced);
const people = personReferences(
  secretsManagerKeys(traced(createSecretsManagerClient()), secrets.reference, Date.now),
);
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(CONTACT_ROUTES.deleteContact, async ({ params, request }, notes) => {
  const { user_id } = params;
  notes.person(people.refer(user_id));
  await record(request, { action: 'delete_contact', subject: user_id });
  const deletion = await deleteContact(user_id, contacts, emails, revocations);
  if (!deletion.ok) {
    return deletion;
  }
  notes.add({ outcome: 'deleted' });
  return accept(noContent());
});

/** DELETE /contacts/{user_id}: forgets where a person can be reached, subscription included, and revokes their tokens. */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { createSnsClient } from '../adapters/sns/client.ts';
import { snsEmailRemoval } from '../adapters/sns/email-transport.ts';
import { CONTACT_ROUTES } from '../contract/routes/contacts.ts';
import { deleteContact } from '../domain/contacts/contacts.ts';
import { accept } from '../domain/decision.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const env = readEnvironment(['auditLogGroup', 'contactsTable', 'referenceSecretId', 'tokensTable']);
const dynamoDb = traced(createDynamoDbClient());
const contacts = dynamoDbContactStore(dynamoDb, env.contactsTable);
const revocations = { tokens: dynamoDbTokenStore(dynamoDb, env.tokensTable), now: Date.now };
const emails = snsEmailRemoval(traced(createSnsClient()));
const people = personReferences(
  secretsManagerKeys(traced(createSecretsManagerClient()), env.referenceSecretId, Date.now),
);
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), env.auditLogGroup));

export const handler = endpoint(CONTACT_ROUTES.deleteContact, async ({ params, request }, notes) => {
  const { user_id } = params;
  notes.person(people.refer(user_id));
  await record(request, { action: 'delete_contact', subject: user_id });
  const deletion = await deleteContact(user_id, contacts, emails, revocations);
  if (!deletion.ok) return deletion;
  notes.add({ outcome: 'deleted' });
  return accept(noContent());
});

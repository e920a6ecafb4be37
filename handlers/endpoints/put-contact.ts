/** PUT /contacts/{user_id}: replaces where a person can be reached; a new email must be confirmed. */
import { randomUUID } from 'node:crypto';
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { createSnsClient } from '../adapters/sns/client.ts';
import { snsEmailEnrolment } from '../adapters/sns/email-transport.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { CONTACT_ROUTES } from '../contract/routes/contacts.ts';
import { putContact } from '../domain/contacts/put-contact.ts';
import { sealedContacts } from '../domain/contacts/sealed-contacts.ts';
import { accept } from '../domain/decision.ts';
import { readCountry } from '../domain/destinations/phone-number.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const env = readEnvironment([
  'auditLogGroup',
  'brandName',
  'confirmationLimits',
  'contactsTable',
  'defaultCountry',
  'destinationPolicy',
  'limitsTable',
  'referenceSecretId',
  'subjectSecretId',
  'tokensTable',
  'topicKeyId',
  'topicPrefix',
]);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const subjectKeys = secretsManagerKeys(secretsManager, env.subjectSecretId, Date.now);
const book = {
  contacts: sealedContacts(dynamoDbContactStore(dynamoDb, env.contactsTable), subjectKeys, systemRandomness),
  tokens: dynamoDbTokenStore(dynamoDb, env.tokensTable),
  counters: dynamoDbCounterStore(dynamoDb, env.limitsTable),
  optOuts: dynamoDbOptOutList(dynamoDb, env.limitsTable),
  subjectKeys,
  confirmationLimits: env.confirmationLimits,
  emails: snsEmailEnrolment(traced(createSnsClient()), {
    prefix: env.topicPrefix,
    keyId: env.topicKeyId,
    displayName: env.brandName,
  }),
  defaultCountry: readCountry(env.defaultCountry),
  destinations: env.destinationPolicy,
  now: Date.now,
};
const people = personReferences(secretsManagerKeys(secretsManager, env.referenceSecretId, Date.now));
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), env.auditLogGroup));

export const handler = endpoint(CONTACT_ROUTES.putContact, async ({ params, body, request }, notes) => {
  const { user_id } = params;
  notes.person(people.refer(user_id));
  await record(request, { action: 'put_contact', subject: user_id });
  const onHandleLeft = (error: unknown) => notes.warn('a replaced topic could not be deleted', error);
  const onAsked = () => notes.count({ metric: 'ConfirmationsSent' });
  const { clientId } = request;
  const contact = await putContact(user_id, body, {
    ...book,
    clientId,
    requestId: randomUUID(),
    onAsked,
    onHandleLeft,
  });
  if (!contact.ok) return contact;
  notes.add({ outcome: 'replaced' });
  return accept(json(contact.value));
});

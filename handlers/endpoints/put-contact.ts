/** PUT /contacts/{user_id}: replaces where a person can be reached; a new email must be confirmed by a code. */
import { randomUUID } from 'node:crypto';
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { emailEnrolmentBy } from '../adapters/email-enrolments.ts';
import { emailSenderBy } from '../adapters/email-senders.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { PUT_CONTACT } from '../contract/functions/contacts.ts';
import { CONTACT_ROUTES } from '../contract/routes/contacts.ts';
import { putContact } from '../domain/contacts/put-contact.ts';
import { sealedContacts } from '../domain/contacts/sealed-contacts.ts';
import { accept } from '../domain/decision.ts';
import { readCountry } from '../domain/destinations/phone-number.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, deployed, tables, secrets, logs } = readFunction(PUT_CONTACT);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const subjectKeys = secretsManagerKeys(secretsManager, secrets.subject, Date.now);
const ports = {
  contacts: sealedContacts(dynamoDbContactStore(dynamoDb, tables.contacts), subjectKeys, systemRandomness),
  tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
  counters: dynamoDbCounterStore(dynamoDb, tables.limits),
  optOuts: dynamoDbOptOutList(dynamoDb, tables.limits),
  subjectKeys,
  confirmationLimits: settings.confirmationLimits,
  emails: {
    ...emailEnrolmentBy(
      settings.emailSender.kind,
      { prefix: deployed.topicPrefix, keyId: deployed.topicKeyId, displayName: settings.brandName },
      traced,
    ),
    ...emailSenderBy(settings, deployed, traced),
  },
  brand: settings.brandName,
  defaultLocale: settings.defaultLocale,
  random: systemRandomness,
  defaultCountry: readCountry(settings.defaultCountry),
  destinations: settings.destinationPolicy,
  now: Date.now,
};
const people = personReferences(secretsManagerKeys(secretsManager, secrets.reference, Date.now));
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(CONTACT_ROUTES.putContact, async ({ params, body, request }, notes) => {
  const { user_id } = params;
  notes.person(people.refer(user_id));
  await record(request, { action: 'put_contact', subject: user_id });
  const onHandleLeft = (error: unknown) => notes.warn('a replaced topic could not be deleted', error);
  const onAsked = () => notes.count({ metric: 'ConfirmationsSent' });
  const { clientId } = request;
  const contact = await putContact(user_id, body, {
    ...ports,
    clientId,
    requestId: randomUUID(),
    onAsked,
    onHandleLeft,
  });
  if (!contact.ok) {
    return contact;
  }
  notes.add({ outcome: 'replaced' });
  return accept(json(contact.value));
});

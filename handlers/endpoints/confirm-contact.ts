/** POST /contacts/{user_id}/confirm: is this the code that the person's address was sent? */
import { randomUUID } from 'node:crypto';
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { emailConfirmations } from '../adapters/email-enrolments.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { createSnsClient } from '../adapters/sns/client.ts';
import { snsEmailLinks } from '../adapters/sns/email-transport.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { CONFIRM_CONTACT } from '../contract/functions/contacts.ts';
import { CONTACT_ROUTES } from '../contract/routes/contacts.ts';
import { confirmContact } from '../domain/contacts/confirm-contact.ts';
import { sealedContacts } from '../domain/contacts/sealed-contacts.ts';
import { accept } from '../domain/decision.ts';
import { checkTyped } from '../domain/token/token-format.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, tables, secrets, logs } = readFunction(CONFIRM_CONTACT);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const subjectKeys = secretsManagerKeys(secretsManager, secrets.subject, Date.now);
const ports = {
  contacts: sealedContacts(dynamoDbContactStore(dynamoDb, tables.contacts), subjectKeys, systemRandomness),
  counters: dynamoDbCounterStore(dynamoDb, tables.limits),
  optOuts: dynamoDbOptOutList(dynamoDb, tables.limits),
  subjectKeys,
  emails: {
    ...emailConfirmations(traced),
    ...(settings.emailSender.kind === 'sns' ? snsEmailLinks(traced(createSnsClient())) : {}),
  },
  now: Date.now,
};
const people = personReferences(secretsManagerKeys(secretsManager, secrets.reference, Date.now));
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(CONTACT_ROUTES.confirmContact, async ({ params, body, request }, notes) => {
  const { user_id } = params;
  notes.person(people.refer(user_id));
  const typed = checkTyped(body.code, 'code');
  if (!typed.ok) {
    return typed;
  }
  await record(request, { action: 'confirm_contact', subject: user_id });
  let outcome = 'confirmed';
  const contact = await confirmContact(user_id, body.code, {
    ...ports,
    requestId: randomUUID(),
    onUnprotected: () => {
      outcome = 'confirmed_unprotected';
    },
  });
  if (!contact.ok) {
    return contact;
  }
  notes.add({ outcome });
  return accept(json(contact.value));
});

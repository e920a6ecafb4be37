/** GET /contacts/{user_id}: where a person can be reached, and whether their email is confirmed. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbOptOutList } from '../adapters/dynamodb/opt-out-list.ts';
import { emailConfirmations } from '../adapters/email-enrolments.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { GET_CONTACT } from '../contract/functions/contacts.ts';
import { CONTACT_ROUTES } from '../contract/routes/contacts.ts';
import { getContact } from '../domain/contacts/contacts.ts';
import { sealedContacts } from '../domain/contacts/sealed-contacts.ts';
import { accept } from '../domain/decision.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { tables, secrets } = readFunction(GET_CONTACT);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const subjectKeys = secretsManagerKeys(secretsManager, secrets.subject, Date.now);
const contacts = sealedContacts(
  dynamoDbContactStore(dynamoDb, tables.contacts),
  subjectKeys,
  systemRandomness,
);
const optOuts = { optOuts: dynamoDbOptOutList(dynamoDb, tables.limits), subjectKeys };
const emails = emailConfirmations(traced);
const people = personReferences(secretsManagerKeys(secretsManager, secrets.reference, Date.now));

export const handler = endpoint(CONTACT_ROUTES.getContact, async ({ params }, notes) => {
  const { user_id } = params;
  notes.person(people.refer(user_id));
  const contact = await getContact(user_id, contacts, emails, optOuts);
  if (!contact.ok) {
    return contact;
  }
  notes.add({ outcome: 'read' });
  return accept(json(contact.value));
});

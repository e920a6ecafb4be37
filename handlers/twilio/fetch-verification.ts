/** GET /twilio/v2/Services/{service_sid}/Verifications/{sid}: reads a pending verification. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { sharedSecret } from '../adapters/secrets-manager/shared-secret.ts';
import { FETCH_VERIFICATION } from '../contract/functions/twilio.ts';
import { TWILIO_CLIENT, TWILIO_ROUTES } from '../contract/twilio.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { fetchVerification } from '../domain/twilio/fetch-verification.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';
import { noteVerification, twilioEndpoint } from '../runtime/twilio-endpoint.ts';

const { settings, deployed, tables, secrets } = readFunction(FETCH_VERIFICATION);
const secretsManager = traced(createSecretsManagerClient());
const people = personReferences(secretsManagerKeys(secretsManager, secrets.reference, Date.now));
const ports = {
  tokens: dynamoDbTokenStore(traced(createDynamoDbClient()), tables.tokens),
  clientGroup: readClients(settings.clientGroups, {}).groupOf(TWILIO_CLIENT),
  subjectKeys: secretsManagerKeys(secretsManager, secrets.subject, Date.now),
  now: Date.now,
};

export const handler = twilioEndpoint({
  name: TWILIO_ROUTES.fetch.answeredBy,
  deployed,
  credentials: sharedSecret(secretsManager, secrets.twilio, Date.now),
  run: ({ sid, about }, notes) =>
    fetchVerification(sid, about, { ...ports, onFound: noteVerification(notes, people) }),
});

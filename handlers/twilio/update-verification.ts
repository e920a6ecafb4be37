/** POST /twilio/v2/Services/{service_sid}/Verifications/{sid}: approves or cancels a pending verification. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { sharedSecret } from '../adapters/secrets-manager/shared-secret.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { UPDATE_VERIFICATION } from '../contract/functions/twilio.ts';
import { TWILIO_CLIENT, TWILIO_ROUTES } from '../contract/twilio.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { updateVerification } from '../domain/twilio/update-verification.ts';
import { readFunction } from '../runtime/environment.ts';
import { noteReturnsIn } from '../runtime/note-verified.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';
import { noteVerification, twilioEndpoint } from '../runtime/twilio-endpoint.ts';

const { settings, deployed, tables, secrets } = readFunction(UPDATE_VERIFICATION);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const people = personReferences(secretsManagerKeys(secretsManager, secrets.reference, Date.now));
const traffic = settings.pumpingGuard && dynamoDbPrefixTraffic(dynamoDb, tables.limits);
const ports = {
  tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
  clientGroup: readClients(settings.clientGroups, {}).groupOf(TWILIO_CLIENT),
  subjectKeys: secretsManagerKeys(secretsManager, secrets.subject, Date.now),
  newId: () => systemRandomness.uuid(),
  now: Date.now,
};

export const handler = twilioEndpoint({
  name: TWILIO_ROUTES.update.answeredBy,
  deployed,
  credentials: sharedSecret(secretsManager, secrets.twilio, Date.now),
  async run({ sid, form, about }, notes) {
    const outcome = await updateVerification(sid, form, about, {
      ...ports,
      onFound: noteVerification(notes, people),
      noteReturn: noteReturnsIn(traffic, notes),
    });
    if (outcome.ok) {
      notes.add({ outcome: outcome.value.status });
    }
    return outcome;
  },
});

/** POST /twilio/v2/Services/{service_sid}/Verifications: sends a code. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { sharedSecret } from '../adapters/secrets-manager/shared-secret.ts';
import { createSfnClient, startIssueBy } from '../adapters/step-functions/start-issue.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { START_VERIFICATION } from '../contract/functions/twilio.ts';
import { TWILIO_CLIENT, TWILIO_ROUTES } from '../contract/twilio.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { startVerification } from '../domain/twilio/start-verification.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';
import { twilioEndpoint } from '../runtime/twilio-endpoint.ts';

const { settings, deployed, tables, secrets } = readFunction(START_VERIFICATION);
const secretsManager = traced(createSecretsManagerClient());
const keysIn = (secretId: string) => secretsManagerKeys(secretsManager, secretId, Date.now);
const people = personReferences(keysIn(secrets.reference));
const ports = {
  startIssue: startIssueBy(traced(createSfnClient()), deployed.stateMachineArn),
  tokens: dynamoDbTokenStore(traced(createDynamoDbClient()), tables.tokens),
  clientGroup: readClients(settings.clientGroups, {}).groupOf(TWILIO_CLIENT),
  subjectKeys: keysIn(secrets.subject),
  tokenKeys: keysIn(secrets.token),
  random: systemRandomness,
  now: Date.now,
};

export const handler = twilioEndpoint({
  name: TWILIO_ROUTES.start.answeredBy,
  deployed,
  credentials: sharedSecret(secretsManager, secrets.twilio, Date.now),
  status: 201,
  run: ({ form, about, requestId }, notes) =>
    startVerification(form, requestId, about, {
      ...ports,
      onPerson: (userId) => notes.person(people.refer(userId)),
    }),
});

/** POST /twilio/v2/Services/{service_sid}/VerificationCheck: checks a code. */
import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbNumberMemory } from '../adapters/dynamodb/number-memory.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { sharedSecret } from '../adapters/secrets-manager/shared-secret.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { KEEP_ACTIVITY } from '../contract/functions/activity.ts';
import { CHECK_VERIFICATION } from '../contract/functions/twilio.ts';
import { TWILIO_CLIENT, TWILIO_ROUTES } from '../contract/twilio.ts';
import { failedVerification, verificationEntry } from '../domain/activity/verification-entry.ts';
import { slicesIn } from '../domain/reporting/slices.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { checkVerification } from '../domain/twilio/check-verification.ts';
import { readFunction } from '../runtime/environment.ts';
import { keepActivityIn } from '../runtime/keep-activity.ts';
import { noteAnswer, noteLockIn, noteReturnsIn, noteVerifiedIn } from '../runtime/note-verified.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';
import { noteVerification, twilioEndpoint } from '../runtime/twilio-endpoint.ts';

const { settings, deployed, tables, secrets } = readFunction(CHECK_VERIFICATION);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const keysIn = (secretId: string) => secretsManagerKeys(secretsManager, secretId, Date.now);
const people = personReferences(keysIn(secrets.reference));
const numbers = dynamoDbNumberMemory(dynamoDb, tables.limits, settings.pumpingGuard);
const traffic = settings.pumpingGuard && dynamoDbPrefixTraffic(dynamoDb, tables.limits);
const verifying = {
  tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
  counters: dynamoDbCounterStore(dynamoDb, tables.limits),
  guessLimits: settings.guessLimits,
  keys: keysIn(secrets.token),
  newId: () => systemRandomness.uuid(),
  now: Date.now,
};
const slicesOf = slicesIn(settings);
const ports = {
  tokens: verifying.tokens,
  clientGroup: readClients(settings.clientGroups, {}).groupOf(TWILIO_CLIENT),
  subjectKeys: keysIn(secrets.subject),
};

const keepActivity = keepActivityIn(activityLogAhead(settings, () => readFunction(KEEP_ACTIVITY), traced));

export const handler = twilioEndpoint({
  name: TWILIO_ROUTES.check.answeredBy,
  deployed,
  credentials: sharedSecret(secretsManager, secrets.twilio, Date.now),
  run({ form, about, requestId }, notes) {
    const asked = () => ({ requestId, clientId: TWILIO_CLIENT, nowMs: Date.now() });
    return checkVerification(form, about, {
      ...ports,
      verifying(found) {
        noteVerification(notes, people)(found);
        return {
          ...verifying,
          noteReturn: noteReturnsIn(traffic, notes),
          noteVerified: noteVerifiedIn(numbers, found.token.user_id, notes),
          onLocked: noteLockIn(found.token.purpose, notes),
        };
      },
      async onAnswer(answer, { token }) {
        noteAnswer(answer, token, notes, { slicesOf });
        await keepActivity?.(verificationEntry(asked(), { ...token, token }, answer), notes);
      },
      async onFailure(error, { token }) {
        await keepActivity?.(failedVerification(asked(), { ...token, token }, error), notes);
      },
    });
  },
});

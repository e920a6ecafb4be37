/** DELETE /limits/{user_id}: clears a person's wrong tokens, so that new tokens can be issued. */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { UNLOCK_PERSON } from '../contract/functions/operation.ts';
import { LIMIT_ROUTES } from '../contract/routes/limits.ts';
import { accept } from '../domain/decision.ts';
import { unlockPerson } from '../domain/limits/failed-verification-limit.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { tables, secrets, logs } = readFunction(UNLOCK_PERSON);
const counters = dynamoDbCounterStore(traced(createDynamoDbClient()), tables.limits);
const people = personReferences(
  secretsManagerKeys(traced(createSecretsManagerClient()), secrets.reference, Date.now),
);
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(LIMIT_ROUTES.unlockPerson, async ({ params, request }, notes) => {
  notes.person(people.refer(params.user_id));
  await record(request, { action: 'unlock_person', subject: params.user_id });
  await unlockPerson(params.user_id, counters);
  notes.add({ outcome: 'unlocked' });
  return accept(noContent());
});

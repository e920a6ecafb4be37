/** GET /limits: what texts cost so far, which prefixes are paused, and with user_id a person's counters. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { LIMIT_ROUTES } from '../contract/routes/limits.ts';
import { accept } from '../domain/decision.ts';
import { readLimits } from '../domain/reporting/read-limits.ts';
import { spendLimits } from '../domain/spending/sms-budget.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const env = readEnvironment([
  'budget',
  'guessLimits',
  'limitsTable',
  'pumpingGuard',
  'referenceSecretId',
  'sendLimits',
  'subjectSecretId',
]);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const people = personReferences(secretsManagerKeys(secretsManager, env.referenceSecretId, Date.now));
const desk = {
  counters: dynamoDbCounterStore(dynamoDb, env.limitsTable),
  traffic: env.pumpingGuard ? dynamoDbPrefixTraffic(dynamoDb, env.limitsTable) : undefined,
  spendLimits: spendLimits(env.budget),
  personLimits: env.sendLimits.person,
  guessLimits: env.guessLimits,
  subjectKeys: secretsManagerKeys(secretsManager, env.subjectSecretId, Date.now),
  refer: people.refer,
};

export const handler = endpoint(LIMIT_ROUTES.readLimits, async ({ query }, notes) => {
  const { user_id } = query;
  if (user_id !== undefined) notes.person(people.refer(user_id));
  notes.add({ outcome: 'read' });
  return accept(json(await readLimits(query, desk, Math.floor(Date.now() / 1000))));
});

/** GET /limits: SMS spend, paused and blocked prefixes and, with user_id, a person's counters. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbOverrideStore } from '../adapters/dynamodb/override-store.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { READ_LIMITS } from '../contract/functions/operation.ts';
import { LIMIT_ROUTES } from '../contract/routes/limits.ts';
import { accept } from '../domain/decision.ts';
import { readLimits } from '../domain/reporting/read-limits.ts';
import { raisableTo, smsBudgetLimits } from '../domain/spending/sms-budget.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, tables, secrets } = readFunction(READ_LIMITS);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const people = personReferences(secretsManagerKeys(secretsManager, secrets.reference, Date.now));
const subjectKeys = secretsManagerKeys(secretsManager, secrets.subject, Date.now);
const ports = {
  counters: dynamoDbCounterStore(dynamoDb, tables.limits),
  traffic: settings.pumpingGuard ? dynamoDbPrefixTraffic(dynamoDb, tables.limits) : undefined,
  smsBudgetLimits: smsBudgetLimits(settings.budget),
  personLimits: settings.sendLimits.person,
  guessLimits: settings.guessLimits,
  raisableTo: raisableTo(settings.budget),
  overrides: dynamoDbOverrideStore(dynamoDb, tables.limits, subjectKeys, systemRandomness),
  subjectKeys,
  refer: people.refer,
};

export const handler = endpoint(LIMIT_ROUTES.readLimits, async ({ query }, notes) => {
  const { user_id } = query;
  if (user_id !== undefined) {
    notes.person(people.refer(user_id));
  }
  notes.add({ outcome: 'read' });
  return accept(json(await readLimits(query, ports, Math.floor(Date.now() / 1000))));
});

/**
 * POST /activity/search: what happened to requests. What is searched for is in the body, because URLs are logged. A
 * client finds what its own group asked for; an operator finds that of all clients.
 */
import { dynamoDbActivityReader } from '../adapters/dynamodb/activity-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { SEARCH_ACTIVITY } from '../contract/functions/activity.ts';
import { ACTIVITY_ROUTES } from '../contract/routes/activity.ts';
import { searchActivity } from '../domain/activity/search-activity.ts';
import { accept } from '../domain/decision.ts';
import { reachOf, readClients } from '../domain/token/client-groups.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, deployed, tables, secrets } = readFunction(SEARCH_ACTIVITY);
const clients = readClients(settings.clientGroups, deployed.stackClients);
const secretsManager = traced(createSecretsManagerClient());
const referenceKeys = secretsManagerKeys(secretsManager, secrets.reference, Date.now);
const people = personReferences(referenceKeys);
const ports = {
  activity: dynamoDbActivityReader(traced(createDynamoDbClient()), tables.activity, {
    days: settings.activityDays,
    now: Date.now,
  }),
  subjectKeys: secretsManagerKeys(secretsManager, secrets.subject, Date.now),
  cursorKeys: referenceKeys,
  random: systemRandomness,
  defaultCountry: settings.defaultCountry,
  groupOf: clients.groupOf,
};

export const handler = endpoint(ACTIVITY_ROUTES.searchActivity, async ({ body, request }, notes) => {
  if (body.user_id !== undefined) {
    notes.person(people.refer(body.user_id));
  }
  const reach = reachOf(request.clientId, body.client_group, clients);
  const found = await searchActivity(body, reach, ports);
  if (!found.ok) {
    return found;
  }
  notes.add({ outcome: 'searched', count: found.value.entries.length });
  return accept(json(found.value));
});

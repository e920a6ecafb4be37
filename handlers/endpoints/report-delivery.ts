/** POST /deliveries/{delivery_id}/report: notes that a delivered code came back to whoever made it. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { REPORT_DELIVERY } from '../contract/functions/deliveries.ts';
import { DELIVERY_ROUTES } from '../contract/routes/deliveries.ts';
import { accept } from '../domain/decision.ts';
import { reportDelivery } from '../domain/deliveries/report-delivery.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { noteReportsIn } from '../runtime/note-verified.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, deployed, tables, secrets } = readFunction(REPORT_DELIVERY);
const dynamoDb = traced(createDynamoDbClient());
const clients = readClients(settings.clientGroups, deployed.stackClients);
const people = personReferences(
  secretsManagerKeys(traced(createSecretsManagerClient()), secrets.reference, Date.now),
);
const traffic = settings.pumpingGuard ? dynamoDbPrefixTraffic(dynamoDb, tables.limits) : undefined;
const ports = {
  tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
  now: Date.now,
  newId: systemRandomness.uuid,
};

export const handler = endpoint(DELIVERY_ROUTES.reportDelivery, async ({ params, body, request }, notes) => {
  const { user_id, purpose } = body;
  const { delivery_id } = params;
  notes.add({ purpose });
  notes.person(people.refer(user_id));
  const clientGroup = clients.groupOf(request.clientId);
  const reported = await reportDelivery(
    { user_id, purpose, delivery_id, clientGroup },
    { ...ports, noteReturn: noteReportsIn(traffic, notes) },
  );
  if (!reported.ok) {
    return reported;
  }
  notes.add({ token_id: delivery_id, channel: reported.value.channel, outcome: 'reported' });
  return accept(noContent());
});

/**
 * DELETE /tokens/{user_id}: revokes the person's token for a purpose if it can still be used. A client
 * revokes its own; an operator those of all clients, or of the client_group in the query.
 */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { REVOKE_TOKEN } from '../contract/functions/tokens.ts';
import { ISSUED_ROUTES } from '../contract/routes/issued-tokens.ts';
import { accept } from '../domain/decision.ts';
import { keysWithin, reachOf, readClients } from '../domain/token/client-groups.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, deployed, tables, secrets, logs } = readFunction(REVOKE_TOKEN);
const clients = readClients(settings.clientGroups, deployed.stackClients);
const tokens = dynamoDbTokenStore(traced(createDynamoDbClient()), tables.tokens);
const people = personReferences(
  secretsManagerKeys(traced(createSecretsManagerClient()), secrets.reference, Date.now),
);
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));

export const handler = endpoint(ISSUED_ROUTES.revokeToken, async ({ params, query, request }, notes) => {
  const { client_group, purpose } = query;
  const whose = { ...params, purpose };
  notes.add({ purpose });
  notes.person(people.refer(whose.user_id));
  await record(request, { action: 'revoke_token', subject: whose.user_id, purpose, client_group });
  // Whether one is found or not, no token can be used afterwards, which is what the caller asked for.
  const keys = await keysWithin(whose, reachOf(request.clientId, client_group, clients), tokens.allOf);
  const nowSeconds = Math.floor(Date.now() / 1000);
  const revoked = await Promise.all(keys.map((key) => tokens.revoke(key, nowSeconds)));
  notes.add({ outcome: revoked.includes(true) ? 'revoked' : 'nothing_to_revoke' });
  return accept(noContent());
});

/** GET /tokens: the live tokens that a caller can reach, newest first; their values only for who may reveal them. */
import { createDynamoDbClient } from '../adapters/dynamodb-client.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb-token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager-keys.ts';
import { listTokensQuery } from '../contract/requests.ts';
import { SCOPES } from '../contract/vocabulary.ts';
import { readClients } from '../domain/clients.ts';
import { accept, refuse } from '../domain/decision.ts';
import { listTokens } from '../domain/list-tokens.ts';
import { parseFields } from '../domain/parse-request.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const env = readEnvironment([
  'clientGroups',
  'listIndex',
  'listShards',
  'stackClients',
  'tokenLifetimeSeconds',
  'tokenSecretId',
  'tokensTable',
]);
const clients = readClients(env.clientGroups, env.stackClients);
const archive = {
  tokens: dynamoDbTokenStore(traced(createDynamoDbClient()), env.tokensTable, env.listIndex),
  keys: secretsManagerKeys(traced(createSecretsManagerClient()), env.tokenSecretId, Date.now),
  now: Date.now,
  listShards: env.listShards,
  lifetimeSeconds: env.tokenLifetimeSeconds,
};

export const handler = endpoint('retrieve-tokens', async (request, notes) => {
  const query = parseFields(listTokensQuery, request.query, 'query');
  if (!query.ok) return query;
  const { reveal, user_id } = query.value;
  if (reveal && !request.scopes.has(SCOPES.reveal)) {
    return refuse('forbidden', `Revealing tokens takes the scope ${SCOPES.reveal}.`);
  }
  const own = clients.isOperator(request.clientId) ? {} : { client_group: clients.groupOf(request.clientId) };
  const list = await listTokens({ ...query.value, ...own }, archive);
  if (!list.ok) return list;
  notes.add({ ...(user_id === undefined ? {} : { user_id }), count: list.value.tokens.length });
  notes.add({ outcome: reveal ? 'revealed' : 'listed' });
  return accept(json(list.value));
});

/**
 * GET /tokens: the live tokens that a caller may see, newest first. Codes are shown only to those who may
 * reveal them, for one person and purpose. A client sees its own tokens; an operator sees those of all
 * clients, or of the client_group in the query.
 */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch/audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { RETRIEVE_TOKENS } from '../contract/functions/tokens.ts';
import type { TokenList } from '../contract/routes/issued-tokens.ts';
import { ISSUED_ROUTES } from '../contract/routes/issued-tokens.ts';
import { SCOPES } from '../contract/vocabulary.ts';
import { accept, refuse } from '../domain/decision.ts';
import { listTokens } from '../domain/reporting/list-tokens.ts';
import { reachOf, readClients } from '../domain/token/client-groups.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, deployed, tables, secrets, logs } = readFunction(RETRIEVE_TOKENS);
const clients = readClients(settings.clientGroups, deployed.stackClients);
const secretsManager = traced(createSecretsManagerClient());
const referenceKeys = secretsManagerKeys(secretsManager, secrets.reference, Date.now);
const people = personReferences(referenceKeys);
const ports = {
  tokens: dynamoDbTokenStore(traced(createDynamoDbClient()), tables.tokens, deployed.listIndex),
  keys: secretsManagerKeys(secretsManager, secrets.token, Date.now),
  // Keys from the secret that is never rotated, so that a cursor stays valid.
  cursorKeys: referenceKeys,
  random: systemRandomness,
  now: Date.now,
  listShards: settings.listShards,
  lifetimeSeconds: settings.tokenLifetimeSeconds,
};
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), logs.audit));
const NOTHING: TokenList = { tokens: [] };

export const handler = endpoint(ISSUED_ROUTES.listTokens, async ({ query, request }, notes) => {
  const { client_group, reveal, user_id, purpose } = query;
  if (reveal && !settings.reveal) {
    return refuse('forbidden', 'Revealing tokens is switched off in this deployment.');
  }
  if (reveal && !request.scopes.has(SCOPES.reveal)) {
    return refuse('forbidden', `Revealing tokens requires the scope ${SCOPES.reveal}.`);
  }
  if (user_id !== undefined) {
    notes.person(people.refer(user_id));
  }
  if (reveal && user_id !== undefined) {
    await record(request, { action: 'reveal_token', subject: user_id, purpose, client_group });
  }
  const reach = reachOf(request.clientId, client_group, clients);
  const list = reach === 'nothing' ? accept(NOTHING) : await listTokens({ ...query, ...reach }, ports);
  if (!list.ok) {
    return list;
  }
  const { tokens } = list.value;
  notes.add({ count: tokens.length, outcome: reveal ? 'revealed' : 'listed' });
  if (reveal && purpose !== undefined && tokens.some(({ token }) => token !== null)) {
    notes.count({ metric: 'TokensRevealed' }, { kind: 'token', purpose });
  }
  return accept(json(list.value));
});

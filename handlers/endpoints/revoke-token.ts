/** DELETE /tokens/{user_id}: revokes the person's token for a purpose while it can still be used. */
import { cloudWatchAuditWriter, createAuditClient } from '../adapters/cloudwatch-logs-audit-log.ts';
import { createDynamoDbClient } from '../adapters/dynamodb-client.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb-token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager-keys.ts';
import { purposeQuery, userPath } from '../contract/requests.ts';
import { accept } from '../domain/decision.ts';
import { parseFields } from '../domain/parse-request.ts';
import { recordIn } from '../runtime/audit.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { noContent } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const env = readEnvironment(['auditLogGroup', 'referenceSecretId', 'tokensTable']);
const tokens = dynamoDbTokenStore(traced(createDynamoDbClient()), env.tokensTable);
const people = personReferences(
  secretsManagerKeys(traced(createSecretsManagerClient()), env.referenceSecretId, Date.now),
);
const record = recordIn(cloudWatchAuditWriter(traced(createAuditClient()), env.auditLogGroup));

export const handler = endpoint('revoke-token', async (request, notes) => {
  const path = parseFields(userPath, request.path, 'path');
  if (!path.ok) return path;
  const query = parseFields(purposeQuery, request.query, 'query');
  if (!query.ok) return query;
  const key = { ...path.value, ...query.value };
  notes.add(query.value);
  notes.person(people.refer(key.user_id));
  await record(request, { action: 'revoke_token', subject: key.user_id, purpose: key.purpose });
  // Either way no token can be used from now on, which is what the caller asked for.
  const revoked = await tokens.revoke(key, Math.floor(Date.now() / 1000));
  notes.add({ outcome: revoked ? 'revoked' : 'nothing_to_revoke' });
  return accept(noContent());
});

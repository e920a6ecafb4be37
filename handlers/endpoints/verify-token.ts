/** POST /tokens/verify: is this the token that the person was sent? A wrong one is an answer too: 200. */
import { createDynamoDbClient } from '../adapters/dynamodb-client.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb-token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager-keys.ts';
import { verifyTokenBody } from '../contract/requests.ts';
import { accept } from '../domain/decision.ts';
import { parseBody } from '../domain/parse-request.ts';
import { verifyToken } from '../domain/verify-token.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';

const env = readEnvironment(['tokenSecretId', 'tokensTable']);
const verifier = {
  tokens: dynamoDbTokenStore(traced(createDynamoDbClient()), env.tokensTable),
  keys: secretsManagerKeys(traced(createSecretsManagerClient()), env.tokenSecretId, Date.now),
  now: Date.now,
};

export const handler = endpoint('verify-token', async (request, notes) => {
  const body = parseBody(verifyTokenBody, request.body);
  if (!body.ok) return body;
  notes.add({ user_id: body.value.user_id, purpose: body.value.purpose });
  const answer = await verifyToken(body.value, verifier);
  notes.add(
    answer.verified ? { outcome: 'verified', token_id: answer.token_id } : { outcome: answer.reason },
  );
  return accept(json(answer));
});

/** POST /tokens/verify: is this the token that the person was sent? A wrong one is an answer too: 200. */
import { createDynamoDbClient } from '../adapters/dynamodb-client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb-counter-store.ts';
import { dynamoDbNumberMemory } from '../adapters/dynamodb-number-memory.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb-prefix-traffic.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb-token-store.ts';
import { dynamoDbVerifiedNumbers } from '../adapters/dynamodb-verified-numbers.ts';
import { lazySigner } from '../adapters/lazy-signer.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager-keys.ts';
import { verifyTokenBody } from '../contract/requests.ts';
import { accept } from '../domain/decision.ts';
import { noteReturn } from '../domain/note-return.ts';
import { chooseReceipt, type ReceiptDesk } from '../domain/receipt.ts';
import { checkTyped } from '../domain/token-format.ts';
import { verifyToken } from '../domain/verify-token.ts';
import { endpoint, jsonBody } from '../runtime/endpoint.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const env = readEnvironment([
  'guessLimits',
  'limitsTable',
  'pumpingGuard',
  'receiptKeyId',
  'referenceSecretId',
  'tokenSecretId',
  'tokensTable',
]);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const people = personReferences(secretsManagerKeys(secretsManager, env.referenceSecretId, Date.now));
const verifier = {
  tokens: dynamoDbTokenStore(dynamoDb, env.tokensTable),
  counters: dynamoDbCounterStore(dynamoDb, env.limitsTable),
  guessLimits: env.guessLimits,
  keys: secretsManagerKeys(secretsManager, env.tokenSecretId, Date.now),
  now: Date.now,
};
const verifiedNumbers = dynamoDbVerifiedNumbers(dynamoDb, env.limitsTable);
const guard = env.pumpingGuard && {
  traffic: dynamoDbPrefixTraffic(dynamoDb, env.limitsTable),
  numbers: dynamoDbNumberMemory(dynamoDb, env.limitsTable, env.pumpingGuard),
};
const desk = env.receiptKeyId === '' ? undefined : openDesk(env.receiptKeyId);

export const handler = endpoint('verify-token', async (request, notes) => {
  const body = jsonBody(verifyTokenBody, request);
  if (!body.ok) return body;
  const typed = checkTyped(body.value.token);
  if (!typed.ok) return typed;
  notes.add({ purpose: body.value.purpose });
  notes.person(people.refer(body.value.user_id));
  const receipt = chooseReceipt(body.value.receipt, request.clientId, desk);
  if (!receipt.ok) return receipt;
  // The person is verified, whether the guard and the limits could be told or not.
  const tellGuard = async (reference: string, nowSeconds: number) => {
    if (guard === null) return;
    await noteReturn(reference, nowSeconds, guard).catch((error: unknown) =>
      notes.warn('the pumping guard could not be told of a return', error),
    );
  };
  const noteVerified = (destinationDigest: string, nowSeconds: number) =>
    verifiedNumbers
      .note(destinationDigest, body.value.user_id, nowSeconds)
      .catch((error: unknown) => notes.warn('a verified number could not be noted', error));
  const answer = await verifyToken(body.value, {
    ...verifier,
    noteReturn: tellGuard,
    noteVerified,
    writeReceipt: receipt.value,
  });
  if (answer.verified) {
    notes.add({ outcome: 'verified', token_id: answer.token_id });
    notes.count({ metric: 'TokensVerified' });
  } else {
    notes.add({ outcome: answer.reason });
    notes.count({ metric: 'VerificationsRefused', reason: answer.reason });
  }
  return accept(json(answer));
});

/** What signs receipts, where the deployment does; KMS's client is loaded with the first of them. */
function openDesk(keyId: string): ReceiptDesk {
  const settings = readEnvironment(['receiptIssuer', 'receiptLifetimeSeconds']);
  const signer = lazySigner(keyId, async () => {
    const { createKmsClient, kmsSigner } = await import('../adapters/kms-signing-key.ts');
    return kmsSigner(traced(createKmsClient()), keyId);
  });
  return { issuer: settings.receiptIssuer, lifetimeSeconds: settings.receiptLifetimeSeconds, signer };
}

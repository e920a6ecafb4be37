/**
 * POST /tokens/verify: checks whether this is the token that the person was sent. A wrong token is answered
 * with 200 too.
 */

import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbIdempotencyStore } from '../adapters/dynamodb/idempotency-store.ts';
import { dynamoDbNumberMemory } from '../adapters/dynamodb/number-memory.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { lazySigner } from '../adapters/kms/lazy-signer.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { KEEP_ACTIVITY } from '../contract/functions/activity.ts';
import { RECEIPT_SIGNING, VERIFY_TOKEN } from '../contract/functions/tokens.ts';
import { verificationClaim } from '../contract/limits-table.ts';
import type { VerifyTokenBody } from '../contract/routes/verify-token.ts';
import { VERIFY_ROUTES } from '../contract/routes/verify-token.ts';
import type { Decision } from '../domain/decision.ts';
import { accept } from '../domain/decision.ts';
import { slicesIn } from '../domain/reporting/slices.ts';
import { readClients } from '../domain/token/client-groups.ts';
import { checkTyped } from '../domain/token/token-format.ts';
import type { PresentedDestination } from '../domain/verifying/presented-destination.ts';
import type { ReceiptPorts } from '../domain/verifying/receipt.ts';
import { chooseReceipt } from '../domain/verifying/receipt.ts';
import type { KeyedRequest, RepeatableAnswer } from '../domain/verifying/verify-once.ts';
import { verifyOnce } from '../domain/verifying/verify-once.ts';
import type { VerifyTokenPorts } from '../domain/verifying/verify-token.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json, REPLAYED } from '../runtime/http-answer.ts';
import { keepActivityIn } from '../runtime/keep-activity.ts';
import { keptVerification } from '../runtime/keep-verification.ts';
import { noteAnswer, noteLockIn, noteReturnsIn, noteVerifiedIn } from '../runtime/note-verified.ts';
import type { Notes } from '../runtime/observability.ts';
import { traced } from '../runtime/observability.ts';
import { personReferences } from '../runtime/person-references.ts';

const { settings, deployed, tables, secrets } = readFunction(VERIFY_TOKEN);
const dynamoDb = traced(createDynamoDbClient());
const secretsManager = traced(createSecretsManagerClient());
const people = personReferences(secretsManagerKeys(secretsManager, secrets.reference, Date.now));
const clients = readClients(settings.clientGroups, deployed.stackClients);
const slicesOf = slicesIn(settings);
const ports = {
  tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
  counters: dynamoDbCounterStore(dynamoDb, tables.limits),
  guessLimits: settings.guessLimits,
  keys: secretsManagerKeys(secretsManager, secrets.token, Date.now),
  /** Read only for a destination or an Idempotency-Key. */
  subjectKeys: secretsManagerKeys(secretsManager, secrets.subject, Date.now),
  claims: dynamoDbIdempotencyStore(dynamoDb, tables.limits, verificationClaim),
  random: systemRandomness,
  newId: () => systemRandomness.uuid(),
  now: Date.now,
};
const numbers = dynamoDbNumberMemory(dynamoDb, tables.limits, settings.pumpingGuard);
const traffic = settings.pumpingGuard && dynamoDbPrefixTraffic(dynamoDb, tables.limits);
const receiptPorts = deployed.receiptKeyId === '' ? undefined : openReceiptPorts(deployed.receiptKeyId);

const keepActivity = keepActivityIn(activityLogAhead(settings, () => readFunction(KEEP_ACTIVITY), traced));

export const handler = endpoint(
  VERIFY_ROUTES.verifyToken,
  async ({ body, idempotencyKey, request }, notes) => {
    const { clientId, requestId } = request;
    notes.add({ purpose: body.purpose });
    notes.person(people.refer(body.user_id));
    const isCanary = clients.isCanary(clientId);
    const presented = { ...body, client_group: clients.groupOf(clientId) };
    const verification = await keptVerification(
      isCanary ? undefined : keepActivity,
      { requestId, clientId },
      presented,
      notes,
      (onToken) => check({ clientId, idempotencyKey, presented }, notes, onToken),
    );
    if (!verification.ok) {
      return verification;
    }
    const { answer, replayed } = verification.value;
    if (replayed) {
      notes.add({ outcome: 'replayed' });
      return accept(json(answer, REPLAYED));
    }
    noteAnswer(answer, presented, notes, { isCanary, slicesOf });
    return accept(json(answer));
  },
);

async function check(
  asked: KeyedRequest,
  notes: Notes,
  onToken: VerifyTokenPorts['onToken'],
): Promise<Decision<RepeatableAnswer>> {
  const { presented: body, clientId } = asked;
  const typed = checkTyped(body.token);
  if (!typed.ok) {
    return typed;
  }
  const receipt = chooseReceipt(body.receipt, clientId, receiptPorts);
  if (!receipt.ok) {
    return receipt;
  }
  const destination = await destinationIn(body);
  if (!destination.ok) {
    return destination;
  }
  return verifyOnce(asked, {
    ...ports,
    onToken,
    noteReturn: noteReturnsIn(traffic, notes),
    noteVerified: noteVerifiedIn(numbers, body.user_id, notes),
    onLocked: noteLockIn(body.purpose, notes),
    writeReceipt: receipt.value,
    destination: destination.value,
    onNotKept: (error) => notes.warn('an answer could not be kept for its Idempotency-Key', error),
  });
}

/** The numbering plans are loaded with the first request that presents a destination. */
async function destinationIn(body: VerifyTokenBody): Promise<Decision<PresentedDestination | undefined>> {
  if (body.phone_number === undefined && body.email === undefined) {
    return accept(undefined);
  }
  const { readDestination } = await import('../domain/verifying/presented-destination.ts');
  return readDestination(body, settings.defaultCountry, ports.subjectKeys);
}

/** What signing receipts needs; the KMS client is loaded with the first receipt. */
function openReceiptPorts(keyId: string): ReceiptPorts {
  const { settings, deployed } = readFunction(RECEIPT_SIGNING);
  const signer = lazySigner(keyId, async () => {
    const { createKmsClient, kmsSigner } = await import('../adapters/kms/signing-key.ts');
    return kmsSigner(traced(createKmsClient()), keyId);
  });
  return { issuer: deployed.receiptIssuer, lifetimeSeconds: settings.receiptLifetimeSeconds, signer };
}

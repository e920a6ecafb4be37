/**
 * Persist token: one conditional write makes it the only live token of its person, purpose and client group.
 */

import { activityLogAhead } from '../adapters/dynamodb/activity-log-ahead.ts';
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbContactStore } from '../adapters/dynamodb/contact-store.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbIdempotencyStore } from '../adapters/dynamodb/idempotency-store.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { createSecretsManagerClient, secretsManagerKeys } from '../adapters/secrets-manager/keys.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { addressesBy } from '../channels/all.ts';
import { KEEP_ACTIVITY } from '../contract/functions/activity.ts';
import { PERSIST_TOKEN } from '../contract/functions/steps.ts';
import { requestClaim } from '../contract/limits-table.ts';
import type { Persistence, PersistTokenInput } from '../contract/workflow.ts';
import { asked, isKept, refusedEntry } from '../domain/activity/request-entries.ts';
import { sealedContacts } from '../domain/contacts/sealed-contacts.ts';
import type { Refusal } from '../domain/decision.ts';
import { rejected } from '../domain/decision.ts';
import { presumedDeliveries } from '../domain/delivering/describe-delivery.ts';
import { withRoute } from '../domain/delivering/former-request.ts';
import { persistToken } from '../domain/issuing/persist-token.ts';
import { readFunction } from '../runtime/environment.ts';
import { keepActivityIn } from '../runtime/keep-activity.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

const { settings, tables, secrets } = readFunction(PERSIST_TOKEN);
const dynamoDb = traced(createDynamoDbClient());
const subjectKeys = secretsManagerKeys(traced(createSecretsManagerClient()), secrets.subject, Date.now);
const ports = {
  addresses: addressesBy(settings.emailSender.kind),
  tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
  contacts: sealedContacts(dynamoDbContactStore(dynamoDb, tables.contacts), subjectKeys, systemRandomness),
  counters: dynamoDbCounterStore(dynamoDb, tables.limits),
  traffic: settings.pumpingGuard ? dynamoDbPrefixTraffic(dynamoDb, tables.limits) : undefined,
  claims: dynamoDbIdempotencyStore(dynamoDb, tables.limits, requestClaim),
  now: Date.now,
  listShards: settings.listShards,
};

const keepActivity = keepActivityIn(activityLogAhead(settings, () => readFunction(KEEP_ACTIVITY), traced));

/** Another request came first. */
const supersededEntry = ({ request, ...input }: PersistTokenInput, refusal: Refusal) =>
  isKept(request)
    ? refusedEntry(
        {
          requestId: input.request_id,
          clientId: input.client_id,
          executionArn: input.execution_arn,
          nowMs: Date.now(),
        },
        asked(request),
        refusal,
      )
    : undefined;

export const handler = step(
  'persist-token',
  async (given: PersistTokenInput, notes): Promise<Persistence> => {
    const input = withRoute(given);
    const { request, token } = input;
    notes.add({ user_ref: request.user_ref, purpose: request.purpose, token_id: token.token_id });
    const decision = await persistToken(input, ports);
    if (!decision.ok) {
      notes.refused(decision.refusal.code);
      await keepActivity?.(supersededEntry(input, decision.refusal), notes);
      return rejected(decision.refusal, input.request_id);
    }
    notes.add({ outcome: 'persisted' });
    if (!request.canary) {
      notes.count({ metric: 'TokensIssued' });
    }
    return {
      decision: 'persisted',
      presumed: presumedDeliveries(input, Date.now(), settings.resendAfterSeconds),
    };
  },
);

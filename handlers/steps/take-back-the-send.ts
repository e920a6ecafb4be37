/**
 * Take back the send: undoes what was counted for a request that sent nothing, so that an outage uses up no
 * limits.
 */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import { TAKE_BACK_THE_SEND } from '../contract/functions/steps.ts';
import type { TakeBackInput } from '../contract/workflow.ts';
import { withRoute } from '../domain/delivering/former-request.ts';
import { takeBackSend } from '../domain/delivering/take-back-send.ts';
import { readFunction } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

const { settings, tables } = readFunction(TAKE_BACK_THE_SEND);
const dynamoDb = traced(createDynamoDbClient());
const ports = {
  tokens: dynamoDbTokenStore(dynamoDb, tables.tokens),
  counters: dynamoDbCounterStore(dynamoDb, tables.limits),
  traffic: settings.pumpingGuard ? dynamoDbPrefixTraffic(dynamoDb, tables.limits) : undefined,
};

export const handler = step('take-back-the-send', async (input: TakeBackInput, notes): Promise<null> => {
  const { request } = withRoute(input.admission);
  notes.add({ user_ref: request.user_ref, purpose: request.purpose });
  await takeBackSend(request, ports);
  notes.add({ outcome: 'taken_back' });
  return null;
});

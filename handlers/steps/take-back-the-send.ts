/** Take back the send: what a request counted that sent nothing, so that an outage uses up nobody's limits. */
import { createDynamoDbClient } from '../adapters/dynamodb/client.ts';
import { dynamoDbCounterStore } from '../adapters/dynamodb/counter-store.ts';
import { dynamoDbPrefixTraffic } from '../adapters/dynamodb/prefix-traffic.ts';
import { dynamoDbTokenStore } from '../adapters/dynamodb/token-store.ts';
import type { TakeBackInput } from '../contract/workflow.ts';
import { takeBackSend } from '../domain/delivering/take-back-send.ts';
import { readEnvironment } from '../runtime/environment.ts';
import { traced } from '../runtime/observability.ts';
import { step } from '../runtime/step.ts';

const env = readEnvironment(['limitsTable', 'pumpingGuard', 'tokensTable']);
const dynamoDb = traced(createDynamoDbClient());
const undo = {
  tokens: dynamoDbTokenStore(dynamoDb, env.tokensTable),
  counters: dynamoDbCounterStore(dynamoDb, env.limitsTable),
  traffic: env.pumpingGuard ? dynamoDbPrefixTraffic(dynamoDb, env.limitsTable) : undefined,
};

export const handler = step('take-back-the-send', async (input: TakeBackInput, notes): Promise<null> => {
  const { request } = input.admission;
  notes.add({ user_ref: request.user_ref, purpose: request.purpose });
  await takeBackSend(request, undo);
  notes.add({ outcome: 'taken_back' });
  return null;
});

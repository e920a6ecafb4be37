/** The stores in which sends are counted, in one file so that a step can load them on demand. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PumpingGuardSettings } from '../../contract/settings/texts.ts';
import type { SendCountPorts } from '../../domain/delivering/take-back-send.ts';
import { createDynamoDbClient } from './client.ts';
import { dynamoDbCounterStore } from './counter-store.ts';
import { dynamoDbPrefixTraffic } from './prefix-traffic.ts';

/** `guard` is null when the pumping guard is off; `traced` adds the client's calls to the trace. */
export function dynamoDbSendCounts(
  table: string,
  guard: PumpingGuardSettings | null,
  traced: (client: DynamoDBClient) => DynamoDBClient,
): SendCountPorts {
  const client = traced(createDynamoDbClient());
  return {
    counters: dynamoDbCounterStore(client, table),
    traffic: guard ? dynamoDbPrefixTraffic(client, table) : undefined,
  };
}

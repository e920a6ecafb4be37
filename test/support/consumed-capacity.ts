/** Adds up what calls consume, in DynamoDB's units, as the engine itself counts them. */
import type { ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';

export interface Units {
  readonly read: number;
  readonly write: number;
}

const READS = ['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand'];

/** Asks for what every call of the client consumes from now on, index writes included. */
export function countUnits(client: DynamoDBClient): { restart: () => void; sum: () => Units } {
  let used = { read: 0, write: 0 };
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = { ...args.input, ReturnConsumedCapacity: 'INDEXES' };
        const result = await next({ ...args, input } as typeof args);
        const { ConsumedCapacity } = result.output as {
          ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[];
        };
        const kind = READS.includes(commandName) ? 'read' : 'write';
        for (const each of [ConsumedCapacity ?? []].flat()) used[kind] += each.CapacityUnits ?? 0;
        return result;
      },
    { step: 'initialize', name: 'countUnits' },
  );
  return {
    restart() {
      used = { read: 0, write: 0 };
    },
    sum: () => used,
  };
}

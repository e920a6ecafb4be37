/** Adds up the capacity units that calls consume, as the DynamoDB engine itself counts them. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unitsOf } from '../../local/aws/call-record.ts';

export interface Units {
  readonly read: number;
  readonly write: number;
}

const READS = ['GetItemCommand', 'BatchGetItemCommand', 'QueryCommand'];

/**
 * From now on, counts the client's calls and requests the consumed capacity of each, including index writes.
 */
export function countUnits(client: DynamoDBClient): {
  restart: () => void;
  sum: () => Units;
  calls: () => number;
} {
  let used = { read: 0, write: 0 };
  let calls = 0;
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const input = { ...args.input, ReturnConsumedCapacity: 'INDEXES' };
        calls += 1;
        const result = await next({ ...args, input } as typeof args);
        used[READS.includes(commandName) ? 'read' : 'write'] += unitsOf(
          input as object,
          result.output as object,
        );
        return result;
      },
    { step: 'initialize', name: 'countUnits' },
  );
  return {
    restart() {
      used = { read: 0, write: 0 };
      calls = 0;
    },
    sum: () => used,
    calls: () => calls,
  };
}

/**
 * Sends reads of single items that are made at once as one BatchGetItem. A function that looks up several things
 * of a request then waits for one answer on one connection; a cold one opens one instead of many, and handshakes are
 * most of what its first calls take. The units are those of the single reads.
 *
 * Stores know nothing of it: they read one item as before. What a batch leaves over is read by itself.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
import type {
  BatchGetItemCommandOutput,
  DynamoDBClient,
  GetItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Item } from './client.ts';

interface Read {
  readonly table: string;
  readonly key: Item;
  /** Names table and key: a batch must not ask for an item twice. */
  readonly name: string;
  readonly alone: () => void;
  readonly answer: (item: Item | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/** Teaches the client; only consistent reads of whole items are put together. */
export function readTogether(client: DynamoDBClient): DynamoDBClient {
  const waiting: Read[] = [];
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const { TableName: table = '', Key: key = {}, ...rest } = args.input as GetItemCommandInput;
        const isWhole = Object.keys(rest).every((member) => member === 'ConsistentRead');
        if (commandName !== 'GetItemCommand' || !isWhole || rest.ConsistentRead !== true) {
          return next(args);
        }
        return new Promise((resolve, reject) => {
          // What the same turn of the event loop asks for, with what follows from values that are there already.
          if (waiting.length === 0) {
            setImmediate(() => void send(client, waiting.splice(0)));
          }
          waiting.push({
            table,
            key,
            name: nameOf(table, key),
            alone: () => void next(args).then(resolve, reject),
            answer: (item) =>
              resolve({ response: undefined, output: { $metadata: {}, ...(item && { Item: item }) } }),
            fail: reject,
          });
        });
      },
    { step: 'initialize', name: 'readTogether' },
  );
  return client;
}

async function send(client: DynamoDBClient, reads: readonly Read[]): Promise<void> {
  const [first] = reads;
  const names = new Map(reads.map((read) => [read.name, read]));
  if (first === undefined || names.size === 1) {
    for (const read of reads) {
      read.alone();
    }
    return;
  }
  const byTable = Map.groupBy(names.values(), ({ table }) => table);
  const RequestItems = Object.fromEntries(
    [...byTable].map(([table, its]) => [table, { Keys: its.map(({ key }) => key), ConsistentRead: true }]),
  );
  try {
    const output = await client.send(new BatchGetItemCommand({ RequestItems }));
    for (const read of reads) {
      hand(read, output);
    }
  } catch (error) {
    for (const read of reads) {
      read.fail(error);
    }
  }
}

function hand(read: Read, { Responses = {}, UnprocessedKeys = {} }: BatchGetItemCommandOutput): void {
  const { table, name } = read;
  const isIt = (item: Item) => nameOf(table, pick(item, Object.keys(read.key))) === name;
  if (UnprocessedKeys[table]?.Keys?.some(isIt)) {
    read.alone();
  } else {
    read.answer(Responses[table]?.find(isIt));
  }
}

const pick = (item: Item, names: readonly string[]): Item =>
  Object.fromEntries(names.flatMap((each) => (item[each] === undefined ? [] : [[each, item[each]]])));

const nameOf = (table: string, key: Item): string =>
  JSON.stringify([table, ...Object.entries(key).sort(([one], [other]) => (one < other ? -1 : 1))]);

/**
 * Combines reads of single items that are made at the same time into one BatchGetItem. A function that looks
 * up several items for a request then waits for one answer on one connection. A cold function opens one
 * connection instead of many, and handshakes take most of the time of its first calls. The read units are the
 * same.
 *
 * The stores are unaware of this: they still read one item at a time. Keys that a batch leaves unprocessed
 * are read individually.
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
  /** Identifies table and key: a batch must not request an item twice. */
  readonly name: string;
  readonly alone: () => void;
  readonly answer: (item: Item | undefined) => void;
  readonly fail: (error: unknown) => void;
}

/** Adds this middleware to the client. Only consistent reads of whole items are combined. */
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
          // Collects the reads of one turn of the event loop, including those that follow resolved promises.
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

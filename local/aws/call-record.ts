/**
 * Records which AWS calls were made, when, and what they consumed, so that tests and benchmarks can see what
 * waited for what and what it cost.
 *
 * During a recording, DynamoDB calls also request ReturnConsumedCapacity, as any caller may. Otherwise they
 * pass through byte for byte.
 */
import type { DynamoDbWire } from './dynamodb/wire.ts';
import type { WireAnswer } from './wire/wire.ts';

export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  /** Milliseconds of performance.now(). */
  readonly startedMs: number;
  readonly endedMs: number;
  /** Short name of the function that called; for Invoke, of the one that was called. */
  readonly function?: string;
  /** DynamoDB capacity units, including those of indexes. */
  readonly readUnits: number;
  readonly writeUnits: number;
  /** The same, apart for each table and index: `<table>` or `<table>/<index>`. */
  readonly unitsBy: Readonly<Record<string, number>>;
}

export interface CallRecord {
  /** Discards any earlier recording and starts a new one. */
  start(): void;
  /** Ends the recording and returns its calls, in the order in which they ended. */
  stop(): readonly RecordedCall[];
}

export interface CallRecorder extends CallRecord {
  /** Makes a call, and records it if a recording is in progress. */
  follow(
    service: string,
    operation: string,
    call: () => Promise<WireAnswer>,
    caller?: string,
  ): Promise<WireAnswer>;
  /** The same functions, with their invocations recorded. */
  followLambda<Pool extends Invoker>(pool: Pool, nameOf: (functionName: string) => string): Pool;
  /** The same wire, with its calls recorded. */
  followDynamoDb(wire: DynamoDbWire): DynamoDbWire;
}

interface Invoker {
  invoke(functionName: string, payload: string): Promise<unknown>;
}

/** The part of a call's input that matters here. */
interface Batch {
  readonly TableName?: string;
  readonly RequestItems?: Readonly<
    Record<
      string,
      { readonly Keys?: readonly unknown[] | undefined; readonly ConsistentRead?: boolean | undefined }
    >
  >;
}

interface ConsumedByTable {
  readonly TableName?: string | undefined;
  readonly CapacityUnits?: number | undefined;
  readonly GlobalSecondaryIndexes?:
    | Readonly<Record<string, { readonly CapacityUnits?: number | undefined }>>
    | undefined;
}

interface Consumed {
  readonly __type?: string;
  readonly ConsumedCapacity?: ConsumedByTable | readonly ConsumedByTable[] | undefined;
}

interface Measured {
  readonly units: number;
  readonly by: Readonly<Record<string, number>>;
}

interface Call<T> {
  readonly service: string;
  readonly operation: string;
  readonly function?: string | undefined;
  readonly make: () => Promise<T>;
  readonly measured?: (answer: T) => Measured;
}

const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'];
const NOTHING: Measured = { units: 0, by: {} };

export function createCallRecord(): CallRecorder {
  let calls: RecordedCall[] | undefined;

  async function measure<T>({ service, operation, function: name, make, measured }: Call<T>) {
    const recording = calls;
    if (recording === undefined) {
      return make();
    }
    const startedMs = performance.now();
    let { units, by } = NOTHING;
    try {
      const answer = await make();
      ({ units, by } = measured?.(answer) ?? NOTHING);
      return answer;
    } finally {
      const isRead = READS.includes(operation);
      const [readUnits, writeUnits] = isRead ? [units, 0] : [0, units];
      recording.push({
        service,
        operation,
        startedMs,
        endedMs: performance.now(),
        ...(name === undefined ? {} : { function: name }),
        readUnits,
        writeUnits,
        unitsBy: by,
      });
    }
  }

  return {
    start() {
      calls = [];
    },
    stop() {
      const recorded = calls ?? [];
      calls = undefined;
      return recorded;
    },
    follow: (service, operation, make, caller) => measure({ service, operation, make, function: caller }),
    followLambda: (pool, nameOf) => ({
      ...pool,
      invoke: (name, payload) =>
        measure({
          service: 'lambda',
          operation: 'Invoke',
          function: nameOf(name),
          make: () => pool.invoke(name, payload),
        }),
    }),
    followDynamoDb: (wire) => ({
      send: (operation, body, caller) =>
        measure({
          service: 'dynamodb',
          operation,
          function: caller,
          make: () =>
            wire.send(
              operation,
              calls === undefined
                ? body
                : Buffer.from(JSON.stringify(asking(JSON.parse(body.toString('utf8'))))),
            ),
          measured: (answer) =>
            measuredUnits(JSON.parse(body.toString('utf8')), JSON.parse(answer.body.toString('utf8'))),
        }),
      call: (operation, input) =>
        measure({
          service: 'dynamodb',
          operation,
          make: () => wire.call(operation, calls === undefined ? input : asking(input as object)),
          measured: (answer) => measuredUnits(input as Batch, answer as Consumed),
        }),
    }),
  };
}

const measuredUnits = (input: Batch, answer: Consumed): Measured => ({
  units: unitsOf(input, answer),
  by: unitsByTable(input, answer),
});

/**
 * The capacity units that a call consumed. DynamoDB Local counts nothing for items of a batch that do not
 * exist; AWS counts the minimum for each.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function unitsOf({ RequestItems = {} }: Batch, { ConsumedCapacity = [] }: Consumed): number {
  const counted = [ConsumedCapacity].flat().reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
  const least = Object.values(RequestItems).reduce(
    (sum, { Keys = [], ConsistentRead }) => sum + Keys.length * (ConsistentRead ? 1 : 0.5),
    0,
  );
  return Math.max(counted, least);
}

/**
 * The units of each table and index. A write whose condition does not hold is billed as well, and its answer
 * tells no units: at least one, as for an item up to 1 KB.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function unitsByTable(
  { RequestItems = {}, TableName = '' }: Batch,
  { __type = '', ConsumedCapacity = [] }: Consumed,
): Record<string, number> {
  if (__type.endsWith('ConditionalCheckFailedException')) {
    return { [TableName]: 1 };
  }
  const by: Record<string, number> = Object.fromEntries(
    Object.entries(RequestItems).map(([table, { Keys = [], ConsistentRead }]) => [
      table,
      Keys.length * (ConsistentRead ? 1 : 0.5),
    ]),
  );
  for (const { TableName: table = '', CapacityUnits = 0, GlobalSecondaryIndexes = {} } of [
    ConsumedCapacity,
  ].flat()) {
    let ofIndexes = 0;
    for (const [index, { CapacityUnits: units = 0 }] of Object.entries(GlobalSecondaryIndexes)) {
      by[`${table}/${index}`] = units;
      ofIndexes += units;
    }
    by[table] = Math.max(by[table] ?? 0, CapacityUnits - ofIndexes);
  }
  return by;
}

const asking = (input: object): object => ({ ...input, ReturnConsumedCapacity: 'INDEXES' });

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
  /** DynamoDB capacity units, including those of indexes. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface CallRecord {
  /** Discards any earlier recording and starts a new one. */
  start(): void;
  /** Ends the recording and returns its calls, in the order in which they ended. */
  stop(): readonly RecordedCall[];
}

export interface CallRecorder extends CallRecord {
  /** Makes a call, and records it if a recording is in progress. */
  follow(service: string, operation: string, call: () => Promise<WireAnswer>): Promise<WireAnswer>;
  /** The same wire, with its calls recorded. */
  followDynamoDb(wire: DynamoDbWire): DynamoDbWire;
}

/** The part of a call's input that matters here. */
interface Batch {
  readonly RequestItems?: Readonly<
    Record<
      string,
      { readonly Keys?: readonly unknown[] | undefined; readonly ConsistentRead?: boolean | undefined }
    >
  >;
}

interface Consumed {
  readonly ConsumedCapacity?:
    | { readonly CapacityUnits?: number | undefined }
    | readonly { readonly CapacityUnits?: number | undefined }[]
    | undefined;
}

const READS = ['GetItem', 'BatchGetItem', 'Query', 'Scan', 'TransactGetItems'];

export function createCallRecord(): CallRecorder {
  let calls: RecordedCall[] | undefined;

  async function measure<T>(
    service: string,
    operation: string,
    call: () => Promise<T>,
    measured: (answer: T) => number,
  ) {
    const recording = calls;
    if (recording === undefined) {
      return call();
    }
    const startedMs = performance.now();
    let units = 0;
    try {
      const answer = await call();
      units = measured(answer);
      return answer;
    } finally {
      const isRead = READS.includes(operation);
      const [readUnits, writeUnits] = isRead ? [units, 0] : [0, units];
      recording.push({ service, operation, startedMs, endedMs: performance.now(), readUnits, writeUnits });
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
    follow: (service, operation, call) => measure(service, operation, call, () => 0),
    followDynamoDb: (wire) => ({
      send: (operation, body) =>
        measure(
          'dynamodb',
          operation,
          () =>
            wire.send(
              operation,
              calls === undefined
                ? body
                : Buffer.from(JSON.stringify(asking(JSON.parse(body.toString('utf8'))))),
            ),
          (answer) =>
            unitsOf(JSON.parse(body.toString('utf8')) as Batch, JSON.parse(answer.body.toString('utf8'))),
        ),
      call: (operation, input) =>
        measure(
          'dynamodb',
          operation,
          () => wire.call(operation, calls === undefined ? input : asking(input as object)),
          (answer) => unitsOf(input as Batch, answer as Consumed),
        ),
    }),
  };
}

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

const asking = (input: object): object => ({ ...input, ReturnConsumedCapacity: 'INDEXES' });

/**
 * Which AWS calls were made and when, for whoever asks: what waited for what, and what it cost.
 *
 * While somebody records, DynamoDB's calls are asked what they consume, as any caller may ask; otherwise they pass
 * byte for byte.
 */
import type { DynamoDbWire } from './dynamodb/wire.ts';
import type { WireAnswer } from './wire/wire.ts';

export interface RecordedCall {
  readonly service: string;
  readonly operation: string;
  /** Milliseconds of performance.now(). */
  readonly startedMs: number;
  readonly endedMs: number;
  /** DynamoDB's capacity units, those of indexes included. */
  readonly readUnits: number;
  readonly writeUnits: number;
}

export interface CallRecord {
  /** Forgets what was recorded and records from now on. */
  start(): void;
  /** Ends the recording and gives it, in the order of the calls' ends. */
  stop(): readonly RecordedCall[];
}

export interface CallRecorder extends CallRecord {
  /** Makes a call that is recorded while somebody records. */
  follow(service: string, operation: string, call: () => Promise<WireAnswer>): Promise<WireAnswer>;
  /** The same wire, recorded. */
  followDynamoDb(wire: DynamoDbWire): DynamoDbWire;
}

/** What of a call's input matters here. */
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
 * What a call consumed. DynamoDB Local counts nothing for items of a batch that do not exist; AWS counts them as the
 * smallest ones.
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

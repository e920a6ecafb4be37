/**
 * The log streams: the template's, which functions write to with PutLogEvents, and those that services create
 * themselves; and their pages as GetLogEvents reads them.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
import type { Stack } from '../../cloudformation/load-stack.ts';
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';
import { AwsError } from '../wire/aws-error.ts';

const STREAM_TYPE = 'AWS::Logs::LogStream';
/**
 * Events in all streams together; the oldest are dropped first. AWS keeps all for the group's retention
 * period.
 */
const MAX_KEPT = 10_000;

const HOUR_MS = 3_600_000;
const MAX_AHEAD_MS = 2 * HOUR_MS;
const MAX_AGE_MS = 14 * 24 * HOUR_MS;
const MAX_BATCH = { events: 10_000, bytes: 1_048_576, bytesOfEach: 26 };

export interface StreamEvent {
  readonly group: string;
  readonly stream: string;
  readonly timestamp: number;
  readonly ingestionTime: number;
  readonly message: string;
  /** Sorts by time, then by arrival: digits of a fixed length. */
  readonly id: string;
}

interface PutEvents {
  readonly group: string;
  readonly stream: string;
  readonly events: readonly unknown[];
}

interface Page {
  readonly events: readonly StreamEvent[];
  readonly nextBackwardToken: string;
  readonly nextForwardToken: string;
}

export interface LogStreams {
  /** Adds events and reports those that it rejected. @throws {AwsError} */
  put(batch: PutEvents): object;
  /** @throws {AwsError} when there is no such stream */
  requireStream(group: string, stream: unknown): string;
  /** The events of a group or of one of its streams, oldest first. */
  eventsOf(group: string, stream?: string): readonly StreamEvent[];
}

/** `onEvents` receives the added events of one stream at a time. */
export function createLogStreams(
  stack: Stack,
  keeper: Keeper<readonly StreamEvent[]> = forgets(),
  now: () => number = Date.now,
  onEvents: (events: readonly StreamEvent[]) => void = () => undefined,
): LogStreams {
  const streams = [...stack.resources.values()].filter(({ type }) => type === STREAM_TYPE);
  const kept: StreamEvent[] = [...(keeper.kept ?? [])];
  // Ids never repeat, also after a restart that kept only the newest events.
  let arrivals = Math.max(0, ...kept.map(({ id }) => Number(id.slice(ID_DIGITS))));

  return {
    requireStream(group, stream) {
      const found = streams.find(
        ({ ref, properties }) => ref === stream && properties.LogGroupName === group,
      );
      if (found) {
        return found.ref;
      }
      throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
    },
    put({ group, stream, events }) {
      const sent = readBatch(events);
      const nowMs = now();
      const isTooOld = ({ timestamp }: { timestamp: number }) => timestamp < nowMs - MAX_AGE_MS;
      const isTooNew = ({ timestamp }: { timestamp: number }) => timestamp > nowMs + MAX_AHEAD_MS;
      const added = sent
        .filter((event) => !isTooOld(event) && !isTooNew(event))
        .map((event): StreamEvent => {
          arrivals += 1;
          return { group, stream, ...event, ingestionTime: nowMs, id: idOf(event.timestamp, arrivals) };
        });
      kept.push(...added);
      kept.sort((one, other) => (one.id < other.id ? -1 : 1));
      if (kept.length > MAX_KEPT) {
        kept.splice(0, kept.length - MAX_KEPT);
      }
      keeper.save(() => kept);
      onEvents(added);
      return { ...rejections(sent.filter(isTooOld).length, sent.findIndex(isTooNew)) };
    },
    eventsOf: (group, stream) =>
      kept.filter((event) => event.group === group && (stream === undefined || event.stream === stream)),
  };
}

/** @throws {AwsError} when AWS would refuse the whole batch */
function readBatch(events: readonly unknown[]): { timestamp: number; message: string }[] {
  if (events.length === 0 || events.length > MAX_BATCH.events) {
    throw invalid(`logEvents must have 1 to ${MAX_BATCH.events} members.`);
  }
  const sent = events.map((event) => {
    const { timestamp, message } = (event ?? {}) as { timestamp?: unknown; message?: unknown };
    const isGood = Number.isInteger(timestamp) && Number(timestamp) >= 0 && typeof message === 'string';
    if (!isGood || message === '') {
      throw invalid('Each log event must have a timestamp and a message.');
    }
    return { timestamp: Number(timestamp), message: String(message) };
  });
  const bytes = sent.reduce(
    (sum, { message }) => sum + Buffer.byteLength(message) + MAX_BATCH.bytesOfEach,
    0,
  );
  if (bytes > MAX_BATCH.bytes) {
    throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH.bytes}.`);
  }
  if (sent.some(({ timestamp }, index) => timestamp < (sent[index - 1]?.timestamp ?? 0))) {
    throw invalid('Log events in a single PutLogEvents request must be in chronological order.');
  }
  return sent;
}

const rejections = (tooOld: number, tooNewAt: number): object => ({
  ...(tooOld > 0 || tooNewAt >= 0
    ? {
        rejectedLogEventsInfo: {
          ...(tooOld > 0 ? { tooOldLogEventEndIndex: tooOld } : {}),
          ...(tooNewAt >= 0 ? { tooNewLogEventStartIndex: tooNewAt } : {}),
        },
      }
    : {}),
});

const ID_DIGITS = 28;
const idOf = (timestamp: number, arrival: number): string =>
  `${timestamp}`.padStart(ID_DIGITS, '0') + `${arrival}`.padStart(ID_DIGITS, '0');
const FIRST_ID = '0'.repeat(2 * ID_DIGITS);
const TOKEN = /^([bf])\/(\d{56})\/s$/;

/**
 * One page of a stream: the newest events, or the oldest ones with `fromHead`. With a token from an earlier
 * page, the events before or after that page.
 */
export function pageOfStream(
  events: readonly StreamEvent[],
  { limit, fromHead, nextToken }: { limit: number; fromHead: boolean; nextToken: unknown },
): Page {
  const [, direction, boundary = FIRST_ID] = TOKEN.exec(String(nextToken ?? '')) ?? [];
  if (nextToken !== undefined && direction === undefined) {
    throw invalid('The specified nextToken is invalid.');
  }
  if (direction === 'f' && !fromHead) {
    throw invalid('startFromHead must be true with a nextForwardToken.');
  }
  const isOlder = direction === 'b' || (direction === undefined && !fromHead);
  const rest = events.filter(
    ({ id }) => direction === undefined || (isOlder ? id < boundary : id > boundary),
  );
  const shown = isOlder ? rest.slice(-limit) : rest.slice(0, limit);
  // At the end of the stream, the token is the same as the one that was sent.
  return {
    events: shown,
    nextBackwardToken: `b/${shown[0]?.id ?? boundary}/s`,
    nextForwardToken: `f/${shown.at(-1)?.id ?? boundary}/s`,
  };
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

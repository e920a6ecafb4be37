/**
 * Pages of FilterLogEvents: oldest first, or newest first without `startFromHead`; by number of events and by size.
 * The direction of a token wins over the parameter.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html
 */
import { AwsError } from '../wire/aws-error.ts';

const MAX_EVENTS = 10_000;
const MAX_PAGE_BYTES = 1_048_576;
/** Searches from the end must begin here or later. */
const NEWEST_FIRST_FROM_MS = Date.UTC(2024, 0, 1);

export interface LogEvent {
  readonly logStreamName: string;
  readonly timestamp: number;
  readonly message: string;
  readonly ingestionTime: number;
  readonly eventId: string;
}

interface Page {
  readonly events: readonly LogEvent[];
  readonly nextToken?: string;
}

/** Where a page ended. */
interface Position {
  readonly isNewestFirst: boolean;
  readonly timestamp: number;
  readonly eventId: string;
}

/** @param found oldest first */
export function pageOfSearch(found: readonly LogEvent[], input: Record<string, unknown>): Page {
  const after = readNextToken(input.nextToken);
  const isNewestFirst = after?.isNewestFirst ?? input.startFromHead === false;
  if (isNewestFirst && !(Number(input.startTime ?? 0) >= NEWEST_FIRST_FROM_MS)) {
    throw invalid('startFromHead can be false only with a startTime on or after 2024-01-01T00:00:00Z.');
  }
  const events = isNewestFirst ? found.toReversed() : found;
  const first = after === undefined ? 0 : indexAfter(after, events);
  const end = first + countThatFits(events.slice(first, first + readLimit(input.limit)));
  const last = events[end - 1];
  return {
    events: events.slice(first, end),
    ...(last && end < events.length ? { nextToken: tokenOf({ isNewestFirst, ...last }) } : {}),
  };
}

/** Events that came after the first page do not shift the second. */
function indexAfter({ isNewestFirst, timestamp, eventId }: Position, events: readonly LogEvent[]): number {
  const at = events.findIndex((event) => event.eventId === eventId);
  const next = events.findIndex((event) =>
    isNewestFirst ? event.timestamp < timestamp : event.timestamp > timestamp,
  );
  return at >= 0 ? at + 1 : next >= 0 ? next : events.length;
}

function countThatFits(events: readonly LogEvent[]): number {
  let bytes = 0;
  const beyond = events.findIndex(({ message }) => {
    bytes += Buffer.byteLength(message);
    return bytes > MAX_PAGE_BYTES;
  });
  return beyond < 0 ? events.length : Math.max(1, beyond);
}

export function readLimit(limit: unknown): number {
  if (limit === undefined) {
    return MAX_EVENTS;
  }
  if (Number.isInteger(limit) && Number(limit) >= 1 && Number(limit) <= MAX_EVENTS) {
    return Number(limit);
  }
  throw invalid(`limit must be a whole number from 1 to ${MAX_EVENTS}.`);
}

const tokenOf = ({ isNewestFirst, timestamp, eventId }: Position): string =>
  Buffer.from(JSON.stringify([isNewestFirst, timestamp, eventId])).toString('base64url');

function readNextToken(token: unknown): Position | undefined {
  if (token === undefined) {
    return undefined;
  }
  try {
    const [isNewestFirst, timestamp, eventId] = JSON.parse(
      Buffer.from(String(token), 'base64url').toString(),
    ) as unknown[];
    if (typeof isNewestFirst === 'boolean' && typeof timestamp === 'number' && typeof eventId === 'string') {
      return { isNewestFirst, timestamp, eventId };
    }
  } catch {
    // Not a token of this service.
  }
  throw invalid('The specified nextToken is invalid.');
}

const invalid = (message: string): AwsError => new AwsError('InvalidParameterException', message);

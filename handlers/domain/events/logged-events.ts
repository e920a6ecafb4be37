/**
 * The events in what a subscription of CloudWatch Logs delivers: JSON, compressed, in base64.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
import { gunzipSync } from 'node:zlib';
import type { CarriedEvent } from '../../contract/events.ts';
import { EVENT_MEMBER, EVENTS } from '../../contract/events.ts';
import type { LoggedEvent } from './event-bus.ts';

export interface DeliveredLog {
  readonly awslogs: { readonly data: string };
}

interface LogBatch {
  /** `CONTROL_MESSAGE` only tries whether the function can be called. */
  readonly messageType?: unknown;
  readonly logEvents?: readonly { readonly message: string }[];
}

/** In the order of the lines. @throws when it is no delivery of log lines */
export function loggedEvents({ awslogs }: DeliveredLog): readonly LoggedEvent[] {
  const batch: LogBatch = JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8'));
  return batch.messageType === 'DATA_MESSAGE'
    ? (batch.logEvents ?? []).flatMap(({ message }) => eventIn(message))
    : [];
}

/** None where a line is no metric with an event: whoever may write into the log group may write anything. */
function eventIn(message: string): LoggedEvent[] {
  const line = parse(message);
  const atMs = line._aws?.Timestamp;
  const event = line[EVENT_MEMBER] as Partial<CarriedEvent> | undefined;
  const isEvent =
    typeof event?.type === 'string' &&
    Object.hasOwn(EVENTS, event.type) &&
    typeof event.data === 'object' &&
    event.data !== null;
  return isEvent && typeof atMs === 'number' ? [{ ...(event as CarriedEvent), atMs }] : [];
}

interface Line {
  readonly _aws?: { readonly Timestamp?: unknown };
  readonly [member: string]: unknown;
}

function parse(message: string): Line {
  try {
    const line: unknown = JSON.parse(message);
    return typeof line === 'object' && line !== null ? (line as Line) : {};
  } catch {
    return {};
  }
}

/**
 * How an event waits for its next try in its receiver's queue.
 *
 * SQS can delay a message that is sent for 15 minutes. A longer wait is several: the message comes back, is not due, and
 * is sent again. Hiding it instead would take 12 hours at once, but a hidden message counts as in flight. A queue has
 * some 120,000 of these and then gives out nothing, new events included; delayed messages have no such limit.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
 */
import { MOST_SECONDS, MOST_TRIES } from '../../contract/webhooks.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const LONGEST_DELAY_SECONDS = 900;
/** Clocks differ a little: what is due within a second is due. */
const TOLERANCE_MS = 1_000;

export interface WaitingEvent {
  readonly failedTries: number;
  /** When it was first queued, epoch milliseconds. */
  readonly firstSentMs: number;
  /** When its next try is due, epoch milliseconds. */
  readonly dueMs: number;
}

type NextStep = 'send' | 'give up' | { readonly delaySeconds: number };

/** What to do with a message that the queue gave out. */
export function nextStep(waiting: WaitingEvent, nowMs: number): NextStep {
  if (isTooOld(waiting, nowMs)) {
    return 'give up';
  }
  return waiting.dueMs - nowMs < TOLERANCE_MS ? 'send' : { delaySeconds: delayUntil(waiting, nowMs) };
}

/** After a try that failed; undefined when it was the last one, or the next one would come too late. */
export function afterFailure(
  { failedTries, firstSentMs }: WaitingEvent,
  waitSeconds: number,
  nowMs: number,
): WaitingEvent | undefined {
  const next = { failedTries: failedTries + 1, firstSentMs, dueMs: nowMs + waitSeconds * 1000 };
  return next.failedTries >= MOST_TRIES || isTooOld(next, next.dueMs) ? undefined : next;
}

/** Seconds for which to delay its message now. */
export const delayUntil = ({ dueMs }: WaitingEvent, nowMs: number): number =>
  Math.min(Math.max(0, Math.ceil((dueMs - nowMs) / 1000)), LONGEST_DELAY_SECONDS);

const isTooOld = ({ firstSentMs }: WaitingEvent, atMs: number): boolean =>
  atMs - firstSentMs > MOST_SECONDS * 1000;

/** What the stack and the function that sends webhooks have to agree on. */
import { createHash } from 'node:crypto';

/** Why a try failed, or was not made. */
const WEBHOOK_FAILURES = [
  /** Whatever status is none of the others: the receiver refuses. */
  'refused',
  /** 5xx or 429: it may be better later. */
  'overloaded',
  /** 3xx: redirects are not followed. */
  'redirected',
  /** 410: it wants no more. */
  'gone',
  /** No answer in time. */
  'timeout',
  /** No connection, no valid certificate, or a name that leads to no public address. */
  'unreachable',
  /** The secret cannot be read, or is none: nobody was called. */
  'unsigned',
  /** It waited too long for its turn: nobody was called. */
  'too_old',
] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

const DIGEST_LENGTH = 8;
/** For people to recognise it by. */
const MOST_HOST_LETTERS = 40;

/**
 * What a webhook is called in the stack and in logs: the host, and a digest of the URL, whose path may tell more
 * than a log should hold. Another URL is another webhook, with its own secret and queue.
 */
export function webhookName(url: string): string {
  const digest = createHash('sha256').update(url).digest('hex').slice(0, DIGEST_LENGTH);
  return `${new URL(url).hostname.replaceAll('.', '-').slice(0, MOST_HOST_LETTERS)}-${digest}`;
}

/**
 * Seconds until the next try, by how many failed: the schedule that Standard Webhooks gives as its example, with more
 * and shorter waits at its end. Two days in all; then the message goes to the dead-letter queue.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const RETRY_AFTER_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 36_000, 36_000] as const;

/** The first and a repetition after each wait. */
export const MOST_TRIES = RETRY_AFTER_SECONDS.length + 1;

/** The longest that a receiver may ask for at once, by `Retry-After`. */
export const LONGEST_ASKED_SECONDS = 43_200;

/**
 * How long after an event was first queued it may still be sent: the schedule with its random part, and half a day for
 * waits that receivers ask for. Afterwards the message goes to the dead-letter queue, however many tries are left.
 */
export const MOST_SECONDS = 259_200;

/**
 * What a message that waits for another try carries: how many failed, when it was first queued, and when the next one
 * is due. Each wait is a new message, which on its own would know none of this.
 */
export const WAITING_ATTRIBUTES = {
  failedTries: 'failed_tries',
  firstSentMs: 'first_sent_ms',
  dueMs: 'due_ms',
} as const;

/** Calls of the sending function at once, for a webhook that says nothing: the fewest that AWS allows. */
export const FEWEST_CALLS = 2;
/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
export const MOST_CALLS = 1_000;
/** Messages of a call, which are sent at once. */
export const MESSAGES_OF_A_CALL = 10;

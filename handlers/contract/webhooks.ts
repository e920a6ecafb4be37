/** What the stack and the function that sends webhooks have to agree on. */
import { createHash } from 'node:crypto';

/** Why a try failed. */
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
] as const;
export type WebhookFailure = (typeof WEBHOOK_FAILURES)[number];

const DIGEST_LENGTH = 8;
/** For people to recognise it by. */
const MOST_HOST_LETTERS = 40;

/**
 * What a webhook is called in the stack and in logs: the host, and a digest of the URL, whose path may tell more
 * than a log should hold. Another URL is another webhook, with a secret and a queue of its own.
 */
export function webhookName(url: string): string {
  const digest = createHash('sha256').update(url).digest('hex').slice(0, DIGEST_LENGTH);
  return `${new URL(url).hostname.replaceAll('.', '-').slice(0, MOST_HOST_LETTERS)}-${digest}`;
}

/**
 * Seconds until the next try, by how many failed: the schedule that Standard Webhooks gives as its example, with more
 * and shorter waits at its end, because SQS can hide a message for at most 12 hours. Two days in all; then the message
 * goes to the dead-letter queue.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export const RETRY_AFTER_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000, 36_000, 36_000] as const;

/** The first and a repetition after each wait. */
export const MOST_TRIES = RETRY_AFTER_SECONDS.length + 1;

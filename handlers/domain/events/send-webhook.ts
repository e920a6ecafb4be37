/**
 * Sends one event to one receiver, and decides when to try again if the receiver does not take it. Each receiver has a
 * queue of its own, so one that is down delays no other.
 */
import type { WebhookFailure } from '../../contract/webhooks.ts';
import { RETRY_AFTER_SECONDS } from '../../contract/webhooks.ts';
import type { Clock } from '../clock.ts';
import type { BusEvent, SigningKeys, WebhookMessage } from './webhook-message.ts';
import { webhookMessage } from './webhook-message.ts';

/** What a receiver answered, or why there is no answer. */
export type Reply =
  | {
      readonly status: number;
      /** Seconds that it asks us to wait, if it does. */
      readonly retryAfterSeconds?: number;
    }
  | { readonly failure: 'timeout' | 'unreachable' };

interface SendWebhookPorts {
  /** Never throws: no answer is a reply too. */
  readonly post: (url: string, message: WebhookMessage) => Promise<Reply>;
  /** @throws when no valid secret can be read */
  readonly keys: () => Promise<SigningKeys>;
  readonly now: Clock;
  /** A whole number below this one. */
  readonly integerBelow: (limit: number) => number;
}

export interface Delivery {
  readonly url: string;
  readonly event: BusEvent;
  /** Which try this is, the first being 1. */
  readonly tries: number;
}

type WebhookOutcome =
  | { readonly sent: true; readonly status: number }
  | {
      readonly sent: false;
      readonly failure: WebhookFailure;
      readonly status?: number;
      /** When to try again; absent when nothing more is sent. */
      readonly retryAfterSeconds?: number;
    };

/** SQS hides a message for at most 12 hours from when it was received, which was a moment ago. */
const LONGEST_WAIT_SECONDS = 43_000;
/** Receivers that are down together are not called together. */
const JITTER_PERCENT = 20;

export async function sendWebhook(
  { url, event, tries }: Delivery,
  { post, keys, now, integerBelow }: SendWebhookPorts,
): Promise<WebhookOutcome> {
  const reply = await post(url, webhookMessage(event, await keys(), now()));
  if ('failure' in reply) {
    return { sent: false, failure: reply.failure, retryAfterSeconds: waitAfter(tries, integerBelow) };
  }
  const { status, retryAfterSeconds: asked = 0 } = reply;
  if (status >= 200 && status < 300) {
    return { sent: true, status };
  }
  const failure = failureOf(status);
  if (failure === 'gone') {
    return { sent: false, failure, status };
  }
  const wait = Math.min(Math.max(waitAfter(tries, integerBelow), asked), LONGEST_WAIT_SECONDS);
  return { sent: false, failure, status, retryAfterSeconds: wait };
}

function failureOf(status: number): WebhookFailure {
  if (status >= 300 && status < 400) {
    return 'redirected';
  }
  if (status === 410) {
    return 'gone';
  }
  return status === 429 || status >= 500 ? 'overloaded' : 'refused';
}

/**
 * Seconds until the next try: never sooner than the schedule, and at most a fifth later. Past the schedule the queue
 * decides, which moves the message to the dead-letter queue.
 */
export function waitAfter(tries: number, integerBelow: SendWebhookPorts['integerBelow']): number {
  const seconds =
    RETRY_AFTER_SECONDS[Math.min(tries, RETRY_AFTER_SECONDS.length) - 1] ?? RETRY_AFTER_SECONDS[0];
  const later = integerBelow(Math.floor((seconds * JITTER_PERCENT) / 100) + 1);
  return Math.min(seconds + later, LONGEST_WAIT_SECONDS);
}

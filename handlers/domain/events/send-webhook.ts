/**
 * Sends one event to one receiver, and decides when to try again if the receiver does not take it. Each receiver has its
 * own queue, so one that is down delays no other.
 */
import type { WebhookFailure } from '../../contract/webhooks.ts';
import { LONGEST_ASKED_SECONDS, RETRY_AFTER_SECONDS } from '../../contract/webhooks.ts';
import type { Clock } from '../clock.ts';
import { SecretUnavailable } from '../errors.ts';
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
  /** @throws SecretUnavailable when no valid secret can be read */
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
      /** Why there is no answer, where the reason is on this side. */
      readonly cause?: SecretUnavailable;
      /** When to try again; absent when nothing more is sent. */
      readonly retryAfterSeconds?: number;
    };

/** Receivers that are down together are not called together. */
const JITTER_PERCENT = 20;

export async function sendWebhook(
  { url, event, tries }: Delivery,
  { post, keys, now, integerBelow }: SendWebhookPorts,
): Promise<WebhookOutcome> {
  const known = await keys().catch(unusable);
  if (known instanceof SecretUnavailable) {
    return {
      sent: false,
      failure: 'unsigned',
      cause: known,
      retryAfterSeconds: waitAfter(tries, integerBelow),
    };
  }
  const reply = await post(url, webhookMessage(event, known, now()));
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
  const wait = Math.max(waitAfter(tries, integerBelow), Math.min(asked, LONGEST_ASKED_SECONDS));
  return { sent: false, failure, status, retryAfterSeconds: wait };
}

function unusable(error: unknown): SecretUnavailable {
  if (error instanceof SecretUnavailable) {
    return error;
  }
  throw error;
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

/** Seconds until the next try: never sooner than the schedule, and at most a fifth later. */
export function waitAfter(tries: number, integerBelow: SendWebhookPorts['integerBelow']): number {
  const seconds =
    RETRY_AFTER_SECONDS[Math.min(tries, RETRY_AFTER_SECONDS.length) - 1] ?? RETRY_AFTER_SECONDS[0];
  const later = integerBelow(Math.floor((seconds * JITTER_PERCENT) / 100) + 1);
  return seconds + later;
}

/**
 * A webhook as Standard Webhooks has it: body, headers and signatures.
 *
 * The id is the event's, so it is the same at every try, and receivers can tell that they have it. Each try has a time
 * of its own, which is signed with the rest.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { createHmac } from 'node:crypto';

/** An event as EventBridge delivers it. */
export interface BusEvent {
  readonly 'detail-type': string;
  /** ISO 8601 UTC, in whole seconds. */
  readonly time: string;
  readonly detail: { readonly event_id: string; readonly [member: string]: unknown };
}

export interface WebhookMessage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The newest first; of each, the bytes. */
export type SigningKeys = readonly [Buffer, ...Buffer[]];

/** Signed with every key that is valid now. */
export function webhookMessage(event: BusEvent, keys: SigningKeys, nowMs: number): WebhookMessage {
  const { 'detail-type': type, time: timestamp, detail: data } = event;
  const body = JSON.stringify({ type, timestamp, data });
  const seconds = String(Math.floor(nowMs / 1000));
  const signed = `${data.event_id}.${seconds}.${body}`;
  return {
    body,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'token-courier',
      'webhook-id': data.event_id,
      'webhook-timestamp': seconds,
      'webhook-signature': keys.map((key) => `v1,${sign(signed, key)}`).join(' '),
    },
  };
}

const sign = (text: string, key: Buffer): string =>
  createHmac('sha256', key).update(text, 'utf8').digest('base64');

const PREFIX = 'whsec_';
const FEWEST_BYTES = 24;
const MOST_BYTES = 64;

/**
 * The bytes of a secret, written with or without its prefix; undefined when it is none. Base64 is accepted only as it is
 * made of these bytes: filled up, and without bits that mean nothing. Some of the receivers' libraries refuse others.
 */
export function signingKey(secret: string): Buffer | undefined {
  const written = secret.trim();
  const base64 = written.startsWith(PREFIX) ? written.slice(PREFIX.length) : written;
  const key = Buffer.from(base64, 'base64');
  const isExact = key.toString('base64') === base64;
  return isExact && key.length >= FEWEST_BYTES && key.length <= MOST_BYTES ? key : undefined;
}

/**
 * Send webhook: an event to the receiver whose queue it is in.
 *
 * Lambda calls it with messages of one queue. Those that are not taken it leaves in the queue, hidden until their next
 * try; after the last one SQS moves them to the dead-letter queue.
 */
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { postWebhook } from '../adapters/https/webhook-post.ts';
import { createSecretsManagerClient } from '../adapters/secrets-manager/keys.ts';
import { webhookSecrets } from '../adapters/secrets-manager/webhook-secret.ts';
import { createSqsClient, retryLater } from '../adapters/sqs/retry-later.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { SEND_WEBHOOK } from '../contract/functions/consumers.ts';
import { webhookName } from '../contract/webhooks.ts';
import type { Delivery } from '../domain/events/send-webhook.ts';
import { sendWebhook, waitAfter } from '../domain/events/send-webhook.ts';
import { readFunction } from '../runtime/environment.ts';
import type { Notes } from '../runtime/observability.ts';
import { observed, traced } from '../runtime/observability.ts';

const { settings, deployed } = readFunction(SEND_WEBHOOK);
const sqs = traced(createSqsClient());
const keysOf = webhookSecrets(traced(createSecretsManagerClient()), Date.now);
/** By the names of their queues. */
const webhooks = new Map(
  settings.webhooks.flatMap(({ url }) => {
    const webhook = webhookName(url);
    const place = deployed.webhookPlaces[webhook];
    return place === undefined ? [] : [[lastPart(place.queueUrl, '/'), { webhook, url, ...place }] as const];
  }),
);

export const handler = ({ Records }: SQSEvent, context: Context): Promise<SQSBatchResponse> =>
  observed('send-webhook', context, undefined, async (notes) => {
    const left = await Promise.all(Records.map((record) => deliver(record, notes)));
    notes.add({ count: Records.length, outcome: left.some(Boolean) ? 'left' : 'sent' });
    return {
      batchItemFailures: Records.filter((_, i) => left[i]).map(({ messageId: itemIdentifier }) => ({
        itemIdentifier,
      })),
    };
  });

/** Whether the message stays in the queue, for a later try. */
async function deliver({ eventSourceARN, body, receiptHandle, attributes }: SQSRecord, notes: Notes) {
  const webhook = webhooks.get(lastPart(eventSourceARN, ':'));
  const tries = Number(attributes.ApproximateReceiveCount);
  let wait: number | undefined = waitAfter(tries, systemRandomness.integerBelow);
  try {
    if (webhook === undefined) {
      throw new TypeError('Not the queue of a webhook');
    }
    wait = await attempt({ url: webhook.url, event: JSON.parse(body), tries }, webhook, notes);
  } catch (error) {
    // The secret or the message cannot be read; no receiver was called.
    notes.warn('an event could not be sent', error, { webhook: webhook?.webhook ?? 'unknown' });
  }
  if (wait === undefined || webhook === undefined) {
    return wait !== undefined;
  }
  await retryLater(sqs, { queueUrl: webhook.queueUrl, receiptHandle }, wait).catch((error: unknown) =>
    notes.warn('the wait for the next try could not be set', error),
  );
  return true;
}

/** Seconds until the next try; none when the message is done with. @throws SecretUnavailable */
async function attempt(
  delivery: Delivery,
  { webhook, secretId }: { readonly webhook: string; readonly secretId: string },
  notes: Notes,
): Promise<number | undefined> {
  const outcome = await sendWebhook(delivery, {
    post: postWebhook,
    keys: () => keysOf(secretId),
    now: Date.now,
    integerBelow: systemRandomness.integerBelow,
  });
  if (outcome.sent) {
    notes.count({ metric: 'WebhooksSent' });
    return undefined;
  }
  const { failure, status, retryAfterSeconds } = outcome;
  notes.count({ metric: 'WebhooksFailed', reason: failure });
  const { event_id } = delivery.event.detail;
  const facts = { webhook, event_id, outcome: failure, ...(status === undefined ? {} : { status }) };
  notes.warn('a receiver did not take an event', undefined, facts);
  return retryAfterSeconds;
}

/** A function, because the map above is made of it while the module loads. */
function lastPart(text: string, separator: string): string {
  return text.split(separator).at(-1) ?? '';
}

/**
 * Send webhook: an event to the receiver whose queue it is in.
 *
 * Lambda calls it with messages of one queue, and deletes them. An event that was not taken is sent to the queue again,
 * for its next try, and after the last one to the dead-letter queue. A message is left in the queue only where none of
 * this could be done; SQS moves it to the dead-letter queue when that goes on.
 */
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { postWebhook } from '../adapters/https/webhook-post.ts';
import { createSecretsManagerClient } from '../adapters/secrets-manager/keys.ts';
import { webhookSecrets } from '../adapters/secrets-manager/webhook-secret.ts';
import {
  createSqsClient,
  sendAgain,
  sendToDeadLetters,
  waitingEvent,
} from '../adapters/sqs/webhook-queue.ts';
import { systemRandomness } from '../adapters/system-randomness.ts';
import { SEND_WEBHOOK } from '../contract/functions/consumers.ts';
import { webhookName } from '../contract/webhooks.ts';
import { sendWebhook } from '../domain/events/send-webhook.ts';
import type { WaitingEvent } from '../domain/events/waiting-event.ts';
import { afterFailure, delayUntil, nextStep } from '../domain/events/waiting-event.ts';
import type { BusEvent } from '../domain/events/webhook-message.ts';
import { readFunction } from '../runtime/environment.ts';
import type { Notes } from '../runtime/observability.ts';
import { observed, traced } from '../runtime/observability.ts';

const { settings, deployed } = readFunction(SEND_WEBHOOK);
const sqs = traced(createSqsClient());
const keysOf = webhookSecrets(traced(createSecretsManagerClient()), Date.now);
const GIVEN_UP = 'an event is in the dead-letter queue';

interface Place {
  readonly webhook: string;
  readonly url: string;
  readonly queueUrl: string;
  readonly deadLettersUrl: string;
  readonly secretId: string;
}

/** By the names of their queues. */
const webhooks: ReadonlyMap<string, Place> = new Map(
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

/** Whether the message stays in the queue. */
async function deliver(record: SQSRecord, notes: Notes): Promise<boolean> {
  const place = webhooks.get(lastPart(record.eventSourceARN, ':'));
  try {
    if (place === undefined) {
      throw new TypeError('Not the queue of a webhook');
    }
    await workOff({ body: record.body, waiting: waitingEvent(record) }, place, notes);
    return false;
  } catch (error) {
    notes.warn('an event stays in the queue', error, { webhook: place?.webhook ?? 'unknown' });
    return true;
  }
}

interface Queued {
  readonly body: string;
  readonly waiting: WaitingEvent;
}

/** @throws when the message cannot be read, or the queues cannot be reached */
async function workOff(queued: Queued, place: Place, notes: Notes): Promise<void> {
  const event: BusEvent = JSON.parse(queued.body);
  const facts = { webhook: place.webhook, event_id: event.detail.event_id };
  const step = nextStep(queued.waiting, Date.now());
  if (step === 'give up') {
    notes.count({ metric: 'WebhooksFailed', reason: 'too_old' });
    return giveUp(queued, place, () => notes.warn(GIVEN_UP, undefined, { ...facts, outcome: 'too_old' }));
  }
  if (step !== 'send') {
    return sendAgain(sqs, place.queueUrl, { ...queued, ...step });
  }
  const waiting = await attempt(event, queued.waiting, place, notes);
  if (waiting === 'done') {
    return;
  }
  if (waiting === undefined) {
    return giveUp(queued, place, () => notes.warn(GIVEN_UP, undefined, facts));
  }
  const delaySeconds = delayUntil(waiting, Date.now());
  return sendAgain(sqs, place.queueUrl, { body: queued.body, waiting, delaySeconds });
}

async function giveUp({ body }: Queued, { deadLettersUrl }: Place, tell: () => void): Promise<void> {
  await sendToDeadLetters(sqs, deadLettersUrl, body);
  tell();
}

/** How the event waits from now on; undefined when it had its last try. */
async function attempt(
  event: BusEvent,
  waiting: WaitingEvent,
  { webhook, url, secretId }: Place,
  notes: Notes,
): Promise<WaitingEvent | 'done' | undefined> {
  const outcome = await sendWebhook(
    { url, event, tries: waiting.failedTries + 1 },
    {
      post: postWebhook,
      keys: () => keysOf(secretId),
      now: Date.now,
      integerBelow: systemRandomness.integerBelow,
    },
  );
  if (outcome.sent) {
    notes.count({ metric: 'WebhooksSent' });
    return 'done';
  }
  const { failure, status, cause, retryAfterSeconds } = outcome;
  notes.count({ metric: 'WebhooksFailed', reason: failure });
  const { event_id } = event.detail;
  const facts = { webhook, event_id, outcome: failure, ...(status === undefined ? {} : { status }) };
  notes.warn('a receiver did not take an event', cause, facts);
  return retryAfterSeconds === undefined ? 'done' : afterFailure(waiting, retryAfterSeconds, Date.now());
}

/** A function, because the map above is made of it while the module loads. */
function lastPart(text: string, separator: string): string {
  return text.split(separator).at(-1) ?? '';
}

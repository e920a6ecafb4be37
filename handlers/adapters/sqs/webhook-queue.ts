/** The queue of a webhook: messages that wait for another try are sent to it anew, and those given up leave it. */
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { WAITING_ATTRIBUTES } from '../../contract/webhooks.ts';
import type { WaitingEvent } from '../../domain/events/waiting-event.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';

/** The queue's URL is a name for it, not where it is called: the endpoint is the client's, as everywhere. */
export const createSqsClient = (): SQSClient =>
  withoutErrorMessages(new SQSClient({ ...CLIENT_SETTINGS, useQueueUrlAsEndpoint: false }));

/** The event of a message, which is a new one until it says otherwise. */
export function waitingEvent({ attributes, messageAttributes }: SQSRecord): WaitingEvent {
  const numberIn = (name: string): number | undefined => {
    const number = Number(messageAttributes[name]?.stringValue ?? Number.NaN);
    return Number.isSafeInteger(number) ? number : undefined;
  };
  return {
    failedTries: numberIn(WAITING_ATTRIBUTES.failedTries) ?? 0,
    firstSentMs: numberIn(WAITING_ATTRIBUTES.firstSentMs) ?? Number(attributes.SentTimestamp),
    dueMs: numberIn(WAITING_ATTRIBUTES.dueMs) ?? 0,
  };
}

/**
 * Sends an event to its queue again, to be given out after the delay. The message that it replaces is the caller's to
 * delete: if that fails, there are two, and the receiver gets the event twice, with the same id.
 */
export async function sendAgain(
  client: SQSClient,
  queueUrl: string,
  {
    body,
    waiting,
    delaySeconds,
  }: { readonly body: string; readonly waiting: WaitingEvent; readonly delaySeconds: number },
): Promise<void> {
  await client.send(
    new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: body,
      DelaySeconds: delaySeconds,
      MessageAttributes: attributesOf(waiting),
    }),
  );
}

/** Without what it carried while it waited: moved back, it begins anew. */
export async function sendToDeadLetters(
  client: SQSClient,
  deadLettersUrl: string,
  body: string,
): Promise<void> {
  await client.send(new SendMessageCommand({ QueueUrl: deadLettersUrl, MessageBody: body }));
}

const attributesOf = (waiting: WaitingEvent): Record<string, MessageAttributeValue> =>
  Object.fromEntries(
    (Object.keys(WAITING_ATTRIBUTES) as (keyof WaitingEvent)[]).map((member) => [
      WAITING_ATTRIBUTES[member],
      { DataType: 'Number', StringValue: String(waiting[member]) },
    ]),
  );

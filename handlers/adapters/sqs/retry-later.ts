/** Has SQS deliver a message again after a time. */
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';

/** The queue's URL is a name for it, not where it is called: the endpoint is the client's, as everywhere. */
export const createSqsClient = (): SQSClient =>
  withoutErrorMessages(new SQSClient({ ...CLIENT_SETTINGS, useQueueUrlAsEndpoint: false }));

/** A call that fails leaves the message hidden for the queue's own time, after which it comes again as well. */
export async function retryLater(
  client: SQSClient,
  { queueUrl, receiptHandle }: { readonly queueUrl: string; readonly receiptHandle: string },
  afterSeconds: number,
): Promise<void> {
  await client.send(
    new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: afterSeconds,
    }),
  );
}

/**
 * What a subscription filter of CloudWatch Logs passes to a function: lines of a log group, as JSON in gzip in
 * base64.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
import { gunzipSync } from 'node:zlib';

export interface SubscriptionEvent {
  readonly awslogs: { readonly data: string };
}

/** A control message only checks that the function can be reached; it contains no lines. */
const DATA = 'DATA_MESSAGE';

interface Batch {
  readonly messageType: string;
  readonly logEvents: readonly { readonly message: string }[];
}

export function linesOf({ awslogs }: SubscriptionEvent): readonly string[] {
  const { messageType, logEvents } = JSON.parse(
    gunzipSync(Buffer.from(awslogs.data, 'base64')).toString(),
  ) as Batch;
  return messageType === DATA ? logEvents.map(({ message }) => message) : [];
}

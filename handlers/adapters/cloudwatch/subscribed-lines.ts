/**
 * What a subscription filter of CloudWatch Logs hands to a function: lines of a log group, in JSON that is compressed
 * with gzip and encoded in base64.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html
 */
import { gunzipSync } from 'node:zlib';

export interface SubscriptionEvent {
  readonly awslogs: { readonly data: string };
}

/** A control message checks whether the function can be reached, and holds no lines. */
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

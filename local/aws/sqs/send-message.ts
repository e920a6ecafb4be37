/** SendMessage of Amazon SQS. Source: SQS API reference. */
import { AwsError } from '../wire/aws-error.ts';
import { md5 } from './md5.ts';
import { bytesOf, md5OfAttributes, readAttributes } from './message-attributes.ts';
import type { Queue } from './queues.ts';

/** Body and attributes. */
const MAX_BYTES = 1_048_576;
const LONGEST_DELAY_SECONDS = 900;

type Input = Record<string, unknown>;

/** @throws AwsError for what AWS refuses */
export function sendMessage(queue: Queue, input: Input): Record<string, string> {
  const { MessageBody } = input;
  if (typeof MessageBody !== 'string' || MessageBody === '') {
    throw new AwsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  }
  const attributes = readAttributes(input.MessageAttributes);
  if (Buffer.byteLength(MessageBody) + bytesOf(attributes) > MAX_BYTES) {
    throw new AwsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${MAX_BYTES} bytes.`,
    );
  }
  const MessageId = queue.send(MessageBody, { attributes, delaySeconds: delayOf(input, queue) });
  return {
    MessageId,
    MD5OfMessageBody: md5(MessageBody),
    ...(Object.keys(attributes).length > 0 && { MD5OfMessageAttributes: md5OfAttributes(attributes) }),
  };
}

function delayOf({ DelaySeconds }: Input, { delaySeconds }: Queue): number {
  const seconds = DelaySeconds ?? delaySeconds;
  const isRight =
    typeof seconds === 'number' &&
    Number.isInteger(seconds) &&
    seconds >= 0 &&
    seconds <= LONGEST_DELAY_SECONDS;
  if (isRight) {
    return seconds;
  }
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${String(seconds)} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= ${LONGEST_DELAY_SECONDS}.`,
  );
}

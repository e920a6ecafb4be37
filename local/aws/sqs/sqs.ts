/**
 * Amazon SQS: what a function asks of the queue that it is called with, and what an operator does with a dead-letter
 * queue. Source: SQS API reference.
 */
import { randomUUID } from 'node:crypto';
import { toTextList } from '../../http/json-values.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';
import { md5 } from './md5.ts';
import { askedAttributes, md5OfAttributes } from './message-attributes.ts';
import type { Queue, QueuedMessage, Queues } from './queues.ts';
import { LONGEST_VISIBILITY_SECONDS } from './queues.ts';
import { sendMessage } from './send-message.ts';

const MOST_RECEIVED = 10;

type Input = Record<string, unknown>;

export function createSqs(queues: Queues): JsonOperations {
  function find({ QueueUrl }: Input): Queue {
    const queue = queues.byUrl(String(QueueUrl ?? ''));
    if (!queue) {
      throw new AwsError('QueueDoesNotExist', 'The specified queue does not exist.');
    }
    return queue;
  }
  function findByArn(arn: unknown): Queue {
    const queue = queues.byArn(String(arn ?? ''));
    if (!queue) {
      throw new AwsError('ResourceNotFoundException', 'The resource that you specified does not exist.');
    }
    return queue;
  }

  return {
    ListQueues: () => ({ QueueUrls: queues.list.map(({ url }) => url) }),
    GetQueueUrl({ QueueName }) {
      const queue = queues.list.find(({ name }) => name === QueueName);
      return { QueueUrl: (queue ?? find({})).url };
    },
    GetQueueAttributes(input) {
      const asked = toTextList(input.AttributeNames);
      const all = attributesOf(find(input));
      const named = Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name));
      return named.length === 0 ? {} : { Attributes: Object.fromEntries(named) };
    },
    SendMessage: (input) => sendMessage(find(input), input),
    ReceiveMessage(input) {
      const most = wholeNumber(input, 'MaxNumberOfMessages', { from: 1, to: MOST_RECEIVED, otherwise: 1 });
      const queue = find(input);
      const { visibilitySeconds } = queue;
      const seconds = visibilityOf(input, visibilitySeconds);
      const asked = [...toTextList(input.AttributeNames), ...toTextList(input.MessageSystemAttributeNames)];
      const messages = queue.receive(most, seconds).map((message) => ({
        MessageId: message.id,
        ReceiptHandle: message.receiptHandle,
        MD5OfBody: md5(message.body),
        Body: message.body,
        ...(asked.length > 0 && { Attributes: pick(systemAttributes(message), asked) }),
        ...attributesIn(message, toTextList(input.MessageAttributeNames)),
      }));
      return messages.length === 0 ? {} : { Messages: messages };
    },
    DeleteMessage(input) {
      // A receipt that is known no more is no error: the message is gone, which is what was asked for.
      find(input).remove(String(input.ReceiptHandle ?? ''));
      return {};
    },
    ChangeMessageVisibility(input) {
      const queue = find(input);
      const seconds = visibilityOf(input);
      switch (queue.hide(String(input.ReceiptHandle ?? ''), seconds)) {
        case 'unknown':
          throw new AwsError('ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
        case 'not-in-flight':
          throw new AwsError(
            'InvalidParameterValue',
            `Value ${String(input.ReceiptHandle)} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
          );
        case 'too-long':
          throw invalidVisibility(
            seconds,
            'Total VisibilityTimeout for the message is beyond the limit [43200 seconds]',
          );
        default:
          return {};
      }
    },
    StartMessageMoveTask({ SourceArn, DestinationArn }) {
      const source = findByArn(SourceArn);
      const origins = queues.list.filter(({ redrive }) => redrive?.arn === source.arn);
      if (origins.length === 0) {
        throw new AwsError(
          'InvalidParameterValue',
          'Source queue must be configured as a Dead Letter Queue.',
        );
      }
      const to = DestinationArn === undefined ? undefined : findByArn(DestinationArn);
      // Without a destination, a message that no queue's redrive moved here stays: CouldNotDetermineMessageSource.
      source.moveAll(({ movedFrom }) => to ?? queues.byArn(movedFrom ?? ''));
      return { TaskHandle: Buffer.from(randomUUID()).toString('base64') };
    },
  };
}

function attributesOf(queue: Queue): Record<string, string> {
  const { visible, hidden, delayed } = queue.counts();
  return {
    QueueArn: queue.arn,
    VisibilityTimeout: String(queue.visibilitySeconds),
    MessageRetentionPeriod: String(queue.retentionSeconds),
    DelaySeconds: String(queue.delaySeconds),
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesDelayed: String(delayed),
    ApproximateNumberOfMessagesNotVisible: String(hidden),
    ...(queue.redrive && {
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: queue.redrive.arn,
        maxReceiveCount: queue.redrive.maxReceiveCount,
      }),
    }),
  };
}

/** Of a message, as receipts and Lambda's events have them. */
export const systemAttributes = (message: QueuedMessage): Record<string, string> => ({
  ApproximateReceiveCount: String(message.receiveCount),
  SentTimestamp: String(message.sentAtMs),
  SenderId: 'AIDAEXAMPLEOFALOCALRUN',
  ApproximateFirstReceiveTimestamp: String(message.firstReceivedAtMs),
});

function attributesIn({ attributes }: QueuedMessage, asked: readonly string[]) {
  const given = askedAttributes(attributes, asked);
  return Object.keys(given).length === 0
    ? {}
    : { MessageAttributes: given, MD5OfMessageAttributes: md5OfAttributes(given) };
}

const pick = (all: Record<string, string>, asked: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(all).filter(([name]) => asked.includes('All') || asked.includes(name)));

function visibilityOf({ VisibilityTimeout }: Input, otherwise?: number): number {
  const seconds = VisibilityTimeout ?? otherwise;
  const isRight =
    typeof seconds === 'number' &&
    Number.isInteger(seconds) &&
    seconds >= 0 &&
    seconds <= LONGEST_VISIBILITY_SECONDS;
  if (isRight) {
    return seconds;
  }
  throw invalidVisibility(seconds, `Must be between 0 and ${LONGEST_VISIBILITY_SECONDS}`);
}

const invalidVisibility = (seconds: unknown, reason: string): AwsError =>
  new AwsError(
    'InvalidParameterValue',
    `Value ${String(seconds)} for parameter VisibilityTimeout is invalid. Reason: ${reason}.`,
  );

function wholeNumber(
  input: Input,
  name: string,
  { from, to, otherwise }: { from: number; to: number; otherwise: number },
): number {
  const value = input[name] ?? otherwise;
  if (typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to) {
    return value;
  }
  throw new AwsError(
    'InvalidParameterValue',
    `Value ${String(value)} for parameter ${name} is invalid. Reason: Must be between ${from} and ${to}, if provided.`,
  );
}

import { describe, expect, it } from '@jest/globals';
import { queueView } from '../../../aws/sqs/queue-view.ts';
import { createQueues } from '../../../aws/sqs/queues.ts';
import { createSqs } from '../../../aws/sqs/sqs.ts';
import {
  aStack,
  DEAD_LETTERS_ARN,
  QUEUE_ARN,
  QUEUE_URL,
  queueWithDeadLetters,
} from '../../fixtures/event-stack.ts';

const HOUR_MS = 3_600_000;

async function started() {
  let nowMs = 1_795_341_600_000;
  const queues = createQueues(
    await aStack(queueWithDeadLetters({ VisibilityTimeout: 60, MessageRetentionPeriod: 86_400 })),
    () => nowMs,
  );
  const operations = createSqs(queues);
  const call = (operation: string, input: object = {}) =>
    operations[operation]?.({ QueueUrl: QUEUE_URL, ...input }, {} as never) as never;
  const receive = (input: object = {}) =>
    (call('ReceiveMessage', { AttributeNames: ['All'], ...input }) as { Messages?: Received[] }).Messages ??
    [];
  const later = (ms: number) => {
    nowMs += ms;
  };
  return { queues, call, receive, later };
}

interface Received {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: object;
  readonly Attributes: { readonly ApproximateReceiveCount: string };
}

describe('a queue', () => {
  it('hides a message from everybody else while it is worked on, and counts how often it was received', async () => {
    const { call, receive, later } = await started();
    call('SendMessage', { MessageBody: 'one' });
    expect(receive()).toMatchObject([{ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } }]);
    later(59_999);
    expect(receive()).toEqual([]);
    later(1);
    expect(receive()).toMatchObject([{ Body: 'one', Attributes: { ApproximateReceiveCount: '2' } }]);
  });

  it('forgets what is deleted, and what nobody took in time', async () => {
    const { call, receive, later, queues } = await started();
    call('SendMessage', { MessageBody: 'one' });
    call('SendMessage', { MessageBody: 'two' });
    const [{ ReceiptHandle } = { ReceiptHandle: '' }] = receive();
    call('DeleteMessage', { ReceiptHandle });
    expect(queues.byArn(QUEUE_ARN)?.counts()).toEqual({ visible: 1, hidden: 0, delayed: 0 });
    later(24 * HOUR_MS);
    expect(receive()).toEqual([]);
  });

  it('moves what was received three times to the dead-letter queue, from where it can come back', async () => {
    const { call, receive, later, queues } = await started();
    call('SendMessage', { MessageBody: 'one' });
    for (const count of ['1', '2', '3']) {
      expect(receive()).toMatchObject([{ Attributes: { ApproximateReceiveCount: count } }]);
      later(60_000);
    }
    expect(receive()).toEqual([]);
    expect(queues.byArn(DEAD_LETTERS_ARN)?.counts()).toEqual({ visible: 1, hidden: 0, delayed: 0 });
    call('StartMessageMoveTask', { SourceArn: DEAD_LETTERS_ARN });
    expect(receive()).toMatchObject([{ Body: 'one', Attributes: { ApproximateReceiveCount: '1' } }]);
  });

  it('gets a message from the dead-letter queue without being named only if it was there before', async () => {
    const { call, receive, queues } = await started();
    queues.byArn(DEAD_LETTERS_ARN)?.send('one');
    call('StartMessageMoveTask', { SourceArn: DEAD_LETTERS_ARN });
    expect(receive()).toEqual([]);
    expect(queues.byArn(DEAD_LETTERS_ARN)?.counts()).toMatchObject({ visible: 1 });
    call('StartMessageMoveTask', { SourceArn: DEAD_LETTERS_ARN, DestinationArn: QUEUE_ARN });
    expect(receive()).toMatchObject([{ Body: 'one' }]);
  });

  it('leaves a message as old as it is when it moves it to the dead-letter queue', async () => {
    const { call, receive, later, queues } = await started();
    call('SendMessage', {
      MessageBody: 'one',
      MessageAttributes: { a: { DataType: 'Number', StringValue: '1' } },
    });
    for (let count = 0; count < 3; count += 1) {
      receive();
      later(60_000);
    }
    receive();
    expect(queues.byArn(DEAD_LETTERS_ARN)?.messages()).toMatchObject([
      { sentAtMs: 1_795_341_600_000, attributes: { a: { StringValue: '1' } }, movedFrom: QUEUE_ARN },
    ]);
  });

  it('holds a message back for as long as its sender says, and does not count it as in flight', async () => {
    const { call, receive, later, queues } = await started();
    call('SendMessage', { MessageBody: 'one', DelaySeconds: 900 });
    expect(queues.byArn(QUEUE_ARN)?.counts()).toEqual({ visible: 0, hidden: 0, delayed: 1 });
    later(899_999);
    expect(receive()).toEqual([]);
    later(1);
    expect(receive()).toMatchObject([{ Body: 'one' }]);
    expect(queues.byArn(QUEUE_ARN)?.counts()).toEqual({ visible: 0, hidden: 1, delayed: 0 });
  });

  it('gives out the attributes of a message to whoever asks for them', async () => {
    const { call, receive, later } = await started();
    const MessageAttributes = {
      tries: { DataType: 'Number', StringValue: '3' },
      'order.id': { DataType: 'String', StringValue: 'a' },
    };
    expect(call('SendMessage', { MessageBody: 'one', MessageAttributes })).toMatchObject({
      MD5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    const given = (...MessageAttributeNames: string[]) => {
      later(60_000);
      return receive({ MessageAttributeNames })[0]?.MessageAttributes;
    };
    expect(given('All')).toEqual(MessageAttributes);
    expect(given('order.*')).toEqual({ 'order.id': MessageAttributes['order.id'] });
    expect(given('none')).toBeUndefined();
  });

  it('ends waits for people, and forgets in which attribute a message says that it is not due', async () => {
    const { call, receive, queues } = await started();
    const attribute = (StringValue: string) => ({ DataType: 'Number', StringValue });
    const MessageAttributes = { due: attribute('9'), tries: attribute('3') };
    call('SendMessage', { MessageBody: 'one', DelaySeconds: 900, MessageAttributes });
    queueView(queues, 'due').hurry();
    expect(receive({ MessageAttributeNames: ['All'] })).toMatchObject([
      { Body: 'one', MessageAttributes: { tries: attribute('3') } },
    ]);
    expect(queues.byArn(QUEUE_ARN)?.messages()[0]?.attributes).not.toHaveProperty('due');
  });

  it('hides a message for as long as it is told, up to 12 hours from its receipt', async () => {
    const { call, receive, later } = await started();
    call('SendMessage', { MessageBody: 'one' });
    const [{ ReceiptHandle } = { ReceiptHandle: '' }] = receive();
    call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 300 });
    later(299_999);
    expect(receive()).toEqual([]);
    expect(() => call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 43_200 })).toThrow(
      'beyond the limit [43200 seconds]',
    );
    later(1);
    expect(() => call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 5 })).toThrow(
      'not available for visibility timeout change',
    );
    expect(receive()).toHaveLength(1);
  });

  it.each([
    ['GetQueueAttributes', { QueueUrl: 'https://else' }, 'QueueDoesNotExist'],
    ['GetQueueUrl', { QueueUrl: undefined, QueueName: 'else' }, 'QueueDoesNotExist'],
    ['SendMessage', { MessageBody: '' }, 'MissingParameter'],
    ['SendMessage', { MessageBody: 'x'.repeat(1_048_577) }, 'InvalidParameterValue'],
    ['SendMessage', { MessageBody: 'x', DelaySeconds: 901 }, 'InvalidParameterValue'],
    ['SendMessage', { MessageBody: 'x', DelaySeconds: -1 }, 'InvalidParameterValue'],
    ['SendMessage', { MessageBody: 'x', DelaySeconds: 1.5 }, 'InvalidParameterValue'],
    ...[
      { 'a b': { DataType: 'String', StringValue: 'x' } },
      { 'AWS.a': { DataType: 'String', StringValue: 'x' } },
      { a: { DataType: 'Text', StringValue: 'x' } },
      { a: { DataType: 'String', StringValue: '' } },
      { a: { DataType: 'Number', StringValue: 'x' } },
      { a: { DataType: 'String', StringValue: 'x'.repeat(1_048_576) } },
      Object.fromEntries([...'abcdefghijk'].map((name) => [name, { DataType: 'String', StringValue: 'x' }])),
    ].map((MessageAttributes): [string, object, string] => [
      'SendMessage',
      { MessageBody: 'x', MessageAttributes },
      'InvalidParameterValue',
    ]),
    ['ReceiveMessage', { MaxNumberOfMessages: 11 }, 'InvalidParameterValue'],
    ['ReceiveMessage', { VisibilityTimeout: 43_201 }, 'InvalidParameterValue'],
    ['ChangeMessageVisibility', { ReceiptHandle: 'x', VisibilityTimeout: -1 }, 'InvalidParameterValue'],
    ['ChangeMessageVisibility', { ReceiptHandle: 'x', VisibilityTimeout: 1 }, 'ReceiptHandleIsInvalid'],
    ['StartMessageMoveTask', { SourceArn: 'arn:else' }, 'ResourceNotFoundException'],
    ['StartMessageMoveTask', { SourceArn: QUEUE_ARN }, 'InvalidParameterValue'],
  ])('refuses %s with %j', async (operation, input, code) => {
    const { call } = await started();
    expect(() => call(operation, input)).toThrow(expect.objectContaining({ code }));
  });

  it('tells of itself', async () => {
    const { call } = await started();
    call('SendMessage', { MessageBody: 'one' });
    expect(call('GetQueueUrl', { QueueName: 'work' })).toEqual({ QueueUrl: QUEUE_URL });
    expect(call('ListQueues')).toEqual({
      QueueUrls: ['https://sqs.eu-central-1.amazonaws.com/000000000000/dead', QUEUE_URL],
    });
    expect(call('GetQueueAttributes', { AttributeNames: ['All'] })).toEqual({
      Attributes: {
        QueueArn: QUEUE_ARN,
        VisibilityTimeout: '60',
        MessageRetentionPeriod: '86400',
        DelaySeconds: '0',
        ApproximateNumberOfMessages: '1',
        ApproximateNumberOfMessagesDelayed: '0',
        ApproximateNumberOfMessagesNotVisible: '0',
        RedrivePolicy: `{"deadLetterTargetArn":"${DEAD_LETTERS_ARN}","maxReceiveCount":3}`,
      },
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { createEventStore } from '../../../aws/eventbridge/event-store.ts';
import { createEventBridge } from '../../../aws/eventbridge/eventbridge.ts';
import { createQueues } from '../../../aws/sqs/queues.ts';
import { arnOf, aStack, QUEUE_ARN, queue, queuePolicy, rule } from '../../fixtures/event-stack.ts';

const EVENT = { Source: 'shop', DetailType: 'order.paid', Detail: '{"id":1}', EventBusName: 'orders' };

const NOW = Date.UTC(2026, 10, 22, 10);

async function started(resources: object = {}) {
  const stack = await aStack({
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
    ...resources,
  });
  const queues = createQueues(stack);
  const store = createEventStore();
  const called: [string, unknown][] = [];
  const invokeLater = (arn: string, payload: string) => void called.push([arn, JSON.parse(payload)]);
  const { operations, publish } = createEventBridge(stack, { queues, invokeLater }, store, () => NOW);
  const put = (...Entries: object[]) => operations.PutEvents?.({ Entries }, {} as never);
  return { put, publish, called, store, queues };
}

describe('PutEvents', () => {
  it('gives each event an id, and the form in which targets get it', async () => {
    const { put, store } = await started();
    expect(put({ ...EVENT, Time: 1_795_341_600.5 })).toEqual({
      FailedEntryCount: 0,
      Entries: [{ EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
    });
    expect(store.list()).toMatchObject([
      {
        version: '0',
        'detail-type': 'order.paid',
        source: 'shop',
        account: '000000000000',
        time: '2026-11-22T10:00:00Z',
        region: 'eu-central-1',
        resources: [],
        detail: { id: 1 },
        bus: 'orders',
        rules: [],
      },
    ]);
  });

  it.each([
    ['no source', { ...EVENT, Source: undefined }, 'InvalidArgument', 'Source is a required argument'],
    ['no type', { ...EVENT, DetailType: '' }, 'InvalidArgument', 'DetailType is a required argument'],
    ['no detail', { ...EVENT, Detail: undefined }, 'InvalidArgument', 'Detail is a required argument'],
    ['a detail that is no JSON', { ...EVENT, Detail: '{' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is no object', { ...EVENT, Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
    [
      'the name of AWS',
      { ...EVENT, Source: 'aws.ec2' },
      'NotAuthorizedForSourceException',
      'Not authorized for the source.',
    ],
    ['a bus that is not there', { ...EVENT, EventBusName: 'else' }, 'ResourceNotFoundException', 'else'],
  ])('refuses an entry with %s by itself, with a success around it', async (_, entry, code, message) => {
    const { put, store } = await started();
    expect(put(entry, EVENT)).toEqual({
      FailedEntryCount: 1,
      Entries: [
        { ErrorCode: code, ErrorMessage: expect.stringContaining(message) },
        { EventId: expect.any(String) },
      ],
    });
    expect(store.list()).toHaveLength(1);
  });

  it.each([
    ['no entries', [], 'greater than or equal to 1'],
    ['eleven entries', Array(11).fill(EVENT), 'less than or equal to 10'],
    [
      'more than a mebibyte',
      [{ ...EVENT, Detail: JSON.stringify({ text: 'x'.repeat(1_048_576) }) }],
      'Total size of the entries in the request is over the limit.',
    ],
  ])('refuses a call with %s as a whole', async (_, entries, message) => {
    const { put } = await started();
    expect(() => put(...entries)).toThrow(
      expect.objectContaining({ code: 'ValidationException', message: expect.stringContaining(message) }),
    );
  });
});

describe('a rule', () => {
  const wanted = { source: ['shop'], 'detail-type': ['order.paid', 'order.sent'] };
  const all = (pattern: object) => ({ Queue: queue(), Policy: queuePolicy(), Rule: rule(pattern) });

  it('sends what matches its pattern to its queue, as it is', async () => {
    const { put, store, queues } = await started(all({ ...wanted, detail: { id: ['1'] } }));
    put({ ...EVENT, Detail: '{"id":"1"}' }, { ...EVENT, Detail: '{"id":"2"}' });
    put({ ...EVENT, DetailType: 'order.lost', Detail: '{"id":"1"}' });
    put({ ...EVENT, EventBusName: 'default', Detail: '{"id":"1"}' });
    const received = queues.byArn(QUEUE_ARN)?.receive(10) ?? [];
    expect(received.map(({ body }) => JSON.parse(body).detail)).toEqual([{ id: '1' }]);
    expect(store.list().map(({ rules }) => rules.length)).toEqual([0, 0, 0, 1]);
  });

  it.each([
    ['another kind of pattern', { source: [{ prefix: 'sh' }] }, 'lists of texts only'],
    ['an empty pattern', {}, 'an event pattern is an object'],
  ])('with %s stops the start', async (_, pattern, message) => {
    await expect(started(all(pattern))).rejects.toThrow(message);
  });

  it('stops the start where the queue does not let EventBridge send to it', async () => {
    await expect(started({ Queue: queue(), Rule: rule(wanted) })).rejects.toThrow(
      'does not let EventBridge send to it',
    );
  });
});

describe("a service's event", () => {
  const bounced = {
    source: 'aws.ses',
    detailType: 'Email Bounced',
    resources: ['arn:identity'],
    detail: { mail: { tags: { set: ['mails', 'more'] } } },
  };
  const toFunction = (properties: object, permission: object = {}) => ({
    Note: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'note' } },
    Rule: {
      Type: 'AWS::Events::Rule',
      Properties: { Name: 'bounces', Targets: [{ Arn: arnOf('Note'), Id: 'Target0' }], ...properties },
    },
    Allowed: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        Principal: 'events.amazonaws.com',
        FunctionName: arnOf('Note'),
        SourceArn: arnOf('Rule'),
        ...permission,
      },
    },
  });

  it('goes by the default bus to the function of a rule, as EventBridge wraps it, and into no store', async () => {
    const EventPattern = { source: ['aws.s3', 'aws.ses'], detail: { mail: { tags: { set: ['mails'] } } } };
    const { publish, called, store } = await started(toFunction({ EventPattern }));
    publish(bounced);
    expect(called).toEqual([
      [
        'arn:aws:lambda:eu-central-1:000000000000:function:note',
        {
          version: '0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          'detail-type': 'Email Bounced',
          source: 'aws.ses',
          account: '000000000000',
          time: '2026-11-22T10:00:00Z',
          region: 'eu-central-1',
          resources: ['arn:identity'],
          detail: bounced.detail,
        },
      ],
    ]);
    expect(store.list()).toEqual([]);
  });

  it.each([
    [{ EventPattern: { source: ['aws.s3'] } }],
    [{ EventPattern: { 'detail-type': ['Email Sent'] } }],
    [{ EventPattern: { source: ['aws.ses'], detail: { mail: { tags: { set: ['other'] } } } } }],
    [{ EventPattern: { detail: { bounce: { bounceType: ['Permanent'] } } } }],
    [{ EventPattern: { source: ['aws.ses'] }, State: 'DISABLED' }],
    [{ EventPattern: { source: ['aws.ses'] }, EventBusName: { Ref: 'Bus' } }],
  ])('is nothing to a rule with %j', async (properties) => {
    const { publish, called } = await started(toFunction(properties));
    publish(bounced);
    expect(called).toEqual([]);
  });

  it.each([
    ['a schedule', toFunction({ ScheduleExpression: 'rate(1 day)' }), 'without schedule'],
    [
      'its own input',
      toFunction({
        EventPattern: { source: ['aws.ses'] },
        Targets: [{ Arn: arnOf('Note'), Id: 'a', Input: '{}' }],
      }),
      'without Input',
    ],
    [
      'a target elsewhere',
      toFunction({
        EventPattern: { source: ['aws.ses'] },
        Targets: [{ Arn: 'arn:aws:lambda:x:1:function:y', Id: 'a' }],
      }),
      'without other targets',
    ],
    [
      'a function that does not let it in',
      toFunction(
        { EventPattern: { source: ['aws.ses'] } },
        { SourceArn: 'arn:aws:events:eu-central-1:1:rule/other' },
      ),
      'does not let EventBridge send to it',
    ],
  ])('stops the start by a rule with %s', async (_, resources, message) => {
    await expect(started(resources)).rejects.toThrow(message);
  });
});

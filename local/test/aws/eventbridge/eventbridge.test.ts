import { describe, expect, it } from '@jest/globals';
import { createEventStore } from '../../../aws/eventbridge/event-store.ts';
import { createEventBridge } from '../../../aws/eventbridge/eventbridge.ts';
import { createQueues } from '../../../aws/sqs/queues.ts';
import { aStack, QUEUE_ARN, queue, queuePolicy, rule } from '../../fixtures/event-stack.ts';

const EVENT = { Source: 'shop', DetailType: 'order.paid', Detail: '{"id":1}', EventBusName: 'orders' };

async function started(resources: object = {}) {
  const stack = await aStack({
    Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'orders' } },
    ...resources,
  });
  const queues = createQueues(stack);
  const store = createEventStore();
  const { PutEvents } = createEventBridge(stack, queues, store);
  const put = (...Entries: object[]) => PutEvents?.({ Entries }, {} as never);
  return { put, store, queues };
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
      'does not let EventBridge send messages',
    );
  });
});

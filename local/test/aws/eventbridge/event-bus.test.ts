import { describe, expect, it } from '@jest/globals';
import { createEventBus, UnsupportedRuleError } from '../../../aws/eventbridge/event-bus.ts';
import { fakeStack } from '../../http/fake-stack.ts';

const TARGET = { Arn: 'arn:function', Id: 'one' };
const rule = (properties: object) =>
  fakeStack({ Rule: ['AWS::Events::Rule', { Targets: [TARGET], ...properties }] });
const EVENT = {
  source: 'aws.ses',
  detailType: 'Email Bounced',
  resources: ['arn:identity'],
  detail: { mail: { tags: { set: ['mails', 'more'] } } },
};

/** Which function was called, and with what, when the event was put. */
async function calls(properties: object, invoke: () => Promise<boolean> = async () => true) {
  const made: [string, unknown][] = [];
  const bus = createEventBus(
    rule(properties),
    (arn, payload) => {
      made.push([arn, JSON.parse(payload)]);
      return invoke();
    },
    () => Date.UTC(2026, 10, 22, 10),
  );
  await bus.put(EVENT);
  return made;
}

describe('a rule', () => {
  it('hands an event that it matches to its targets, as EventBridge wraps it', async () => {
    const EventPattern = { source: ['aws.s3', 'aws.ses'], detail: { mail: { tags: { set: ['mails'] } } } };
    expect(await calls({ EventPattern })).toEqual([
      [
        'arn:function',
        {
          version: '0',
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          'detail-type': 'Email Bounced',
          source: 'aws.ses',
          account: '000000000000',
          time: '2026-11-22T10:00:00Z',
          region: 'eu-central-1',
          resources: ['arn:identity'],
          detail: EVENT.detail,
        },
      ],
    ]);
  });

  it.each([
    [{ source: ['aws.s3'] }],
    [{ 'detail-type': ['Email Sent'] }],
    [{ source: ['aws.ses'], detail: { mail: { tags: { set: ['other'] } } } }],
    [{ detail: { bounce: { bounceType: ['Permanent'] } } }],
  ])('leaves what does not match %j', async (EventPattern) => {
    expect(await calls({ EventPattern })).toEqual([]);
  });

  it('that is disabled hands on nothing', async () => {
    expect(await calls({ EventPattern: { source: ['aws.ses'] }, State: 'DISABLED' })).toEqual([]);
  });

  it('has a function that fails tried twice more, and then gives up', async () => {
    const EventPattern = { source: ['aws.ses'] };
    expect(await calls({ EventPattern }, async () => false)).toHaveLength(3);
    expect(await calls({ EventPattern }, () => Promise.reject(new Error('down')))).toHaveLength(3);
  });

  it.each([
    ['a schedule', { ScheduleExpression: 'rate(1 day)' }],
    ['another bus', { EventPattern: {}, EventBusName: 'own' }],
    ['a filter', { EventPattern: { source: [{ prefix: 'aws.' }] } }],
    ['an input of its own', { EventPattern: {}, Targets: [{ ...TARGET, Input: '{}' }] }],
  ])('is refused with %s, by its name', (_, properties) => {
    expect(() => createEventBus(rule(properties), async () => true)).toThrow(UnsupportedRuleError);
    expect(() => createEventBus(rule(properties), async () => true)).toThrow(/Test\/Rule/);
  });
});

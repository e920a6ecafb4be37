import { describe, expect, it } from '@jest/globals';
import type { DescribedAlarm } from '../../../../aws/cloudwatch/alarms/describe-alarms.ts';
import { createDescribeAlarms } from '../../../../aws/cloudwatch/alarms/describe-alarms.ts';

const anAlarm = (name: string, more: Partial<DescribedAlarm> = {}): DescribedAlarm => ({
  ...{ kind: 'metric', name, state: 'OK', sinceMs: 1_500, reason: 'quiet' },
  arn: `arn:aws:cloudwatch:eu-central-1:000000000000:alarm:${name}`,
  properties: { AlarmName: name, Threshold: 3, Tags: [{ Key: 'k', Value: 'v' }] },
  ...more,
});
const ALARMS = [
  anAlarm('courier-b', { state: 'ALARM' }),
  anAlarm('courier-a'),
  anAlarm('another'),
  anAlarm('courier-all', { kind: 'composite' }),
];

const ask = (input: object, alarms = ALARMS) =>
  createDescribeAlarms(() => alarms).DescribeAlarms?.(input as never, {} as never) as {
    MetricAlarms: { AlarmName: string }[];
    CompositeAlarms: { AlarmName: string }[];
    NextToken?: string;
  };
const names = (input: object) => ask(input).MetricAlarms.map(({ AlarmName }) => AlarmName);

describe('DescribeAlarms', () => {
  it('returns an alarm as it was created, with its state', () => {
    expect(ask({ AlarmNames: ['courier-b'] }).MetricAlarms).toEqual([
      {
        AlarmName: 'courier-b',
        AlarmArn: 'arn:aws:cloudwatch:eu-central-1:000000000000:alarm:courier-b',
        ...{ Threshold: 3, StateValue: 'ALARM', StateReason: 'quiet' },
        ...{ StateUpdatedTimestamp: 1.5, StateTransitionedTimestamp: 1.5 },
      },
    ]);
  });

  it('selects by names, by how they begin, and by state; a name that does not exist is left out', () => {
    expect(names({})).toEqual(['another', 'courier-a', 'courier-b']);
    expect(names({ AlarmNames: ['courier-a', 'nothing'] })).toEqual(['courier-a']);
    expect(names({ AlarmNamePrefix: 'courier-' })).toEqual(['courier-a', 'courier-b']);
    expect(names({ StateValue: 'ALARM' })).toEqual(['courier-b']);
  });

  it('returns composite alarms only if they are asked for', () => {
    expect(ask({}).CompositeAlarms).toEqual([]);
    const { MetricAlarms, CompositeAlarms } = ask({ AlarmTypes: ['CompositeAlarm'] });
    expect([MetricAlarms, CompositeAlarms]).toMatchObject([[], [{ AlarmName: 'courier-all' }]]);
  });

  it('returns 50 at a time, or as many as are asked for', () => {
    const many = Array.from({ length: 60 }, (_, index) => anAlarm(`a${String(index).padStart(2, '0')}`));
    const first = ask({}, many);
    expect([first.MetricAlarms.length, first.NextToken]).toEqual([50, '50']);
    expect(ask({ NextToken: first.NextToken }, many)).toMatchObject({ MetricAlarms: Array(10).fill({}) });
    expect(ask({ MaxRecords: 100 }, many)).not.toHaveProperty('NextToken');
  });

  it.each([
    ['names and a prefix', { AlarmNames: ['a'], AlarmNamePrefix: 'a' }, 'ValidationException'],
    ['more than 100 names', { AlarmNames: Array(101).fill('a') }, 'ValidationException'],
    ['more than 100 records', { MaxRecords: 101 }, 'ValidationException'],
    ['another state', { StateValue: 'RED' }, 'ValidationException'],
    ['another type', { AlarmTypes: ['Metric'] }, 'ValidationException'],
    ['a token that it did not give', { NextToken: '9' }, 'InvalidNextToken'],
    ['what is not supported here', { ChildrenOfAlarmName: 'courier-all' }, 'ValidationException'],
  ])('refuses %s', (_, input, code) => {
    expect(() => ask(input)).toThrow(expect.objectContaining({ code }));
  });
});

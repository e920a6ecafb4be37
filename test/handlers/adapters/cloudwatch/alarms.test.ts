import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudWatchAlarms } from '../../../../handlers/adapters/cloudwatch/alarms.ts';
import { notReached, serviceError } from '../service-errors.ts';

const cloudWatch = mockClient(CloudWatchClient);
let unreadable: unknown[] = [];
const reader = cloudWatchAlarms(new CloudWatchClient({}), 'courier-', (error) => unreadable.push(error));
beforeEach(() => {
  cloudWatch.reset();
  unreadable = [];
});

describe('alarms', () => {
  it('are asked for by name, without composite ones, and told without the name of the stack', async () => {
    cloudWatch.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        {
          ...{
            AlarmName: 'courier-delivery-slow',
            AlarmDescription: 'Codes take long.',
            StateValue: 'ALARM',
          },
          ...{ StateReason: 'Threshold Crossed', StateUpdatedTimestamp: new Date(2_000) },
          StateTransitionedTimestamp: new Date(1_000),
        },
        { AlarmName: 'courier-canary-failing', StateValue: 'INSUFFICIENT_DATA' },
      ],
    });
    expect(await reader.read(['delivery-slow', 'canary-failing'])).toEqual([
      {
        ...{ name: 'delivery-slow', state: 'alarm', sinceMs: 1_000 },
        ...{ reason: 'Threshold Crossed', description: 'Codes take long.' },
      },
      { name: 'canary-failing', state: 'insufficient_data', sinceMs: 0, reason: '', description: '' },
    ]);
    expect(cloudWatch.call(0).args[0].input).toEqual({
      AlarmNames: ['courier-delivery-slow', 'courier-canary-failing'],
      AlarmTypes: ['MetricAlarm'],
      MaxRecords: 100,
    });
  });

  it.each([
    ['is throttled', serviceError('ThrottlingException', 400)],
    ['cannot be reached', notReached('ECONNREFUSED')],
    ['refuses it to an older permissions boundary', serviceError('AccessDenied', 403)],
  ])('are unknown when CloudWatch %s', async (_, error) => {
    cloudWatch.on(DescribeAlarmsCommand).rejects(error);
    expect(await reader.read(['delivery-slow'])).toBeUndefined();
    expect(unreadable).toEqual([error]);
  });

  it('rethrow what is a mistake of ours', async () => {
    cloudWatch.on(DescribeAlarmsCommand).rejects(serviceError('ValidationException', 400));
    await expect(reader.read(['delivery-slow'])).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(reader.read(Array(101).fill('x'))).rejects.toThrow(RangeError);
  });
});

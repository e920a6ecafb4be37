import { describe, expect, it } from '@jest/globals';
import { createAlarms } from '../../../../aws/cloudwatch/alarms/alarms.ts';
import type { Sample } from '../../../../aws/cloudwatch/metric-store.ts';
import type { Stack } from '../../../../cloudformation/load-stack.ts';
import { loadStack } from '../../../../cloudformation/load-stack.ts';
import { STACK_NAME, writeCdkOut } from '../../../fixtures/cdk-out.ts';

const NOON_MS = Date.UTC(2026, 10, 22, 12);
const MINUTE_MS = 60_000;
const TOPIC = 'arn:aws:sns:eu-central-1:000000000000:alarms';
const allow = (Action: unknown, more: object = {}) => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action,
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:eu-central-1:000000000000:alarm:my-*' } },
      ...more,
    },
  ],
});
const KEY = {
  Type: 'AWS::KMS::Key',
  Properties: { KeyPolicy: allow(['kms:Decrypt', 'kms:GenerateDataKey*']) },
};
const TOPICS = {
  Key: KEY,
  Topic: {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: 'alarms', KmsMasterKeyId: { 'Fn::GetAtt': ['Key', 'Arn'] } },
  },
  Policy: {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: { Topics: [{ Ref: 'Topic' }], PolicyDocument: allow('sns:Publish') },
  },
};
const failures = (more: object = {}) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: 'my-failures',
    AlarmDescription: 'Things fail.',
    Namespace: 'Mine',
    MetricName: 'Failures',
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    Threshold: 3,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [{ Ref: 'Topic' }],
    ...more,
  },
});
const COMPOSITE = {
  Type: 'AWS::CloudWatch::CompositeAlarm',
  Properties: {
    AlarmName: 'my-all',
    AlarmRule: { 'Fn::Join': ['', ['ALARM("', { 'Fn::GetAtt': ['Failures', 'Arn'] }, '")']] },
    AlarmActions: [{ Ref: 'Topic' }],
    OKActions: [{ Ref: 'Topic' }],
  },
};

async function stackOf(resources: object): Promise<Stack> {
  const { folder, remove } = await writeCdkOut({ Resources: { ...TOPICS, ...resources } });
  try {
    return await loadStack(folder, STACK_NAME);
  } finally {
    await remove();
  }
}

/** Alarms over the samples of one metric, and the subjects of what they published. */
async function alarmsOver(resources: object, samples: readonly Sample[]) {
  const published: string[] = [];
  const alarms = createAlarms(await stackOf(resources), {
    samplesOf: ({ name }) => (name === 'Failures' ? samples : []),
    measure: () => undefined,
    publish: (topicArn, { subject }) => published.push(`${topicArn === TOPIC} ${subject}`),
    now: () => NOON_MS,
  });
  return { ...alarms, published };
}

const at = (minute: number, value = 1): Sample => ({ atMs: NOON_MS + minute * MINUTE_MS, value });

describe('alarms', () => {
  it('look at the window that ends with each minute, and tell of changes only', async () => {
    const resources = { Failures: failures(), All: COMPOSITE };
    const { evaluate, list, published } = await alarmsOver(resources, [at(1.5), at(2.5), at(3.5)]);
    expect(list().map(({ state }) => state)).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
    const states = [3, 4, 5, 6, 7].map((minute) => {
      evaluate(NOON_MS + minute * MINUTE_MS);
      return list().map(({ name, state }) => `${name} ${state}`);
    });
    expect(states).toEqual([
      ['my-failures OK', 'my-all OK'],
      ['my-failures ALARM', 'my-all ALARM'],
      ['my-failures ALARM', 'my-all ALARM'],
      ['my-failures ALARM', 'my-all ALARM'],
      ['my-failures OK', 'my-all OK'],
    ]);
    expect(published).toEqual([
      'true OK: "my-all" in eu-central-1',
      'true ALARM: "my-failures" in eu-central-1',
      'true ALARM: "my-all" in eu-central-1',
      'true OK: "my-all" in eu-central-1',
    ]);
  });

  it('stay raised after the last data for as long as it is in the range that is read', async () => {
    const { evaluate, list } = await alarmsOver({ Failures: failures() }, [at(1, 9)]);
    const raised = Array.from({ length: 20 }, (_, minute) => {
      evaluate(NOON_MS + minute * MINUTE_MS);
      return list()[0]?.state === 'ALARM';
    });
    // Five minutes, and two more periods, because no newer data point exists.
    expect([raised.indexOf(true), raised.lastIndexOf(true)]).toEqual([2, 16]);
  });

  it('on DynamoDB keep their state while data is missing, whatever they say', async () => {
    const { evaluate, list } = await alarmsOver({ Failures: failures({ Namespace: 'AWS/DynamoDB' }) }, [
      at(1, 9),
    ]);
    for (let minute = 2; minute < 60; minute += 1) {
      evaluate(NOON_MS + minute * MINUTE_MS);
    }
    expect(list()[0]?.state).toBe('ALARM');
  });

  it('say what they read', async () => {
    const { evaluate, list } = await alarmsOver({ Failures: failures() }, [at(1, 7)]);
    evaluate(NOON_MS + 5 * MINUTE_MS);
    expect(list()).toEqual([
      {
        name: 'my-failures',
        state: 'ALARM',
        since: '2026-11-22T12:05:00.000Z',
        reason: 'Failures is [7], oldest first; the alarm is at GreaterThanOrEqualToThreshold 3.',
        description: 'Things fail.',
        watches: 'Failures',
      },
    ]);
  });
});

describe('the start is refused for', () => {
  const query = (index: number) => ({
    Id: `m${index}`,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Mine', MetricName: `M${index}` }, Period: 60, Stat: 'Sum' },
  });
  const math = (Expression: string, metrics: number) => ({
    ...failures(),
    Properties: {
      AlarmName: 'my-math',
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Metrics: [{ Id: 'e', Expression }, ...Array.from({ length: metrics }, (_, index) => query(index))],
    },
  });

  it.each<[string, object, string]>([
    ['eleven metrics', { Failures: math('m0 + m1', 11) }, 'at most 10 metrics, not 11'],
    ['a metric that is not there', { Failures: math('m0 + m7', 2) }, 'names m7'],
    [
      'a quota that is not known',
      { Failures: math('m0 / SERVICE_QUOTA(m0)', 1) },
      'knows no quota of Mine M0',
    ],
    ['anomalies', { Failures: failures({ ThresholdMetricId: 'ad1' }) }, 'no alarms with ThresholdMetricId'],
    ['more than a day', { Failures: failures({ EvaluationPeriods: 300 }) }, 'over more than a day'],
    [
      'four of three',
      { Failures: failures({ EvaluationPeriods: 3, DatapointsToAlarm: 4 }) },
      'DatapointsToAlarm',
    ],
    ['ten seconds', { Failures: failures({ Period: 10 }) }, 'a multiple of 60 seconds'],
    ['another statistic', { Failures: failures({ Statistic: 'TM(10%:90%)' }) }, 'TM(10%:90%)'],
    [
      'a rule of a stranger',
      { All: { ...COMPOSITE, Properties: { AlarmName: 'a', AlarmRule: 'OK(b)' } } },
      'names b',
    ],
    [
      'a topic that CloudWatch may not publish to',
      { Failures: failures({ AlarmName: 'your-failures' }) },
      'its policy does not let CloudWatch publish for',
    ],
    [
      'a key that CloudWatch may not use',
      {
        Failures: failures(),
        Key: { ...KEY, Properties: { KeyPolicy: allow(['kms:Decrypt', 'kms:GenerateDataKey']) } },
      },
      'its policy does not let CloudWatch publish to',
    ],
  ])('%s', async (_, resources, why) => {
    await expect(alarmsOver(resources, [])).rejects.toThrow(why);
  });
});

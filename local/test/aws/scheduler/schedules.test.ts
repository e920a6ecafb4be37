import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createSchedules } from '../../../aws/scheduler/schedules.ts';
import { arnOf, aStack } from '../../fixtures/event-stack.ts';

const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:work';
const TRUST = [
  { Effect: 'Allow', Principal: { Service: 'scheduler.amazonaws.com' }, Action: 'sts:AssumeRole' },
];
const MAY_CALL = [{ Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: arnOf('Function') }];

function resources({
  schedule = {},
  target = {},
  trust = TRUST as object[],
  statements = MAY_CALL as object[],
} = {}) {
  return {
    Function: {
      Type: 'AWS::Lambda::Function',
      Properties: { FunctionName: 'work', Runtime: 'nodejs24.x', Handler: 'index.handler' },
    },
    Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: trust } } },
    Policy: {
      Type: 'AWS::IAM::Policy',
      Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: { Statement: statements } },
    },
    Schedule: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: 'often',
        ScheduleExpression: 'rate(5 minutes)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: arnOf('Function'), RoleArn: arnOf('Role'), Input: '{"a":1}', ...target },
        ...schedule,
      },
    },
  };
}

async function created(given: Parameters<typeof resources>[0] = {}) {
  const calls: [string, string][] = [];
  const schedules = createSchedules(await aStack(resources(given)), (...call) => void calls.push(call));
  return { schedules, calls };
}

describe('a schedule', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('calls its function at once when the clock starts, and then at its rate until it stops', async () => {
    const { schedules, calls } = await created();
    expect(calls).toEqual([]);
    schedules.start();
    expect(calls).toEqual([[FUNCTION_ARN, '{"a":1}']]);
    jest.advanceTimersByTime(299_999);
    expect(calls).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(calls).toHaveLength(2);
    jest.advanceTimersByTime(600_000);
    expect(calls).toHaveLength(4);
    schedules.stop();
    jest.advanceTimersByTime(600_000);
    expect(calls).toHaveLength(4);
  });

  it.each([
    ['rate(1 minute)', 60_000],
    ['rate(10 minutes)', 600_000],
    ['rate(1 hour)', 3_600_000],
    ['rate(2 days)', 172_800_000],
  ])('understands %s', async (ScheduleExpression, everyMs) => {
    const { schedules, calls } = await created({ schedule: { ScheduleExpression } });
    schedules.start();
    jest.advanceTimersByTime(everyMs - 1);
    expect(calls).toHaveLength(1);
    jest.advanceTimersByTime(1);
    expect(calls).toHaveLength(2);
    schedules.stop();
  });

  it('runs when it is told to, also one that is disabled, which never runs by itself', async () => {
    const { schedules, calls } = await created({ schedule: { State: 'DISABLED' } });
    schedules.start();
    jest.advanceTimersByTime(600_000);
    expect(calls).toEqual([]);
    expect(schedules.list()).toEqual([
      { name: 'often', expression: 'rate(5 minutes)', calls: 'Function', state: 'DISABLED' },
    ]);
    expect([schedules.run('never'), calls]).toEqual([false, []]);
    expect([schedules.run('often'), calls]).toEqual([true, [[FUNCTION_ARN, '{"a":1}']]]);
  });
});

describe('the start is refused', () => {
  it.each([
    ['a unit in the singular', { schedule: { ScheduleExpression: 'rate(5 minute)' } }, 'not rate(5 minute)'],
    [
      'one of a unit in the plural',
      { schedule: { ScheduleExpression: 'rate(1 minutes)' } },
      'not rate(1 minutes)',
    ],
    ['no time between runs', { schedule: { ScheduleExpression: 'rate(0 minutes)' } }, 'not rate(0 minutes)'],
    ['a cron expression', { schedule: { ScheduleExpression: 'cron(0 1 * * ? *)' } }, 'not cron'],
    ['a start date', { schedule: { StartDate: '2026-12-01T00:00:00Z' } }, 'without StartDate'],
    ['a flexible time', { schedule: { FlexibleTimeWindow: { Mode: 'FLEXIBLE' } } }, 'FlexibleTimeWindow OFF'],
    ['a dead-letter queue', { target: { DeadLetterConfig: {} } }, 'without DeadLetterConfig'],
    [
      'no function of the stack',
      { target: { Arn: 'arn:aws:sqs:eu-central-1:000000000000:q' } },
      'functions of the stack',
    ],
    ['no JSON for it', { target: { Input: 'x' } }, 'must be JSON'],
    [
      'a role that trusts another service',
      { trust: [{ ...TRUST[0], Principal: { Service: 'events.amazonaws.com' } }] },
      'to assume the role',
    ],
    [
      'a role that may not call the function',
      { statements: [{ ...MAY_CALL[0], Resource: 'arn:aws:lambda:x' }] },
      'does not allow lambda:InvokeFunction',
    ],
  ])('for %s', async (_, given, message) => {
    await expect(created(given)).rejects.toThrow(message);
  });
});

import type { FilterLogEventsCommandInput, GetLogEventsCommandInput } from '@aws-sdk/client-cloudwatch-logs';
import {
  CloudWatchLogsClient,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { functionResource, TABLE_RESOURCE } from '../../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

const GREET = "exports.handler = async ({ name }) => 'Hello, ' + name;";
const GREET_ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:Sample-Greet';
const CATCH = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Sorry' }];
const RETRY = [{ ErrorEquals: ['Lambda.Unknown'], IntervalSeconds: 1, MaxDelaySeconds: 1, MaxAttempts: 1 }];

const machine = (level: string, logGroup: string) => ({
  Type: 'AWS::StepFunctions::StateMachine',
  Properties: {
    StateMachineType: 'EXPRESS',
    DefinitionString: JSON.stringify({
      StartAt: 'Greet',
      States: {
        Greet: {
          Type: 'Task',
          Resource: GREET_ARN,
          ResultPath: null,
          Retry: RETRY,
          Catch: CATCH,
          Next: 'Put',
        },
        Put: {
          Type: 'Task',
          Resource: 'arn:aws:states:::dynamodb:putItem',
          Parameters: { TableName: 'things', Item: { id: { 'S.$': '$.name' } } },
          ResultPath: null,
          Next: 'Well?',
        },
        'Well?': {
          Type: 'Choice',
          Choices: [{ Variable: '$.name', StringEquals: 'nobody', Next: 'Bad' }],
          Default: 'Good',
        },
        Sorry: { Type: 'Pass', Next: 'Bad' },
        Good: { Type: 'Pass', End: true },
        Bad: { Type: 'Fail', Error: 'TooBad', Cause: 'premjeet' },
      },
    }),
    LoggingConfiguration: {
      Level: level,
      Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [logGroup, 'Arn'] } } }],
    },
    RoleArn: 'arn:aws:iam::000000000000:role/machine',
  },
});
const group = (name: string) => ({ Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name } });

let aws: LocalEndpoint;
let logs: CloudWatchLogsClient;
let sfn: SFNClient;

beforeAll(async () => {
  aws = await startLocalEndpoint(
    {
      Things: TABLE_RESOURCE,
      Greet: functionResource('greet', { Timeout: 1 }),
      Written: group('/written'),
      Other: group('/other'),
      Audit: group('/audit'),
      Stream: {
        Type: 'AWS::Logs::LogStream',
        Properties: { LogGroupName: { Ref: 'Audit' }, LogStreamName: 'audit' },
      },
      Logged: machine('ALL', 'Written'),
      Unlogged: machine('ERROR', 'Other'),
    },
    { greet: { 'index.js': GREET } },
  );
  logs = new CloudWatchLogsClient(aws.client);
  sfn = new SFNClient(aws.client);
});
afterEach(() => aws.faults.clear());
afterAll(() => aws.close());

async function run(logicalId: string, name: string): Promise<string> {
  const stateMachineArn = `arn:aws:states:eu-central-1:000000000000:stateMachine:Sample-${logicalId}`;
  const input = JSON.stringify({ name });
  const { executionArn } = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input }));
  return String(executionArn);
}

const search = (input: Partial<FilterLogEventsCommandInput>) =>
  logs.send(new FilterLogEventsCommand({ logGroupName: '/written', ...input }));

async function historyOf(executionArn: string): Promise<Record<string, unknown>[]> {
  const { events = [] } = await search({ filterPattern: `{ $.execution_arn = "${executionArn}" }` });
  return events.map(({ message }) => JSON.parse(message ?? ''));
}

const typesOf = (history: Record<string, unknown>[]) => history.map(({ type }) => type);

describe("a state machine's log", () => {
  it('has the events of an execution as Step Functions writes them', async () => {
    const executionArn = await run('Logged', 'Ada');
    const history = await historyOf(executionArn);
    expect(typesOf(history)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
      'TaskStateExited',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSucceeded',
      'TaskStateExited',
      'ChoiceStateEntered',
      'ChoiceStateExited',
      'PassStateEntered',
      'PassStateExited',
      'ExecutionSucceeded',
    ]);
    expect(history[1]).toEqual({
      id: '2',
      type: 'TaskStateEntered',
      details: { name: 'Greet' },
      previous_event_id: '1',
      event_timestamp: expect.stringMatching(/^\d{13}$/),
      execution_arn: executionArn,
      redrive_count: '0',
    });
    expect(history[0]?.details).toEqual({ roleArn: expect.any(String) });
    expect(history[7]?.details).toEqual({
      resourceType: 'dynamodb',
      resource: 'putItem',
      region: 'eu-central-1',
    });
  });

  it('has a second attempt after a failed one', async () => {
    aws.faults.add({ service: 'lambda', function: 'greet', error: 'crash', times: 1 });
    expect(typesOf(await historyOf(await run('Logged', 'Ada'))).slice(1, 8)).toEqual([
      'TaskStateEntered',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionFailed',
      'LambdaFunctionScheduled',
      'LambdaFunctionStarted',
      'LambdaFunctionSucceeded',
    ]);
  });

  it('has a failure, the exit of the state that caught it, and the end, without causes', async () => {
    aws.faults.add({ service: 'lambda', function: 'greet', error: 'DeliveryRefused', times: 1 });
    const history = await historyOf(await run('Logged', 'Ada'));
    expect(history.slice(4).map(({ type, details }) => [type, details])).toEqual([
      ['LambdaFunctionFailed', { error: 'DeliveryRefused' }],
      ['TaskStateExited', { name: 'Greet' }],
      ['PassStateEntered', { name: 'Sorry' }],
      ['PassStateExited', { name: 'Sorry' }],
      ['FailStateEntered', { name: 'Bad' }],
      ['ExecutionFailed', { error: 'TooBad' }],
    ]);
    expect(JSON.stringify(history)).not.toMatch(/premjeet|Ada/);
  });

  it('takes no times before 1970', async () => {
    for (const times of [{ startTime: -1 }, { endTime: -1 }]) {
      await expect(search(times)).rejects.toMatchObject({
        name: 'InvalidParameterException',
        message: expect.stringContaining('greater than or equal to 0'),
      });
    }
  });

  it('is returned in pages and within a time range', async () => {
    const executionArn = await run('Logged', 'Ada');
    const filterPattern = `{ $.execution_arn = "${executionArn}" }`;
    const first = await search({ filterPattern, limit: 10 });
    const rest = await search({ filterPattern, limit: 10, nextToken: first.nextToken });
    expect([first.events?.length, rest.events?.length, rest.nextToken]).toEqual([10, 6, undefined]);
    const last = rest.events?.at(-1)?.timestamp ?? 0;
    expect((await search({ filterPattern, startTime: last + 1 })).events).toEqual([]);
    expect((await search({ filterPattern, endTime: last })).events).toHaveLength(16);
  });

  it('is returned newest first on request, and events that come in between shift nothing', async () => {
    const executionArn = await run('Logged', 'Ada');
    const newest = {
      filterPattern: '{ ($.type = "Execution*") && ($.type = "*ed") }',
      startTime: Date.now() - 60_000,
      startFromHead: false,
    };
    const first = await search({ ...newest, limit: 1 });
    await run('Logged', 'Bea');
    // The direction is the token's.
    const second = await search({ ...newest, startFromHead: true, limit: 1, nextToken: first.nextToken });
    const typeIn = ({ events = [] }: typeof first) => {
      const { type, execution_arn } = JSON.parse(events[0]?.message ?? '{}');
      return [type, execution_arn];
    };
    expect([typeIn(first), typeIn(second)]).toEqual([
      ['ExecutionSucceeded', executionArn],
      ['ExecutionStarted', executionArn],
    ]);
    await expect(search({ startFromHead: false })).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  it('is empty for a machine that does not log everything', async () => {
    await run('Unlogged', 'Ada');
    expect((await search({ logGroupName: '/other' })).events).toEqual([]);
  });

  it('cannot be read with an unknown group, another pattern, a bad limit or token', async () => {
    await expect(search({ logGroupName: '/nothing' })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    const tooLong = `{ $.type = "${'x'.repeat(1_012)}" }`;
    const invalid = [
      ...[{ filterPattern: 'ERROR' }, { filterPattern: '{ ($.type = "x" }' }, { filterPattern: tooLong }],
      ...[{ limit: 0 }, { nextToken: 'x' }, { nextToken: Buffer.from('5').toString('base64') }],
    ];
    for (const input of invalid) {
      await expect(search(input)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('fails with the error of a fault', async () => {
    aws.faults.add({ service: 'logs', operation: 'FilterLogEvents', error: 'ThrottlingException', times: 1 });
    await expect(search({})).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

describe('a log stream of the template', () => {
  const AUDIT = { logGroupName: '/audit', logStreamName: 'audit' };
  const begin = Date.now();
  const put = (...events: [message: string, offsetMs: number][]) =>
    logs.send(
      new PutLogEventsCommand({
        ...AUDIT,
        logEvents: events.map(([message, offset]) => ({ message, timestamp: begin + offset })),
      }),
    );
  const read = (input: Partial<GetLogEventsCommandInput> = {}) =>
    logs.send(new GetLogEventsCommand({ ...AUDIT, ...input }));
  const messagesOf = ({ events = [] }: Awaited<ReturnType<typeof read>>) =>
    events.map(({ message }) => message);

  it('is read backwards, page by page, until the same token is returned', async () => {
    await put(['a', 1], ['b', 2]);
    await put(['d', 4]);
    await put(['c', 3]);
    const last = await read({ limit: 3 });
    expect(messagesOf(last)).toEqual(['b', 'c', 'd']);
    await put(['e', 5]);
    const before = await read({ limit: 3, nextToken: last.nextBackwardToken });
    expect(messagesOf(before)).toEqual(['a']);
    const end = await read({ limit: 3, nextToken: before.nextBackwardToken });
    expect([messagesOf(end), end.nextBackwardToken]).toEqual([[], before.nextBackwardToken]);
    const newer = await read({ nextToken: last.nextForwardToken, startFromHead: true });
    expect(messagesOf(newer)).toEqual(['e']);
    expect(messagesOf(await read({ startFromHead: true, limit: 1 }))).toEqual(['a']);
    // endTime is exclusive.
    expect(messagesOf(await read({ startTime: begin + 2, endTime: begin + 4 }))).toEqual(['b', 'c']);
    const { events } = await search({ logGroupName: '/audit' });
    expect(events?.map(({ message }) => message)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('rejects events that are too old or too new, and reports which', async () => {
    const DAY = 86_400_000;
    const { rejectedLogEventsInfo } = await put(['old', -15 * DAY], ['now', 10], ['new', DAY]);
    expect(rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 2 });
    expect(messagesOf(await read({ limit: 1 }))).toEqual(['now']);
    expect(await put(['fine', 11])).not.toHaveProperty('rejectedLogEventsInfo');
  });

  it.each([
    ['events out of order', () => put(['b', 2], ['a', 1])],
    ['no events', () => put()],
    ['too much at once', () => put(['x'.repeat(1_048_576), 1])],
    ['a made-up token', () => read({ nextToken: 'b/1/s' })],
    ['a forward token from the end', () => read({ nextToken: `f/${'1'.repeat(56)}/s` })],
  ])('refuses %s', async (_, call) => {
    await expect(call()).rejects.toThrow(expect.objectContaining({ name: 'InvalidParameterException' }));
  });

  it.each([
    [{ logStreamName: 'another' }, 'The specified log stream does not exist.'],
    [{ logGroupName: '/other' }, 'The specified log stream does not exist.'],
    [{ logGroupName: '/nowhere' }, 'The specified log group does not exist.'],
  ])('is found by its group and name, and is not created by a write: %j', async (place, message) => {
    const command = { ...AUDIT, ...place, logEvents: [{ message: 'a', timestamp: begin }] };
    await expect(logs.send(new PutLogEventsCommand(command))).rejects.toThrow(message);
    await expect(read(place)).rejects.toThrow(message);
  });
});

import { DescribeStateMachineCommand, SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { UnsupportedStateMachineError } from '../../../aws/step-functions/asl-support.ts';
import { functionResource, TABLE_RESOURCE } from '../../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

const GREET = `exports.handler = async ({ name, size }) => {
  if (name === 'nobody') throw Object.assign(new Error('who?'), { name: 'NoName' });
  if (name === 'large') return { greeting: 'x'.repeat(262_144 - '{"greeting":""}'.length + (size ?? 0)) };
  return { greeting: 'Hello, ' + name };
};`;
const GREET_ARN = 'arn:aws:lambda:eu-central-1:000000000000:function:Sample-Greet';

/** A machine resource with the state `Work`; if that has a Catch, the state `Sorry` handles it. */
function machine(work: object, settings: object = {}): object {
  const Sorry = { Type: 'Pass', Parameters: { 'sorry.$': '$.failure.Error' }, End: true };
  const States = { Work: { Type: 'Task', End: true, ...work }, ...('Catch' in work ? { Sorry } : {}) };
  return {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: {
      StateMachineType: 'EXPRESS',
      DefinitionString: JSON.stringify({ StartAt: 'Work', States, ...settings }),
      RoleArn: 'arn:aws:iam::000000000000:role/machine',
    },
  };
}

const RETRY = [
  { ErrorEquals: ['NoName', 'Lambda.Unknown'], IntervalSeconds: 1, MaxDelaySeconds: 1, MaxAttempts: 1 },
];
const CATCH = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Sorry' }];
const PUT = {
  Resource: 'arn:aws:states:::dynamodb:putItem',
  Parameters: {
    TableName: 'things',
    Item: { id: { 'S.$': '$.name' }, execution: { 'S.$': '$$.Execution.Id' } },
    ConditionExpression: 'attribute_not_exists(id)',
  },
  ResultPath: null,
};

let aws: LocalEndpoint;
let sfn: SFNClient;

beforeAll(async () => {
  aws = await startLocalEndpoint(
    {
      Things: TABLE_RESOURCE,
      Greet: functionResource('greet', { Timeout: 1 }),
      Greeting: machine({ Resource: GREET_ARN, ResultPath: '$' }),
      Invoking: machine({
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: GREET_ARN, 'Payload.$': '$' },
        ResultSelector: { 'code.$': '$.StatusCode', 'said.$': '$.Payload.greeting' },
        ResultPath: '$.result',
        OutputPath: '$.result',
      }),
      Retrying: machine({ Resource: GREET_ARN, Retry: RETRY, Catch: CATCH }),
      Growing: machine({
        Type: 'Pass',
        Parameters: { 'one.$': '$', 'two.$': '$' },
      }),
      Blowing: machine({ Resource: GREET_ARN, Parameters: { 'name.$': '$.name', 'more.$': '$' } }),
      Slow: machine({ Type: 'Wait', Seconds: 60 }, { TimeoutSeconds: 1 }),
      Putting: machine(PUT),
      Catching: machine({ ...PUT, Catch: CATCH }),
    },
    { greet: { 'index.js': GREET } },
  );
  sfn = new SFNClient(aws.client);
});
afterEach(() => aws.faults.clear());
afterAll(() => aws.close());

const arnOf = (logicalId: string) =>
  `arn:aws:states:eu-central-1:000000000000:stateMachine:Sample-${logicalId}`;

const run = (logicalId: string, input: object, name?: string) =>
  sfn.send(
    new StartSyncExecutionCommand({
      stateMachineArn: arnOf(logicalId),
      input: JSON.stringify(input),
      ...(name === undefined ? {} : { name }),
    }),
  );

const events = (executionArn: string | undefined) =>
  aws.executions
    .get(String(executionArn))
    ?.events.map(({ type, state, error }) => [type, state, error].filter(Boolean).join(' '));

describe('StartSyncExecution', () => {
  it('returns the output of an execution that succeeded', async () => {
    const answer = await run('Greeting', { name: 'Ada' }, 'first');
    expect(answer).toMatchObject({
      status: 'SUCCEEDED',
      name: 'first',
      stateMachineArn: arnOf('Greeting'),
      input: '{"name":"Ada"}',
      output: '{"greeting":"Hello, Ada"}',
    });
    expect(answer.executionArn).toMatch(
      /^arn:aws:states:eu-central-1:000000000000:express:Sample-Greeting:first:[0-9a-f-]{36}$/,
    );
    expect(answer.startDate).toBeInstanceOf(Date);
    expect(answer.stopDate).toBeInstanceOf(Date);
  });

  it('returns the error and cause of one that failed', async () => {
    const { status, error, cause, output } = await run('Greeting', { name: 'nobody' });
    expect({ status, error, output }).toEqual({ status: 'FAILED', error: 'NoName', output: undefined });
    expect(JSON.parse(String(cause))).toMatchObject({ errorType: 'NoName', errorMessage: 'who?' });
  });

  it('ends an execution that takes too long', async () => {
    const { status, error, executionArn } = await run('Slow', {});
    expect([status, error]).toEqual(['TIMED_OUT', 'States.Timeout']);
    expect(events(executionArn)).toEqual(['ExecutionStarted', 'StateEntered Work', 'ExecutionTimeout']);
  });

  it('runs lambda:invoke with ResultSelector, ResultPath and OutputPath', async () => {
    expect((await run('Invoking', { name: 'Ada' })).output).toBe('{"code":200,"said":"Hello, Ada"}');
  });

  it('refuses an unknown machine, a bad name and input that is not JSON', async () => {
    await expect(run('Nothing', {})).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
    await expect(run('Greeting', {}, 'a b')).rejects.toMatchObject({ name: 'InvalidName' });
    const stateMachineArn = arnOf('Greeting');
    await expect(
      sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: '{' })),
    ).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });

  it('runs a machine that DescribeStateMachine describes', async () => {
    const { type, definition } = await sfn.send(
      new DescribeStateMachineCommand({ stateMachineArn: arnOf('Greeting') }),
    );
    expect([type, JSON.parse(String(definition)).StartAt]).toEqual(['EXPRESS', 'Work']);
  });
});

describe('payloads', () => {
  const fill = (bytes: number) => 'x'.repeat(bytes);
  const limited = { status: 'FAILED', error: 'States.DataLimitExceeded', output: undefined };

  it('have at most 256 KiB when an execution starts', async () => {
    const inputOf = (bytes: number) => ({ name: 'Ada', x: fill(bytes - '{"name":"Ada","x":""}'.length) });
    expect((await run('Greeting', inputOf(262_144))).status).toBe('SUCCEEDED');
    await expect(run('Greeting', inputOf(262_145))).rejects.toMatchObject({ name: 'InvalidExecutionInput' });
  });

  it('have at most 256 KiB as the result of a task, and States.ALL does not catch the failure', async () => {
    const fits = await run('Retrying', { name: 'large' });
    expect([fits.status, fits.output?.length]).toEqual(['SUCCEEDED', 262_144]);
    for (const machineName of ['Greeting', 'Retrying']) {
      const answer = await run(machineName, { name: 'large', size: 1 });
      expect({ status: answer.status, error: answer.error, output: answer.output }).toEqual(limited);
      expect(answer.cause).toContain('exceeding the maximum number of bytes service limit');
      expect(events(answer.executionArn)?.at(-1)).toBe('ExecutionFailed States.DataLimitExceeded');
      expect(events(answer.executionArn)?.join()).not.toContain('ExecutionSucceeded');
    }
  });

  it('have at most 256 KiB as the input of a task and the output of any state', async () => {
    expect((await run('Growing', { x: fill(100_000) })).status).toBe('SUCCEEDED');
    for (const machineName of ['Growing', 'Blowing']) {
      const { status, error, output } = await run(machineName, { name: fill(140_000) });
      expect({ status, error, output }).toEqual(limited);
    }
  });
});

describe('the events of an execution', () => {
  it('show the retry after a crash', async () => {
    aws.faults.add({ service: 'lambda', function: 'greet', error: 'crash', times: 1 });
    const { status, executionArn } = await run('Retrying', { name: 'Ada' });
    expect(status).toBe('SUCCEEDED');
    expect(events(executionArn)).toEqual([
      'ExecutionStarted',
      'StateEntered Work',
      'StateFailed Work Lambda.Unknown',
      'StateRetried Work Lambda.Unknown',
      'StateExited Work',
      'ExecutionSucceeded',
    ]);
  });

  it('show the catch, with the name of the error', async () => {
    aws.faults.add({ service: 'lambda', function: 'greet', error: 'DeliveryRefused', times: 1 });
    const { output, executionArn } = await run('Retrying', { name: 'Ada' });
    expect(output).toBe('{"sorry":"DeliveryRefused"}');
    expect(events(executionArn)).toContain('StateCaught Work DeliveryRefused');
  });

  it('name a timeout and a throttled function as Step Functions does', async () => {
    aws.faults.add({ service: 'lambda', function: 'greet', delay_ms: 60_000, times: 1 });
    expect((await run('Greeting', { name: 'Ada' })).error).toBe('Sandbox.Timedout');
    aws.faults.add({ service: 'lambda', function: 'greet', error: 'TooManyRequestsException', times: 1 });
    expect((await run('Greeting', { name: 'Ada' })).error).toBe('Lambda.TooManyRequestsException');
  });

  it('contain nothing of input, output or cause', async () => {
    await run('Retrying', { name: 'nobody', secret: 'premjeet' });
    expect(JSON.stringify(aws.executions.list())).not.toMatch(/premjeet|who\?/);
  });
});

describe('the DynamoDB integration', () => {
  it('writes values from the input and the context object', async () => {
    const { executionArn, output } = await run('Putting', { name: 'kettle' });
    expect(output).toBe('{"name":"kettle"}');
    const scan = await fetch(aws.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'DynamoDB_20120810.Scan' },
      body: '{"TableName":"things"}',
    });
    expect(await scan.json()).toMatchObject({
      Items: [{ id: { S: 'kettle' }, execution: { S: executionArn } }],
    });
  });

  it('fails with the error names that Step Functions uses', async () => {
    await run('Putting', { name: 'cup' });
    expect((await run('Putting', { name: 'cup' })).error).toBe('DynamoDB.ConditionalCheckFailedException');
    aws.faults.add({ service: 'dynamodb', operation: 'PutItem', error: 'InternalServerError', times: 1 });
    expect((await run('Catching', { name: 'pot' })).output).toBe(
      '{"sorry":"DynamoDB.InternalServerErrorException"}',
    );
  });
});

describe('a machine that would run differently here', () => {
  it.each([
    ['state "Work" uses JSONata; only JSONPath can be run', machine({ QueryLanguage: 'JSONata' })],
    ['the machine uses JSONata; only JSONPath can be run', machine({}, { QueryLanguage: 'JSONata' })],
    [
      'state "Work" calls arn:aws:states:::sqs:sendMessage',
      machine({ Resource: 'arn:aws:states:::sqs:sendMessage' }),
    ],
    [
      'state "Work" reads $$.State of the context object',
      machine({ Parameters: { 'x.$': '$$.State.Name' } }),
    ],
    ['state "Work" uses States.JsonToString', machine({ Parameters: { 'x.$': 'States.JsonToString($)' } })],
    ['state "Work" has brackets in a ResultPath', machine({ ResultPath: "$['x']" })],
    [
      'state "Work" handles States.DataLimitExceeded',
      machine({ Resource: GREET_ARN, Catch: [{ ErrorEquals: ['States.DataLimitExceeded'], Next: 'Sorry' }] }),
    ],
    ['state "Work" has Assign', machine({ Assign: { x: 1 } })],
  ])('is refused: %s', async (problem, Machine) => {
    const starting = startLocalEndpoint({ Machine });
    await expect(starting).rejects.toThrow(
      `The local runtime does not support state machine Machine: ${problem}.`,
    );
    await expect(starting).rejects.toBeInstanceOf(UnsupportedStateMachineError);
  });
});

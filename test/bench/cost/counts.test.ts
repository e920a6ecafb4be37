import { describe, expect, it } from '@jest/globals';
import { accessLine, platformLines } from '../../../bench/cost/aws-lines.ts';
import { countCalls } from '../../../bench/cost/count-calls.ts';
import { createLogCounter } from '../../../bench/cost/count-logs.ts';
import { FEATURES } from '../../../bench/cost/features.ts';
import { readCostOptions } from '../../../bench/cost/options.ts';
import { countTraces } from '../../../bench/cost/tracing.ts';
import { parseConfig } from '../../../infra/config/schema.ts';
import type { RecordedCall } from '../../../local/aws/call-record.ts';
import { unitsByTable } from '../../../local/aws/call-record.ts';
import type { Resource, Stack } from '../../../local/cloudformation/load-stack.ts';

const NO_UNITS = { readUnits: 0, writeUnits: 0, unitsBy: {} };

const call = (
  [service, operation]: [string, string],
  [startedMs, endedMs]: [number, number],
  more: Partial<RecordedCall> = {},
): RecordedCall => ({ service, operation, startedMs, endedMs, ...NO_UNITS, ...more });

const resource = (type: string, shortName: string, properties: Resource['properties']): Resource => ({
  logicalId: shortName,
  type,
  shortName,
  path: shortName,
  properties,
  ref: shortName,
  arn: `arn:${shortName}`,
});

const stackOf = (...resources: Resource[]) =>
  ({ region: 'eu-west-1', resources: new Map(resources.map((each) => [each.logicalId, each])) }) as Stack;

const NAMES = { memoryOf: () => 885, tableOf: (name: string) => name };

describe('the calls of a function', () => {
  it('are one wait where they overlap, and what is left of the invocation is its own time', () => {
    const f = { function: 'f' };
    const { functions } = countCalls(
      [
        call(['lambda', 'Invoke'], [0, 20], f),
        call(['dynamodb', 'GetItem'], [2, 8], f),
        call(['dynamodb', 'UpdateItem'], [4, 10], f),
        call(['sns', 'query'], [12, 15], f),
        call(['dynamodb', 'GetItem'], [13, 14], { function: 'another' }),
        call(['lambda', 'Invoke'], [30, 31], f),
        call(['lambda', 'Invoke'], [40, 49], f),
        call(['lambda', 'Invoke'], [50, 59], f),
      ],
      NAMES,
    );
    expect(functions).toEqual({
      f: { invocations: 4, memoryMb: 885, waits: { dynamodb: 1, sns: 1 }, ownMs: 1 },
    });
  });

  it('are added up by table and by operation; those of the machine have no function', () => {
    const counts = countCalls(
      [
        call(['stepfunctions', 'StartSyncExecution'], [0, 9]),
        call(['dynamodb', 'PutItem'], [1, 2], { function: 'f', writeUnits: 2, unitsBy: { t: 1, 't/i': 1 } }),
        call(['dynamodb', 'UpdateItem'], [3, 4], { writeUnits: 1, unitsBy: { t: 1 } }),
        call(['dynamodb', 'GetItem'], [5, 6], { function: 'f', readUnits: 0.5, unitsBy: { t: 0.5 } }),
        call(['kms', 'Sign'], [7, 8], { function: 'f' }),
      ],
      NAMES,
    );
    expect(counts).toEqual({
      functions: {},
      writeUnits: { t: 2, 't/i': 1 },
      readUnits: { t: 0.5 },
      calls: { 'kms Sign': 1 },
      executions: 1,
      machineStoreCalls: 1,
    });
  });
});

describe('the units of a call', () => {
  it('are apart for a table and its indexes', () => {
    const ConsumedCapacity = {
      TableName: 't',
      CapacityUnits: 3,
      GlobalSecondaryIndexes: { i: { CapacityUnits: 1 } },
    };
    expect(unitsByTable({ TableName: 't' }, { ConsumedCapacity })).toEqual({ t: 2, 't/i': 1 });
  });

  it('are at least one for a write whose condition did not hold, and half for a key that is not there', () => {
    const failed = { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException' };
    expect(unitsByTable({ TableName: 't' }, failed)).toEqual({ t: 1 });
    const RequestItems = { t: { Keys: [{}, {}, {}] }, u: { Keys: [{}], ConsistentRead: true } };
    expect(unitsByTable({ RequestItems }, { ConsumedCapacity: [] })).toEqual({ t: 1.5, u: 1 });
  });
});

describe('logs', () => {
  const stage = (Format: string) =>
    stackOf(resource('AWS::ApiGateway::Stage', 's', { AccessLogSetting: { Format } }));

  it('of requests are as long as their variables', () => {
    const request = { route: '/tokens', status: 201 };
    expect(accessLine(stage('$context.httpMethod $context.resourcePath $context.status'), request)).toBe(
      'POST /tokens 201',
    );
    expect(() => accessLine(stage('$context.new'), request)).toThrow('$context.new');
  });

  it('have two more lines for an invocation, unless only warnings of Lambda are logged', () => {
    const fn = (LoggingConfig: object) => resource('AWS::Lambda::Function', 'f', { LoggingConfig });
    expect(platformLines(fn({ LogFormat: 'JSON' })).map((line) => JSON.parse(line).type)).toEqual([
      'platform.start',
      'platform.report',
    ]);
    expect(platformLines(fn({ SystemLogLevel: 'WARN' }))).toEqual([]);
  });

  it('are counted apart for metrics, each of which is one with its dimensions', () => {
    const counter = createLogCounter(stackOf());
    const metric = (channel: string) =>
      JSON.stringify({
        _aws: { CloudWatchMetrics: [{ Dimensions: [['channel']], Metrics: [{ Name: 'Sent' }] }] },
        channel,
        Sent: 1,
      });
    for (const line of [metric('sms'), metric('sms'), metric('email'), '{"message":"ä"}']) {
      counter.line({ at: '', function: 'f', line });
    }
    expect(counter.counts()).toEqual({
      logs: { metrics: { events: 3, bytes: expect.any(Number) }, f: { events: 1, bytes: 16 } },
      customMetrics: 2,
    });
  });
});

describe('traces', () => {
  const machine = resource('AWS::StepFunctions::StateMachine', 'm', {
    TracingConfiguration: { Enabled: true },
    DefinitionString: '{"Resource":"arn:step"}',
  });
  const fn = (name: string, Mode: string) =>
    resource('AWS::Lambda::Function', name, { TracingConfig: { Mode } });
  const used = {
    executions: 100,
    functions: Object.fromEntries(
      ['step', 'active', 'passive'].map((name) => [
        name,
        { invocations: 100, memoryMb: 885, waits: {}, ownMs: 1 },
      ]),
    ),
  };
  const functions = [fn('step', 'Active'), fn('active', 'Active'), fn('passive', 'PassThrough')];

  it('begin at the machine, and at functions that decide for themselves', () => {
    expect(countTraces(stackOf(machine, ...functions), used)).toEqual({ m: 100, active: 100 });
  });

  it('are as many of the executions as a rule without a reserve says', () => {
    const rule = (ReservoirSize: number) =>
      resource('AWS::XRay::SamplingRule', 'r', { SamplingRule: { FixedRate: 0.05, ReservoirSize } });
    expect(countTraces(stackOf(machine, rule(0)), used)).toEqual({ m: 5 });
    expect(countTraces(stackOf(machine, rule(1)), used)).toEqual({ m: 100 });
  });
});

describe('the features', () => {
  it.each(Object.entries(FEATURES))('%s is a configuration', (_, settings) => {
    const values = settings.map((setting) => {
      const at = setting.indexOf('=');
      return [setting.slice(0, at), setting.slice(at + 1)];
    });
    const config = { region: 'eu-central-1', brandName: 'Acme', ...Object.fromEntries(values) };
    expect(() => parseConfig(config)).not.toThrow();
  });
});

describe('the options', () => {
  it('name what is wrong', () => {
    expect(readCostOptions(['--count', '50', '--region', 'eu-central-1'])).toMatchObject({
      codes: 50,
      region: 'eu-central-1',
      hasFeatures: false,
    });
    expect(() => readCostOptions(['--region', 'mars'])).toThrow('--region must be one of us-east-1');
    expect(() => readCostOptions(['--count', '0'])).toThrow('--count must be');
  });
});

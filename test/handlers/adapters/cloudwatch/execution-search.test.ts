import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudWatchExecutionSearch } from '../../../../handlers/adapters/cloudwatch/execution-search.ts';
import { ExecutionsUnavailable } from '../../../../handlers/domain/errors.ts';
import type { Wanted } from '../../../../handlers/domain/reporting/execution-search.ts';
import { FRAMES_PER_SEARCH } from '../../../../handlers/domain/reporting/execution-search.ts';
import { NOW_MS } from '../../fixtures.ts';
import { serviceError } from '../service-errors.ts';

const MACHINE = 'arn:aws:states:eu-west-1:123456789012:stateMachine:issue1';
const EXPRESS = 'arn:aws:states:eu-west-1:123456789012:express:issue1';
const BEGIN_2024 = 1_704_067_200_000;

const logs = mockClient(CloudWatchLogsClient);
let nowMs = NOW_MS;
const log = cloudWatchExecutionSearch(
  new CloudWatchLogsClient({ region: 'eu-west-1' }),
  'group',
  MACHINE,
  () => nowMs,
);
const search = (more: object = {}) =>
  log.search({ wanted: { ends: 'failed' }, limit: 2, giveUpAtMs: NOW_MS + 2_500, ...more });

const message = (id: number, name: string, details: object = {}) => ({
  message: JSON.stringify({
    id: String(id),
    type: 'ExecutionFailed',
    details,
    event_timestamp: '1795341600123',
    execution_arn: `${EXPRESS}:${name}:u`,
  }),
});
const inputs = () => logs.commandCalls(FilterLogEventsCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  logs.reset();
  nowMs = NOW_MS;
});

describe('a search of the execution log', () => {
  it('asks for the newest events first, from where the order is supported', async () => {
    logs.on(FilterLogEventsCommand).resolves({ events: [message(9, 'a', { error: 'StoreUnavailable' })] });
    expect(await search({ fromMs: 5, untilMs: NOW_MS })).toEqual({
      events: [
        {
          id: 9,
          type: 'ExecutionFailed',
          atMs: 1_795_341_600_123,
          executionArn: `${EXPRESS}:a:u`,
          error: 'StoreUnavailable',
        },
      ],
    });
    expect(inputs()).toEqual([
      {
        logGroupName: 'group',
        filterPattern:
          '{ ($.type = "ExecutionFailed") || ($.type = "ExecutionTimedOut") || ($.type = "ExecutionAborted") }',
        startTime: BEGIN_2024,
        endTime: NOW_MS,
        startFromHead: false,
        limit: 2,
      },
    ]);
  });

  it.each<[string, Wanted, string]>([
    ['an error', { error: 'DeliveryRefused' }, '{ ($.details.error = "DeliveryRefused") }'],
    [
      'timeouts, which may have no name in the log',
      { error: 'States.Timeout' },
      '{ ($.details.error = "States.Timeout") || ($.type = "*TimedOut") }',
    ],
    ['successes', { ends: 'succeeded' }, '{ ($.type = "ExecutionSucceeded") }'],
    ['a request', { execution: 'VjR22Hr2oAMFnIw' }, `{ ($.execution_arn = "${EXPRESS}:VjR22Hr2oAMFnIw:*") }`],
    ['an ARN', { execution: `${EXPRESS}:a:u` }, `{ ($.execution_arn = "${EXPRESS}:a:u") }`],
    [
      'first and last events',
      { framesOf: [`${EXPRESS}:a:u1`, `${EXPRESS}:b:u2`] },
      '{ ($.type = "Execution*") && (($.execution_arn = "*:u1") || ($.execution_arn = "*:u2")) }',
    ],
  ])('can be for %s', async (_, wanted, filterPattern) => {
    logs.on(FilterLogEventsCommand).resolves({});
    await search({ wanted });
    expect(inputs()).toMatchObject([{ filterPattern }]);
  });

  it.each([BEGIN_2024 - 1, -1])(
    'finds nothing before the order is supported, and asks for nothing: %d',
    async (untilMs) => {
      expect(await search({ untilMs })).toEqual({ events: [] });
      expect(inputs()).toEqual([]);
    },
  );

  it('names as many executions as fit into a pattern', async () => {
    logs.on(FilterLogEventsCommand).resolves({});
    const uuid = '0b1c4a3e-1b2c-4d5e-8f90-a1b2c3d4e5f6';
    await search({ wanted: { framesOf: Array(FRAMES_PER_SEARCH).fill(`${EXPRESS}:a:${uuid}`) } });
    expect(inputs()[0]?.filterPattern?.length).toBeLessThanOrEqual(1_024);
  });

  it('reads on, past empty pages, until it has enough, and says where to go on', async () => {
    logs
      .on(FilterLogEventsCommand)
      .resolvesOnce({ events: [], nextToken: 'a' })
      .resolvesOnce({ events: [message(9, 'a')], nextToken: 'b' })
      .resolvesOnce({ events: [message(9, 'b')], nextToken: 'c' });
    const found = await search({ cursor: 'given' });
    expect([found?.events.length, found?.cursor]).toEqual([2, 'c']);
    expect(inputs().map(({ nextToken, limit }) => [nextToken, limit])).toEqual([
      ['given', 2],
      ['a', 2],
      ['b', 1],
    ]);
  });

  it('returns what it has when time is up', async () => {
    logs.on(FilterLogEventsCommand).callsFake(async () => {
      nowMs += 2_000;
      return { events: [], nextToken: 'more' };
    });
    expect(await search()).toEqual({ events: [], cursor: 'more' });
    expect(inputs()).toHaveLength(2);
  });

  it('has nothing for a cursor that it did not issue', async () => {
    logs.on(FilterLogEventsCommand).rejects(serviceError('InvalidParameterException', 400));
    expect(await search({ cursor: 'made up' })).toBeUndefined();
    await expect(search()).rejects.toMatchObject({ name: 'InvalidParameterException' });
  });

  it('is unavailable when CloudWatch Logs throttles', async () => {
    logs.on(FilterLogEventsCommand).rejects(serviceError('ThrottlingException', 400));
    await expect(search()).rejects.toBeInstanceOf(ExecutionsUnavailable);
  });
});

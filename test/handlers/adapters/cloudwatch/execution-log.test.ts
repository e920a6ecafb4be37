import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { cloudWatchExecutionLog } from '../../../../handlers/adapters/cloudwatch/execution-log.ts';
import { ExecutionsUnavailable } from '../../../../handlers/domain/errors.ts';
import { NOW_MS } from '../../fixtures.ts';
import { serviceError } from '../service-errors.ts';

const logs = mockClient(CloudWatchLogsClient);
let nowMs = NOW_MS;
const log = cloudWatchExecutionLog(new CloudWatchLogsClient({ region: 'eu-west-1' }), 'group', () => nowMs);
const QUERY = { executionArn: 'arn:1', fromMs: 1, untilMs: 2, giveUpAtMs: NOW_MS + 4_000 };

/** As Step Functions writes it, with numbers as strings. */
const message = (id: number, type: string, details: object = {}) => ({
  message: JSON.stringify({
    id: String(id),
    type,
    details,
    previous_event_id: String(id - 1),
    event_timestamp: '1795341600123',
    execution_arn: 'arn:1',
    redrive_count: '0',
  }),
});

beforeEach(() => {
  logs.reset();
  nowMs = NOW_MS;
});

describe('the execution log', () => {
  it('searches the log group for one execution in the given period', async () => {
    logs.on(FilterLogEventsCommand).resolves({ events: [] });
    expect(await log.read(QUERY)).toEqual([]);
    expect(logs.commandCalls(FilterLogEventsCommand)[0]?.args[0].input).toEqual({
      logGroupName: 'group',
      filterPattern: '{ $.execution_arn = "arn:1" }',
      startTime: 1,
      endTime: 2,
    });
  });

  it('reads names and times from an event, and nothing else', async () => {
    const details = { name: 'Persist token', input: '{"phone_number":"+919876543210"}' };
    const failure = { error: 'StoreUnavailable', cause: 'who knows what' };
    logs.on(FilterLogEventsCommand).resolves({
      events: [message(2, 'TaskStateEntered', details), message(5, 'LambdaFunctionFailed', failure)],
    });
    expect(await log.read(QUERY)).toEqual([
      { id: 2, type: 'TaskStateEntered', atMs: 1_795_341_600_123, state: 'Persist token' },
      { id: 5, type: 'LambdaFunctionFailed', atMs: 1_795_341_600_123, error: 'StoreUnavailable' },
    ]);
  });

  it('skips anything that is not an execution event', async () => {
    const events = [{ message: '{"id":"1","ty' }, { message: '{}' }, {}, message(Number.NaN, 'TaskFailed')];
    logs.on(FilterLogEventsCommand).resolves({ events });
    expect(await log.read(QUERY)).toEqual([]);
  });

  it('reads on, past empty pages, until no event can be missing', async () => {
    logs
      .on(FilterLogEventsCommand)
      .resolvesOnce({ events: [message(1, 'ExecutionStarted')], nextToken: 'a' })
      .resolvesOnce({ events: [], nextToken: 'b' })
      .resolvesOnce({ events: [message(3, 'ExecutionSucceeded')], nextToken: 'c' })
      .resolvesOnce({ events: [message(2, 'TaskStateEntered')], nextToken: 'd' });
    expect((await log.read(QUERY)).map(({ id }) => id)).toEqual([1, 3, 2]);
    expect(logs.commandCalls(FilterLogEventsCommand).map(({ args }) => args[0].input.nextToken)).toEqual([
      undefined,
      'a',
      'b',
      'c',
    ]);
  });

  it('returns what it has when time is up', async () => {
    logs.on(FilterLogEventsCommand).callsFake(async () => {
      nowMs += 3_000;
      return { events: [message(1, 'ExecutionStarted')], nextToken: 'more' };
    });
    expect(await log.read(QUERY)).toHaveLength(2);
    expect(await log.read(QUERY)).toEqual([]);
  });

  it.each([
    ['throttles', serviceError('ThrottlingException', 400)],
    ['fails', serviceError('ServiceUnavailableException', 503)],
    ['cannot be reached', Object.assign(new Error(), { code: 'ECONNREFUSED' })],
  ])('is unavailable when CloudWatch Logs %s', async (_, error) => {
    logs.on(FilterLogEventsCommand).rejects(error);
    await expect(log.read(QUERY)).rejects.toBeInstanceOf(ExecutionsUnavailable);
  });

  it('rethrows our own errors unchanged', async () => {
    logs.on(FilterLogEventsCommand).rejects(serviceError('ResourceNotFoundException', 400));
    await expect(log.read(QUERY)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});

import { SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { startIssueBy } from '../../../../handlers/adapters/step-functions/start-issue.ts';
import { notReached, serviceError } from '../service-errors.ts';

const machine = mockClient(SFNClient);
const INPUT = { request_id: 'r-1', client_id: 'c', idempotency_key: '', body: '{}' };
const start = startIssueBy(new SFNClient({ region: 'eu-west-1' }), 'arn:machine');
const timeout = Object.assign(new Error('no answer'), { name: 'TimeoutError', code: 'ETIMEDOUT' });

afterEach(() => {
  machine.reset();
});

const problemIn = async () => {
  const { http_status, retry_after, body } = await start(INPUT);
  return { http_status, retry_after, ...JSON.parse(body) };
};

describe('starting the machine', () => {
  it('gives its answer', async () => {
    const answer = { http_status: 201, body: '{"token_id":"t"}' };
    machine.on(StartSyncExecutionCommand).resolves({ status: 'SUCCEEDED', output: JSON.stringify(answer) });
    expect(await start(INPUT)).toEqual(answer);
    expect(machine.calls().map(({ args: [{ input }] }) => input)).toEqual([
      { stateMachineArn: 'arn:machine', name: 'r-1', input: JSON.stringify(INPUT) },
    ]);
  });

  it('names the execution after the request', async () => {
    machine.on(StartSyncExecutionCommand).resolves({ status: 'SUCCEEDED', output: '{}' });
    await start({ ...INPUT, request_id: 'a/b+c_d-e8fGHIj=' });
    expect(machine.calls()[0]?.args[0].input).toMatchObject({ name: 'a_b-c_d-e8fGHIj' });
  });

  it.each([
    ['DeliveryFailed', 502, 'delivery_failed', undefined],
    ['StoreUnavailable', 503, 'store_unavailable', 1],
    ['States.Runtime', 500, 'internal_error', undefined],
  ])('turns a failure with %s into the problem that the gateway gives', async (error, status, code, wait) => {
    machine.on(StartSyncExecutionCommand).resolves({ status: 'FAILED', error });
    expect(await problemIn()).toMatchObject({ http_status: status, status, code, request_id: 'r-1' });
    expect((await problemIn()).retry_after).toBe(wait);
    // AWS counts the execution that failed.
    expect(await start(INPUT)).not.toHaveProperty('uncounted');
  });

  it('says that a message may have been sent when it cannot know', async () => {
    machine.on(StartSyncExecutionCommand).resolves({ status: 'TIMED_OUT' });
    expect((await problemIn()).detail).toContain('If a message was sent');
    expect(await start(INPUT)).toMatchObject({ isOutcomeUnknown: true });
    machine.on(StartSyncExecutionCommand).rejects(timeout);
    expect(await problemIn()).toMatchObject({ code: 'service_unavailable', retry_after: 5 });
    expect((await problemIn()).detail).toContain('If a message was sent');
  });

  it.each([
    // As the SDK throws it when the server ends the connection after it read the request.
    [
      'ended the connection',
      Object.assign(new Error('socket hang up'), { name: 'TimeoutError', code: 'ECONNRESET' }),
    ],
    ['failed inside', serviceError('InternalServerException', 500)],
    ['gave no answer in time', timeout],
  ])('says to programs too that the outcome is unknown when Step Functions %s', async (_, error) => {
    machine.on(StartSyncExecutionCommand).rejects(error);
    expect(await start(INPUT)).toMatchObject({ http_status: 503, isOutcomeUnknown: true });
  });

  it.each([
    ['was throttled', serviceError('ThrottlingException', 400)],
    ['was not reached', notReached('ECONNREFUSED')],
  ])('says that nothing was started when Step Functions %s', async (_, error) => {
    machine.on(StartSyncExecutionCommand).rejects(error);
    expect(await problemIn()).toMatchObject({
      http_status: 503,
      detail: expect.not.stringContaining('message'),
    });
    const answer = await start(INPUT);
    expect(answer).not.toHaveProperty('isOutcomeUnknown');
    expect(answer.uncounted).toBe('DeliveryUnavailable');
  });

  it('is left alone when its caller waits no longer', async () => {
    machine.on(StartSyncExecutionCommand).rejects(new Error('must not be called'));
    const { http_status, body, isOutcomeUnknown, uncounted } = await start(INPUT, () => false);
    expect([http_status, isOutcomeUnknown, uncounted]).toEqual([503, undefined, 'DeliveryUnavailable']);
    expect(JSON.parse(body).detail).toContain('Nothing was sent');
    expect(machine.calls()).toEqual([]);
  });

  it('passes on what a retry does not cure', async () => {
    machine.on(StartSyncExecutionCommand).rejects(serviceError('AccessDeniedException', 400));
    await expect(start(INPUT)).rejects.toThrow();
  });
});

import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowDefinition } from '../../handlers/contract/page.ts';
import type { ExecutionPath, ExecutionsAnswer } from '../../handlers/contract/routes/executions.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';

const PHONE = '+491512345';
const EMAIL = 'grace.hopper@example.com';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('quick-resends', { engine: 'dynalite' });
});
afterEach(() => courier.clearFaults());
afterAll(() => courier?.close());

const executions = (userId: string, query = '', scope?: string) =>
  courier.call('GET', `/tokens/${userId}/executions${query}`, scope === undefined ? {} : { scope });

async function pathsOf(userId: string, query = ''): Promise<readonly ExecutionPath[]> {
  const { status, json } = await executions(userId, query);
  expect(status).toBe(200);
  return (json as ExecutionsAnswer).executions;
}

const way = (path: ExecutionPath | undefined) =>
  path?.events.map(({ type, state, error }) => [type, state, error].filter(Boolean).join(' ')) ?? [];

describe('the executions of a token', () => {
  it('are one for a token that was sent once, with every state entered and exited', async () => {
    const { json } = await courier.issue({ user_id: 'once', phone_number: `${PHONE}0001` });
    const answer = await executions('once', '', 'tokens/read');
    expect(answer.json).toMatchObject({ user_id: 'once', purpose: 'login', token_id: json.token_id });
    const [path, ...more] = (answer.json as ExecutionsAnswer).executions;
    expect(more).toEqual([]);
    expect(path).toMatchObject({
      execution_arn: expect.stringMatching(/^arn:aws:states:[^:]+:\d+:express:/),
      status: 'SUCCEEDED',
      started_at: expect.stringMatching(/Z$/),
      stopped_at: expect.stringMatching(/Z$/),
    });
    expect(path).not.toHaveProperty('error');
    const entered = path?.events.filter(({ type }) => type === 'StateEntered').map(({ state }) => state);
    expect(entered).toEqual(expect.arrayContaining(['Admit request', 'Deliver by SMS', 'Record delivery']));
    expect(way(path).filter((event) => event.startsWith('StateExited'))).toHaveLength(entered?.length ?? 0);
    expect(way(path).join()).not.toMatch(/StateRetried|StateCaught|StateFailed/);
  });

  it('are several after it was sent again, newest first, including a resend that failed', async () => {
    await courier.issue({ user_id: 'again', phone_number: `${PHONE}0002`, purpose: 'payment' });
    await wait(1_100);
    await courier.issue({ user_id: 'again', phone_number: `${PHONE}0002`, purpose: 'payment' });
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    await wait(2_100);
    const failed = await courier.issue({
      user_id: 'again',
      phone_number: `${PHONE}0002`,
      purpose: 'payment',
    });
    expect(failed.status).toBe(502);
    const paths = await pathsOf('again', '?purpose=payment');
    expect(paths.map(({ status, error }) => [status, error])).toEqual([
      ['FAILED', 'DeliveryFailed'],
      ['SUCCEEDED', undefined],
      ['SUCCEEDED', undefined],
    ]);
    expect(way(paths[0])).toContain('StateFailed Delivery failed DeliveryFailed');
    expect(way(paths[1])).toContain('StateEntered Take the living token');
    expect(way(paths[2])).toContain('StateEntered Generate token');
    expect(new Set(paths.map(({ execution_arn }) => execution_arn)).size).toBe(3);
  });

  it('show the retry of a step, and the catch that leads to the other channel', async () => {
    await courier.enrol('grace', { phone_number: `${PHONE}0003`, email: EMAIL });
    await courier.injectFault({ service: 'lambda', function: 'generate-token', error: 'crash', times: 1 });
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    expect((await courier.issue({ user_id: 'grace' })).json.channel).toBe('email');
    const [path] = await pathsOf('grace');
    expect(path?.status).toBe('SUCCEEDED');
    expect(way(path).filter((event) => /Generate|SMS|next channel/.test(event))).toEqual([
      'StateEntered Generate token',
      'StateFailed Generate token Lambda.Unknown',
      'StateRetried Generate token Lambda.Unknown',
      'StateExited Generate token',
      'StateEntered Deliver by SMS',
      'StateFailed Deliver by SMS DeliveryRefused',
      'StateCaught Deliver by SMS DeliveryRefused',
      'StateExited Deliver by SMS',
      'StateEntered Take the next channel',
      'StateExited Take the next channel',
    ]);
  });

  it('reveal neither what was sent nor where to', async () => {
    const code = await courier.codeSentTo(EMAIL);
    const { text } = await executions('grace');
    for (const secret of [code, EMAIL, `${PHONE}0003`, 'sealed', 'digest']) {
      expect(text).not.toContain(secret);
    }
  });

  it('are refused without the scope, and not found without a token', async () => {
    const refused = await executions('once', '', 'tokens/issue');
    expect([refused.status, refused.json.code]).toEqual([403, 'forbidden']);
    const unknown = await executions('nobody');
    expect([unknown.status, unknown.json.code]).toEqual([404, 'not_found']);
    expect((await executions('once', '?purpose=payment')).status).toBe(404);
    expect((await executions('once', '?purpose=%20')).status).toBe(400);
  });

  it('are reported as unavailable when the log is', async () => {
    await courier.injectFault({ service: 'logs', error: 'ServiceUnavailableException', times: 9 });
    const { status, json, headers } = await executions('once');
    expect([status, json.code, headers.get('retry-after')]).toEqual([503, 'executions_unavailable', '1']);
  });
});

describe('the definition that is served with the page', () => {
  it('has every state that executions pass through, and is always revalidated', async () => {
    const response = await fetch(`${courier.urls.pageUrl}/workflow.json`);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const { states } = (await response.json()) as WorkflowDefinition;
    const known = states.map(({ name }) => name);
    const entered = (await pathsOf('grace')).flatMap(({ events }) => events.map(({ state }) => state));
    expect(entered.filter((name) => !known.includes(name))).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { CallFailed } from '../../src/api/failures.ts';
import { executionsQuery } from '../../src/views/workflow/executions-query.ts';
import { trace } from '../../src/views/workflow/trace.ts';

const PERIOD = { period: 'any', from: '2026-11-22T10:00:00Z', to: '' } as const;
const row = (name: string, at: string) => ({ execution_arn: `arn:${name}`, execution_name: name, at });

describe('the list of executions', () => {
  it.each([
    ['all', { status: 'failed' }],
    ['every', {}],
    ['StoreUnavailable', { error: 'StoreUnavailable' }],
  ])('of failed=%s asks for that', async (failed, filter) => {
    const queries: unknown[] = [];
    const api = {
      async listExecutions(query: unknown) {
        queries.push(query);
        return { executions: [] };
      },
    };
    await executionsQuery(api, failed, PERIOD).load(() => undefined);
    expect(queries).toEqual([{ ...filter, from: '2026-11-22T10:00:00.000Z', limit: 15 }]);
  });

  it('has an execution once that is on two pages, with its newest time', () => {
    const { append } = executionsQuery({ listExecutions: () => Promise.reject() }, 'X', PERIOD);
    const shown = { executions: [row('a', '2'), row('b', '1')], bounds: {}, nextCursor: 'more' };
    const page = { executions: [row('b', '0'), row('c', '0')] };
    expect(append(shown, page)).toEqual({
      executions: [row('a', '2'), row('b', '1'), row('c', '0')],
      bounds: {},
      nextCursor: undefined,
    });
  });
});

describe('a trace by request', () => {
  const found = {
    execution_name: 'a_b',
    execution: { execution_arn: 'arn:a', status: 'SUCCEEDED', started_at: 'then', events: [] },
  } as const;
  const notFound = new CallFailed({
    kind: 'problem',
    problem: { type: 't', title: 't', status: 404, code: 'not_found', detail: 'd' },
  });

  it('looks around the time of a link first, and then everywhere: clocks differ', async () => {
    const calls: unknown[] = [];
    const api = {
      readExecutions: () => Promise.reject(new Error('not asked for')),
      async traceExecution(...call: unknown[]) {
        calls.push(call);
        if (calls.length === 1) {
          throw notFound;
        }
        return found;
      },
    };
    const answer = await trace(api, { kind: 'request', id: 'a/b=', at: '2026-11-22T10:00:00.000Z' });
    expect(answer).toEqual({ executions: [found.execution] });
    expect(calls).toEqual([
      ['a_b', { from: '2026-11-22T09:55:00.000Z', to: '2026-11-22T10:05:00.000Z' }],
      ['a_b'],
    ]);
  });
});

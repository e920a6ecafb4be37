import { describe, expect, it } from '@jest/globals';
import { ExecutionsUnavailable } from '../../../../handlers/domain/errors.ts';
import type { LogQuery } from '../../../../handlers/domain/reporting/execution-log.ts';
import type { Found, Search } from '../../../../handlers/domain/reporting/execution-search.ts';
import { traceExecution } from '../../../../handlers/domain/reporting/trace-execution.ts';
import { NOW_MS } from '../../fixtures.ts';

const ARN = 'arn:aws:states:eu-west-1:123456789012:express:issue:a_b-c_d-e8fGHIj:u';
const LAST = { executionArn: ARN, id: 2, type: 'ExecutionFailed', atMs: NOW_MS, error: 'StoreUnavailable' };

function logOf(found: Found, history: readonly (typeof LAST)[] = [LAST]) {
  const searches: Search[] = [];
  const reads: LogQuery[] = [];
  return {
    searches,
    reads,
    now: () => NOW_MS,
    log: {
      async search(search: Search) {
        searches.push(search);
        return found;
      },
      async read(query: LogQuery) {
        reads.push(query);
        return history;
      },
    },
  };
}

describe('tracing an execution', () => {
  it('finds it by the id of its request, and reads it around the time when it was found', async () => {
    const ports = logOf({ events: [LAST], cursor: 'older' });
    expect(
      await traceExecution('a/b+c_d-e8fGHIj=', { from: '2026-11-22T09:00:00.000Z' }, ports),
    ).toMatchObject({
      ok: true,
      value: {
        execution_name: 'a_b-c_d-e8fGHIj',
        execution: { execution_arn: ARN, status: 'FAILED', error: 'StoreUnavailable' },
      },
    });
    expect(ports.searches).toMatchObject([
      { wanted: { execution: 'a_b-c_d-e8fGHIj' }, fromMs: 1_795_338_000_000, untilMs: undefined, limit: 1 },
    ]);
    expect(ports.reads).toEqual([
      {
        executionArn: ARN,
        fromMs: NOW_MS - 30_000,
        untilMs: NOW_MS + 30_000,
        giveUpAtMs: NOW_MS + 4_500,
      },
    ]);
  });

  it('finds it by its ARN', async () => {
    const ports = logOf({ events: [LAST] });
    expect((await traceExecution(ARN, {}, ports)).ok).toBe(true);
    expect(ports.searches[0]?.wanted).toEqual({ execution: ARN });
  });

  it('is not found only when everything was searched', async () => {
    expect(await traceExecution('x', {}, logOf({ events: [] }))).toMatchObject({
      refusal: { code: 'not_found' },
    });
    await expect(traceExecution('x', {}, logOf({ events: [], cursor: 'older' }))).rejects.toBeInstanceOf(
      ExecutionsUnavailable,
    );
  });

  it('is not shown empty when there was no time left to read it', async () => {
    await expect(traceExecution('x', {}, logOf({ events: [LAST] }, []))).rejects.toBeInstanceOf(
      ExecutionsUnavailable,
    );
  });
});

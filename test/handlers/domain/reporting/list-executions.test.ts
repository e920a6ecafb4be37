import { describe, expect, it } from '@jest/globals';
import type { ExecutionsQuery } from '../../../../handlers/contract/routes/executions.ts';
import type { Found, FoundEvent, Search } from '../../../../handlers/domain/reporting/execution-search.ts';
import { listExecutions } from '../../../../handlers/domain/reporting/list-executions.ts';
import { NOW_MS } from '../../fixtures.ts';

const ARN = 'arn:aws:states:eu-west-1:123456789012:express:issue';
const arnOf = (name: string) => `${ARN}:${name}:u`;

const event = (name: string, type: string, atMs: number, error?: string): FoundEvent => ({
  executionArn: arnOf(name),
  id: 1,
  type,
  atMs,
  ...(error === undefined ? {} : { error }),
});

/** Answers the first search with `found`, and searches for first and last events with `frames`. */
function logOf(found: Found | undefined, frames: readonly FoundEvent[] = [], tookMs = 0) {
  const searches: Search[] = [];
  let nowMs = NOW_MS;
  return {
    searches,
    now: () => nowMs,
    log: {
      async search(search: Search): Promise<Found | undefined> {
        searches.push(search);
        nowMs += tookMs;
        return 'framesOf' in search.wanted ? { events: frames } : found;
      },
    },
  };
}
const list = (query: Partial<ExecutionsQuery>, ports: ReturnType<typeof logOf>) =>
  listExecutions({ limit: 15, ...query }, ports);

describe('the list of executions', () => {
  it('has those that failed, with start, end and error', async () => {
    const end = event('first', 'ExecutionFailed', 1_795_341_602_500, 'StoreUnavailable');
    const ports = logOf({ events: [end], cursor: 'more' }, [
      end,
      event('first', 'ExecutionStarted', 1_795_341_600_000),
    ]);
    expect(await list({ status: 'failed', to: '2026-11-22T11:00:00.000Z' }, ports)).toEqual({
      ok: true,
      value: {
        executions: [
          {
            execution_arn: arnOf('first'),
            execution_name: 'first',
            at: '2026-11-22T10:00:02.500Z',
            status: 'FAILED',
            error: 'StoreUnavailable',
            started_at: '2026-11-22T10:00:00.000Z',
            stopped_at: '2026-11-22T10:00:02.500Z',
          },
        ],
        next_cursor: 'more',
      },
    });
    expect(ports.searches).toMatchObject([
      { wanted: { ends: 'failed' }, untilMs: 1_795_345_199_999, limit: 15, giveUpAtMs: NOW_MS + 2_500 },
      { wanted: { framesOf: [arnOf('first')] }, fromMs: 1_795_341_572_500, untilMs: 1_795_341_632_500 },
    ]);
  });

  it('has an execution once, however often the error occurred in it, also if it recovered', async () => {
    const tries = [3, 2, 1].map((at) =>
      event('once', 'LambdaFunctionFailed', NOW_MS + at, 'StoreUnavailable'),
    );
    const frames = [
      event('once', 'ExecutionSucceeded', NOW_MS + 9),
      event('once', 'ExecutionStarted', NOW_MS),
    ];
    const answer = await list({ error: 'StoreUnavailable' }, logOf({ events: tries }, frames));
    expect(answer).toMatchObject({
      ok: true,
      value: { executions: [{ status: 'SUCCEEDED', at: '2026-11-22T10:00:00.003Z' }] },
    });
    expect(
      await list({ error: 'StoreUnavailable', status: 'failed' }, logOf({ events: tries }, frames)),
    ).toEqual({ ok: true, value: { executions: [] } });
  });

  it('says nothing of an end that is not in the log', async () => {
    const failed = event('runs', 'LambdaFunctionFailed', NOW_MS, 'StoreUnavailable');
    const answer = await list({ error: 'StoreUnavailable' }, logOf({ events: [failed] }));
    expect(answer.ok && Object.keys(answer.value.executions[0] ?? {})).toEqual([
      'execution_arn',
      'execution_name',
      'at',
    ]);
  });

  it('looks up starts for 15 at a time, while there is time', async () => {
    const events = Array.from({ length: 30 }, (_, at) => event(`e${at}`, 'ExecutionFailed', NOW_MS - at));
    const quick = logOf({ events });
    await list({ limit: 30 }, quick);
    expect(quick.searches.map(({ limit }) => limit)).toEqual([30, 30, 30]);
    const slow = logOf({ events }, [], 3_000);
    const answer = await list({ limit: 30 }, slow);
    expect(slow.searches).toHaveLength(2);
    expect(answer.ok && answer.value.executions).toHaveLength(30);
  });

  it('refuses a period that ends before it begins, and a cursor of another log', async () => {
    const period = { from: '2026-11-22T11:00:00.000Z', to: '2026-11-22T11:00:00.000Z' };
    expect(await list(period, logOf({ events: [] }))).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'to' }] },
    });
    expect(await list({ cursor: 'x' }, logOf(undefined))).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'cursor' }] },
    });
  });
});

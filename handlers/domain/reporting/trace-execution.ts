/** One execution by its ARN or by the id of the request that started it, whether or not a token was stored. */
import type { TracedExecution, TraceQuery } from '../../contract/routes/executions.ts';
import { executionName, executionNameIn } from '../../contract/workflow.ts';
import type { Clock } from '../clock.ts';
import type { Decision } from '../decision.ts';
import { accept, refuse } from '../decision.ts';
import { ExecutionsUnavailable } from '../errors.ts';
import type { ExecutionLog } from './execution-log.ts';
import { executionPath } from './execution-path.ts';
import type { ExecutionSearch } from './execution-search.ts';
import { endsBeforeItBegins, periodOf } from './execution-search.ts';

/** How far its other events may lie from the one that was found: API Gateway waits 29 s for an execution. */
const REACH_MS = 30_000;

/**
 * The function has 10 s, and a call takes 5 s at most, with its second attempt. The first part is spent on finding the
 * execution, the second on reading it.
 */
const FIND_MS = 3_500;
const READ_MS = 4_500;

export interface TraceExecutionPorts {
  readonly log: ExecutionSearch & ExecutionLog;
  readonly now: Clock;
}

/** @throws ExecutionsUnavailable, also when the period is too long to be searched in time */
export async function traceExecution(
  id: string,
  query: TraceQuery,
  { log, now }: TraceExecutionPorts,
): Promise<Decision<TracedExecution>> {
  const period = periodOf(query);
  if (period === undefined) {
    return endsBeforeItBegins();
  }
  const askedAtMs = now();
  const execution = executionNameIn(id) === undefined ? executionName(id) : id;
  const found = await log.search({
    wanted: { execution },
    ...period,
    limit: 1,
    giveUpAtMs: askedAtMs + FIND_MS,
  });
  const [event] = found?.events ?? [];
  if (event === undefined) {
    if (found?.cursor !== undefined) {
      throw new ExecutionsUnavailable();
    }
    return refuse('not_found', 'The log has no such execution in this period.');
  }
  const { executionArn, atMs } = event;
  const history = await log.read({
    executionArn,
    fromMs: atMs - REACH_MS,
    untilMs: atMs + REACH_MS,
    giveUpAtMs: askedAtMs + READ_MS,
  });
  // It has one event at least, unless there was no time left to read it.
  if (history.length === 0) {
    throw new ExecutionsUnavailable();
  }
  return accept({
    execution_name: executionNameIn(executionArn) ?? execution,
    execution: executionPath({ executionArn, atMs }, history),
  });
}

/**
 * Derives an execution's path through the states from its history.
 *
 * Step Functions does not log retries and catches as such. An attempt that begins in a state whose last
 * attempt failed is a retry. A state that is exited, or followed by another, after its last attempt failed
 * was caught.
 * https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
import type { ExecutionEvent, ExecutionPath } from '../../contract/routes/executions.ts';
import type { TokenExecution } from '../token/token-executions.ts';
import type { LoggedEvent } from './execution-log.ts';

const TRY_BEGINS = new Set(['LambdaFunctionScheduled', 'TaskScheduled']);
const TRY_FAILS = new Set([
  'LambdaFunctionFailed',
  'LambdaFunctionScheduleFailed',
  'LambdaFunctionStartFailed',
  'LambdaFunctionTimedOut',
  'TaskFailed',
  'TaskStartFailed',
  'TaskSubmitFailed',
  'TaskTimedOut',
]);
/** An express execution cannot be stopped, but the log format has an event for it. */
const ENDS: Readonly<Record<string, Exclude<ExecutionPath['status'], 'RUNNING'>>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
};
const TIMEOUT_ERROR = 'States.Timeout';

/** The state that the execution is in, and how its last attempt failed, if it did. */
interface Visit {
  readonly state: string;
  readonly failure?: { readonly error?: string };
}

/** The path as far as it is logged; RUNNING until the end is logged. */
export function executionPath(
  { executionArn, atMs }: TokenExecution,
  history: readonly LoggedEvent[],
): ExecutionPath {
  const inOrder = [...history].sort((one, other) => one.id - other.id);
  const end = endOf(inOrder);
  return {
    execution_arn: executionArn,
    status: end?.status ?? 'RUNNING',
    ...(end?.error === undefined ? {} : { error: end.error }),
    started_at: iso(inOrder[0]?.atMs ?? atMs),
    ...(end === undefined ? {} : { stopped_at: iso(end.atMs) }),
    events: follow(inOrder),
  };
}

export interface ExecutionEnd {
  readonly status: Exclude<ExecutionPath['status'], 'RUNNING'>;
  readonly error: string | undefined;
  readonly atMs: number;
}

/** How the execution ended, if its end is among the events. */
export function endOf(history: readonly LoggedEvent[]): ExecutionEnd | undefined {
  for (const event of history) {
    const status = ENDS[event.type];
    if (status !== undefined) {
      return { status, error: errorOf(event), atMs: event.atMs };
    }
  }
  return undefined;
}

function follow(history: readonly LoggedEvent[]): ExecutionEvent[] {
  const events: ExecutionEvent[] = [];
  let visit: Visit | undefined;
  for (const logged of history) {
    const note = (type: ExecutionEvent['type'], state: string, error?: string) =>
      events.push({ type, state, at: iso(logged.atMs), ...(error === undefined ? {} : { error }) });
    const { type, state } = logged;
    if (type.endsWith('StateEntered') && state !== undefined) {
      if (visit?.failure) {
        note('StateCaught', visit.state, visit.failure.error);
      }
      note('StateEntered', state);
      visit = { state };
    } else if (visit === undefined) {
      // Outside any state, or the log lacks the start of this one.
    } else if (TRY_BEGINS.has(type)) {
      if (visit.failure) {
        note('StateRetried', visit.state, visit.failure.error);
      }
      visit = { state: visit.state };
    } else if (TRY_FAILS.has(type)) {
      const error = errorOf(logged);
      note('StateFailed', visit.state, error);
      visit = { state: visit.state, failure: error === undefined ? {} : { error } };
    } else if (type.endsWith('StateExited')) {
      if (visit.failure) {
        note('StateCaught', visit.state, visit.failure.error);
      }
      note('StateExited', visit.state);
      visit = undefined;
    } else if (type in ENDS && ENDS[type] !== 'SUCCEEDED' && !visit.failure) {
      note('StateFailed', visit.state, errorOf(logged));
    }
  }
  return events;
}

/** A timeout is an error with a fixed name, whether or not the log contains it. */
const errorOf = ({ type, error }: LoggedEvent): string | undefined =>
  error ?? (type.endsWith('TimedOut') ? TIMEOUT_ERROR : undefined);

const iso = (ms: number): string => new Date(ms).toISOString();

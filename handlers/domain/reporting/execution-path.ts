/**
 * Tells an execution's way from its history, in terms of states.
 *
 * Step Functions logs no retry and no catch as such. A try that begins in a state whose last try failed
 * is a retry; a state that is left, or followed by another, after its last try failed was caught.
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
/** Nobody can stop an express execution, but the log has a word for it. */
const ENDS: Readonly<Record<string, Exclude<ExecutionPath['status'], 'RUNNING'>>> = {
  ExecutionSucceeded: 'SUCCEEDED',
  ExecutionFailed: 'FAILED',
  ExecutionAborted: 'FAILED',
  ExecutionTimedOut: 'TIMED_OUT',
};
const TIMEOUT_ERROR = 'States.Timeout';

/** The state that the execution is in, and how its last try failed, if it did. */
interface Visit {
  readonly state: string;
  readonly failure?: { readonly error?: string };
}

/** The way as far as it was logged; RUNNING as long as its end was not. */
export function executionPath(
  { executionArn, atMs }: TokenExecution,
  history: readonly LoggedEvent[],
): ExecutionPath {
  const inOrder = [...history].sort((one, other) => one.id - other.id);
  const end = inOrder.find(({ type }) => type in ENDS);
  const error = end && errorOf(end);
  return {
    execution_arn: executionArn,
    status: (end && ENDS[end.type]) ?? 'RUNNING',
    ...(error === undefined ? {} : { error }),
    started_at: iso(inOrder[0]?.atMs ?? atMs),
    ...(end === undefined ? {} : { stopped_at: iso(end.atMs) }),
    events: follow(inOrder),
  };
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
      // Outside of a state, or the log lacks its beginning.
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

/** A timeout is an error of a fixed name, whether or not the log repeats it. */
const errorOf = ({ type, error }: LoggedEvent): string | undefined =>
  error ?? (type.endsWith('TimedOut') ? TIMEOUT_ERROR : undefined);

const iso = (ms: number): string => new Date(ms).toISOString();

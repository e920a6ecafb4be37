/**
 * The execution histories of the state machines. They hold only names, states, times and error names, because
 * input, output and causes may contain secrets or personal data.
 */
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';

const MAX_EXECUTIONS = 1_000;

/** Times are ISO 8601 UTC. */
export interface ExecutionEvent {
  /** As the console names it, without the state's type: `StateEntered`, `StateRetried`, `StateCaught`... */
  readonly type: string;
  readonly state?: string;
  readonly at: string;
  readonly error?: string;
}

type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';

export interface ExecutionRecord {
  readonly execution_arn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly error?: string;
  readonly started_at: string;
  readonly stopped_at?: string;
  readonly events: readonly ExecutionEvent[];
}

export interface ExecutionStore {
  start(execution: { executionArn: string; name: string; startedAtMs: number }): void;
  event(executionArn: string, event: ExecutionEvent): void;
  stop(
    executionArn: string,
    end: { status: Exclude<ExecutionStatus, 'RUNNING'>; error?: string | undefined; stoppedAtMs: number },
  ): void;
  get(executionArn: string): ExecutionRecord | undefined;
  /** Newest first; the latest 1,000. */
  list(): readonly ExecutionRecord[];
  clear(): void;
}

/** A store that starts with the ended executions kept from an earlier run. */
export function createExecutionStore(keeper: Keeper<readonly ExecutionRecord[]> = forgets()): ExecutionStore {
  const records = new Map((keeper.kept ?? []).map((record) => [record.execution_arn, record]));
  const save = () => keeper.save(() => [...records.values()].filter(({ status }) => status !== 'RUNNING'));
  const change = (arn: string, next: (record: ExecutionRecord) => ExecutionRecord): void => {
    const record = records.get(arn);
    if (record) {
      records.set(arn, next(record));
    }
  };
  return {
    start({ executionArn, name, startedAtMs }) {
      records.set(executionArn, {
        execution_arn: executionArn,
        name,
        status: 'RUNNING',
        started_at: new Date(startedAtMs).toISOString(),
        events: [],
      });
      const [oldest] = records.keys();
      if (records.size > MAX_EXECUTIONS && oldest !== undefined) {
        records.delete(oldest);
      }
    },
    event(arn, event) {
      change(arn, (record) => ({ ...record, events: [...record.events, event] }));
    },
    stop(arn, { status, error, stoppedAtMs }) {
      change(arn, (record) => ({
        ...record,
        status,
        ...(error === undefined ? {} : { error }),
        stopped_at: new Date(stoppedAtMs).toISOString(),
      }));
      save();
    },
    get: (arn) => records.get(arn),
    list: () => [...records.values()].reverse(),
    clear() {
      records.clear();
      save();
    },
  };
}

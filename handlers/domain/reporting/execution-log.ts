/** The log of the state machine. */

/** One entry of an execution's history, as Step Functions logs it and without any data. */
export interface LoggedEvent {
  /** Sequence number within the execution, from 1. */
  readonly id: number;
  /** A type of HistoryEvent: `TaskStateEntered`, `LambdaFunctionFailed`, `ExecutionSucceeded`. */
  readonly type: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Present when a state is entered or exited. */
  readonly state?: string;
  /** The name of the error, if the log contains one. */
  readonly error?: string;
}

/** Where to look for an execution's events. Times are epoch milliseconds. */
export interface LogQuery {
  readonly executionArn: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** When to stop and return what was found so far; a call that is already under way is still awaited. */
  readonly giveUpAtMs: number;
}

/** What Step Functions logged. @throws ExecutionsUnavailable */
export interface ExecutionLog {
  /** In no particular order; empty when nothing has arrived in the log yet. */
  read(query: LogQuery): Promise<readonly LoggedEvent[]>;
}

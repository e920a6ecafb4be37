/** The log of the state machine. */

/** One entry of an execution's history, as Step Functions logs it and without any data. */
export interface LoggedEvent {
  /** Counts up from 1 within the execution. */
  readonly id: number;
  /** A type of HistoryEvent: `TaskStateEntered`, `LambdaFunctionFailed`, `ExecutionSucceeded`. */
  readonly type: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  /** Present when a state is entered or exited. */
  readonly state?: string;
  /** Present where the log tells the name of an error. */
  readonly error?: string;
}

/** Where to look for an execution's events. Times are epoch milliseconds. */
export interface LogQuery {
  readonly executionArn: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** When to be content with what was found; a call that was made before is waited for. */
  readonly giveUpAtMs: number;
}

/** What Step Functions logged. @throws ExecutionsUnavailable */
export interface ExecutionLog {
  /** In no order; empty when nothing has arrived in the log yet. */
  read(query: LogQuery): Promise<readonly LoggedEvent[]>;
}

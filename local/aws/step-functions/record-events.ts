/** Records only what anyone may see of the interpreter's events: type, state, time and error name. */
import type { StateMachine } from 'aws-local-stepfunctions';
import type { ExecutionEvent } from './execution-store.ts';

type Events = ReturnType<StateMachine['run']>['eventLogs'];

/** Reads events until the execution ends. */
export async function recordEvents(events: Events, keep: (event: ExecutionEvent) => void): Promise<void> {
  const lastErrors = new Map<string, string>();
  for await (const event of events) {
    const state = 'state' in event ? event.state.name : undefined;
    if ('Error' in event && state !== undefined) {
      lastErrors.set(state, event.Error);
    }
    const error = 'Error' in event ? event.Error : handledError(event.type, state, lastErrors);
    keep({
      type: event.type,
      ...(state === undefined ? {} : { state }),
      at: new Date(event.timestamp).toISOString(),
      ...(error === undefined ? {} : { error }),
    });
  }
}

/** A retry or catch event handles the last failure of its state. */
const handledError = (
  type: string,
  state: string | undefined,
  errors: Map<string, string>,
): string | undefined =>
  state !== undefined && (type === 'StateRetried' || type === 'StateCaught') ? errors.get(state) : undefined;

/**
 * Step Functions fails an execution in which a task's input or result, or a state's output, exceeds 256 KiB;
 * `States.ALL` does not catch that.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
import type { StateMachine } from 'aws-local-stepfunctions';
import type { TaskHandler } from './task-resources.ts';

export const MAX_PAYLOAD_BYTES = 262_144;
export const DATA_LIMIT_ERROR = 'States.DataLimitExceeded';

type Events = ReturnType<StateMachine['run']>['eventLogs'];

/** The payload limit of one execution. */
export interface PayloadLimit {
  /** The cause of the failure; undefined while every payload is within the limit. */
  readonly cause: string | undefined;
  /** Wraps a handler, to refuse input and results that are too large. */
  guard(state: string, handler: TaskHandler): TaskHandler;
  /** Yields the same events, and checks each state's output. By then the next state may have begun. */
  watch(events: Events): Events;
}

/** `abort` ends the execution, even if the machine would catch the error. */
export function createPayloadLimit(abort: () => void): PayloadLimit {
  let cause: string | undefined;

  function check(state: string, value: unknown): void {
    if (cause !== undefined || Buffer.byteLength(JSON.stringify(value) ?? '') <= MAX_PAYLOAD_BYTES) {
      return;
    }
    cause = `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`;
    abort();
  }

  return {
    get cause() {
      return cause;
    },
    guard: (state, handler) => async (input) => {
      const checked = (value: unknown) => {
        check(state, value);
        if (cause !== undefined) {
          throw Object.assign(new Error(cause), { name: DATA_LIMIT_ERROR });
        }
        return value;
      };
      return checked(await handler(checked(input)));
    },
    async *watch(events) {
      for await (const event of events) {
        if (event.type === 'StateExited') {
          check(event.state.name, event.state.output);
        }
        yield event;
      }
    },
  };
}

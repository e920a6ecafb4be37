/** Runs one state machine in the interpreter, and records its executions. */
import { ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import type { Resource } from '../../cloudformation/load-stack.ts';
import type { Definition } from './asl.ts';
import { statesOf } from './asl.ts';
import { UnsupportedStateMachineError } from './asl-support.ts';
import type { ExecutionEvent, ExecutionStore } from './execution-store.ts';
import type { PayloadLimit } from './payload-limit.ts';
import { createPayloadLimit, DATA_LIMIT_ERROR } from './payload-limit.ts';
import { recordEvents } from './record-events.ts';
import { readDefinition } from './state-machine-definition.ts';
import type { TaskHandler, TaskServices } from './task-resources.ts';
import { taskHandler } from './task-resources.ts';

const TIMEOUT_ERROR = 'States.Timeout';
const ENDS = ['ExecutionSucceeded', 'ExecutionFailed', 'ExecutionAborted', 'ExecutionTimeout'];

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
}

/** `output` is JSON text. */
export interface ExecutionResult {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT';
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
  readonly startedAtMs: number;
  readonly stoppedAtMs: number;
}

export interface RunnableMachine {
  run(execution: Execution, input: unknown): Promise<ExecutionResult>;
}

type RunOptions = NonNullable<Parameters<StateMachine['run']>[1]>;
type LocalHandlers = NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']>;
type RunInput = Parameters<StateMachine['run']>[0];
type Outcome = Omit<ExecutionResult, 'startedAtMs' | 'stoppedAtMs'>;

/**
 * Prepares the machine of a resource. `isValid` skips its validation, which takes a second.
 * @throws {UnsupportedStateMachineError} naming the state that cannot be run here
 */
export function createRunnableMachine(
  resource: Resource,
  services: TaskServices,
  executions: ExecutionStore,
  patience: number,
  isValid = false,
): RunnableMachine {
  const definition = readDefinition(resource, patience);
  const handlers = taskHandlers(resource.logicalId, definition, services);
  const machine = new StateMachine(definition as ConstructorParameters<typeof StateMachine>[0], {
    validationOptions: { noValidate: isValid },
  });

  return {
    async run(execution, input) {
      const startedAtMs = Date.now();
      const { arn: executionArn, name } = execution;
      executions.start({ executionArn, name, startedAtMs });
      // Deferred, because the first task's input may exceed the limit before `run` is assigned.
      const limit = createPayloadLimit(() => queueMicrotask(() => run.abort()));
      const run = machine.run(input as RunInput, {
        overrides: { taskResourceLocalHandlers: guardedBy(limit, handlers) },
        context: contextObject(execution),
        noThrowOnAbort: true,
      });
      const recorded = recordEvents(limit.watch(run.eventLogs), (event) =>
        executions.event(executionArn, limit.cause === undefined ? event : endedByLimit(event)),
      );
      const settled = await settle(run.result);
      await recorded;
      const outcome = limit.cause === undefined ? settled : exceeded(limit.cause);
      const stoppedAtMs = Date.now();
      executions.stop(executionArn, { status: outcome.status, error: outcome.error, stoppedAtMs });
      return { ...outcome, startedAtMs, stoppedAtMs };
    },
  };
}

function taskHandlers(
  machine: string,
  definition: Definition,
  services: TaskServices,
): readonly (readonly [state: string, TaskHandler])[] {
  return statesOf(definition)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([name, { Resource: resource = '' }]) => {
      const handler = taskHandler(resource, services);
      if (handler) {
        return [name, handler] as const;
      }
      throw new UnsupportedStateMachineError(machine, `state "${name}" calls ${resource}`);
    });
}

const guardedBy = (limit: PayloadLimit, handlers: ReturnType<typeof taskHandlers>): LocalHandlers =>
  Object.fromEntries(
    handlers.map(([state, handler]) => [state, limit.guard(state, handler)]),
  ) as LocalHandlers;

const exceeded = (cause: string): Outcome => ({ status: 'FAILED', error: DATA_LIMIT_ERROR, cause });

/** Replaces the end that the interpreter reports: an abort, or an end that came before the abort. */
const endedByLimit = (event: ExecutionEvent): ExecutionEvent =>
  ENDS.includes(event.type) ? { ...event, type: 'ExecutionFailed', error: DATA_LIMIT_ERROR } : event;

/** The interpreter adds the input and the start time. */
const contextObject = ({ arn, name, stateMachineArn, stateMachineName }: Execution) => ({
  Execution: { Id: arn, Name: name },
  StateMachine: { Id: stateMachineArn, Name: stateMachineName },
});

async function settle(result: Promise<unknown>): Promise<Outcome> {
  try {
    return { status: 'SUCCEEDED', output: JSON.stringify(await result) };
  } catch (error) {
    if (error instanceof ExecutionTimeoutError) {
      return { status: 'TIMED_OUT', error: TIMEOUT_ERROR };
    }
    if (!(error instanceof Error && error.cause instanceof Error)) {
      throw error;
    }
    return { status: 'FAILED', error: error.cause.name, cause: error.cause.message };
  }
}

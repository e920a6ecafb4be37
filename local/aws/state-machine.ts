/** One state machine in the interpreter, and what is kept of its executions. */
import { ExecutionTimeoutError, StateMachine } from 'aws-local-stepfunctions';
import type { Resource } from '../cloudformation/load-stack.ts';
import type { Definition } from './asl.ts';
import { statesOf } from './asl.ts';
import { UnsupportedStateMachineError } from './asl-support.ts';
import type { ExecutionStore } from './execution-store.ts';
import { recordEvents } from './record-events.ts';
import { MAX_EXECUTION_SECONDS, readDefinition } from './state-machine-definition.ts';
import type { TaskHandler, TaskServices } from './task-resources.ts';
import { taskHandler } from './task-resources.ts';

const TIMEOUT_ERROR = 'States.Timeout';

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
}

/** Output is JSON text. */
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
type RunInput = Parameters<StateMachine['run']>[0];
type Outcome = Omit<ExecutionResult, 'startedAtMs' | 'stoppedAtMs'>;

/**
 * Prepares the machine of a resource.
 * @throws {UnsupportedStateMachineError} naming the state that cannot be run here
 */
export function createRunnableMachine(
  resource: Resource,
  services: TaskServices,
  executions: ExecutionStore,
): RunnableMachine {
  const definition = readDefinition(resource);
  const handlers = taskHandlers(resource.logicalId, definition, services);
  const TimeoutSeconds = Math.min(definition.TimeoutSeconds ?? MAX_EXECUTION_SECONDS, MAX_EXECUTION_SECONDS);
  const machine = new StateMachine({ ...definition, TimeoutSeconds } as ConstructorParameters<
    typeof StateMachine
  >[0]);

  return {
    async run(execution, input) {
      const startedAtMs = Date.now();
      const { arn: executionArn, name } = execution;
      executions.start({ executionArn, name, startedAtMs });
      const { result, eventLogs } = machine.run(input as RunInput, {
        overrides: { taskResourceLocalHandlers: handlers },
        context: contextObject(execution),
      });
      const recorded = recordEvents(eventLogs, (event) => executions.event(executionArn, event));
      const outcome = await settle(result);
      await recorded;
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
): NonNullable<NonNullable<RunOptions['overrides']>['taskResourceLocalHandlers']> {
  const handlers = statesOf(definition)
    .filter(([, { Type }]) => Type === 'Task')
    .map(([name, { Resource: resource = '' }]): [string, TaskHandler] => {
      const handler = taskHandler(resource, services);
      if (handler) return [name, handler];
      throw new UnsupportedStateMachineError(machine, `state "${name}" calls ${resource}`);
    });
  return Object.fromEntries(handlers) as ReturnType<typeof taskHandlers>;
}

/** Input and start time are added by the interpreter. */
const contextObject = ({ arn, name, stateMachineArn, stateMachineName }: Execution) => ({
  Execution: { Id: arn, Name: name },
  StateMachine: { Id: stateMachineArn, Name: stateMachineName },
});

async function settle(result: Promise<unknown>): Promise<Outcome> {
  try {
    return { status: 'SUCCEEDED', output: JSON.stringify(await result) };
  } catch (error) {
    if (error instanceof ExecutionTimeoutError) return { status: 'TIMED_OUT', error: TIMEOUT_ERROR };
    if (!(error instanceof Error && error.cause instanceof Error)) throw error;
    return { status: 'FAILED', error: error.cause.name, cause: error.cause.message };
  }
}

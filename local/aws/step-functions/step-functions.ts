/** AWS Step Functions: synchronous executions of the stack's express state machines. */
import { randomUUID } from 'node:crypto';
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { JsonOperations } from '../wire/wire.ts';
import type { ExecutionStore } from './execution-store.ts';
import { MAX_PAYLOAD_BYTES } from './payload-limit.ts';
import type { Execution, ExecutionResult, RunnableMachine } from './state-machine.ts';
import { createRunnableMachine } from './state-machine.ts';
import type { TaskServices } from './task-resources.ts';
import { createTurnstile } from './turnstile.ts';

const MACHINE_TYPE = 'AWS::StepFunctions::StateMachine';
/**
 * Concurrent executions; further ones wait before they start. AWS scales to hundreds, but a machine with two
 * cores does not: with more, executions would wait for functions longer than the states' timeouts allow.
 */
const MAX_EXECUTIONS = 4;
const EXECUTION_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

interface StateMachine {
  readonly arn: string;
  readonly name: string;
  readonly createdAtMs: number;
  readonly resource: Resource;
  readonly machine: RunnableMachine;
}

/**
 * The operations on the stack's state machines, whose timeouts are multiplied by `patience`. `areValid` skips
 * the validation of the definitions.
 * @throws {UnsupportedStateMachineError} when a definition cannot be run here
 */
export function createStepFunctions(
  stack: Stack,
  services: TaskServices,
  executions: ExecutionStore,
  patience: number,
  areValid = false,
): JsonOperations {
  const machines = [...stack.resources.values()]
    .filter(({ type }) => type === MACHINE_TYPE)
    .map((resource) => createMachine(resource, services, executions, patience, areValid));

  const inTurn = createTurnstile(MAX_EXECUTIONS);

  function find({ stateMachineArn }: Record<string, unknown>): StateMachine {
    const machine = machines.find(({ arn }) => arn === stateMachineArn);
    if (!machine) {
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
    }
    return machine;
  }

  return {
    async StartSyncExecution(input) {
      const { arn, name: machineName, machine } = find(input);
      const { text, value } = parseInput(input.input);
      const name = executionName(input.name);
      const execution: Execution = {
        arn: `${arn.replace(':stateMachine:', ':express:')}:${name}:${randomUUID()}`,
        name,
        stateMachineArn: arn,
        stateMachineName: machineName,
      };
      const result = await inTurn(() => machine.run(execution, value));
      return startSyncExecutionOutput(execution, text, result, input.traceHeader);
    },
    DescribeStateMachine(input) {
      const { arn, name, createdAtMs, resource } = find(input);
      return {
        stateMachineArn: arn,
        name,
        status: 'ACTIVE',
        type: 'EXPRESS',
        definition: resource.properties.DefinitionString,
        roleArn: resource.properties.RoleArn,
        creationDate: createdAtMs / 1000,
        loggingConfiguration: loggingConfiguration(resource),
      };
    },
    ListStateMachines() {
      const stateMachines = machines.map(({ arn, name, createdAtMs }) => ({
        stateMachineArn: arn,
        name,
        type: 'EXPRESS',
        creationDate: createdAtMs / 1000,
      }));
      return { stateMachines };
    },
  };
}

function createMachine(
  resource: Resource,
  services: TaskServices,
  executions: ExecutionStore,
  patience: number,
  isValid: boolean,
): StateMachine {
  return {
    arn: resource.ref,
    name: resource.ref.split(':').at(-1) ?? '',
    createdAtMs: Date.now(),
    resource,
    machine: createRunnableMachine(resource, services, executions, patience, isValid),
  };
}

/** The level that the template sets; without one, OFF. */
function loggingConfiguration({ properties }: Resource): Record<string, unknown> {
  const { Level = 'OFF' } = (properties.LoggingConfiguration ?? {}) as { Level?: string };
  return { level: Level, includeExecutionData: false };
}

function parseInput(given: unknown): { text: string; value: unknown } {
  const text = given === undefined ? '{}' : String(given);
  if (Buffer.byteLength(text) > MAX_PAYLOAD_BYTES) {
    throw new AwsError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: more than ${MAX_PAYLOAD_BYTES} bytes`,
    );
  }
  try {
    return { text, value: JSON.parse(text) };
  } catch {
    throw new AwsError('InvalidExecutionInput', "Invalid State Machine Execution Input: 'it is not JSON'");
  }
}

function executionName(given: unknown): string {
  if (given === undefined) {
    return randomUUID();
  }
  if (typeof given === 'string' && EXECUTION_NAME.test(given)) {
    return given;
  }
  throw new AwsError('InvalidName', `Invalid Name: '${given}'`);
}

/** Source: Step Functions API reference, StartSyncExecution. Times are epoch seconds. */
function startSyncExecutionOutput(
  { arn, name, stateMachineArn }: Execution,
  input: string,
  { status, output, error, cause, startedAtMs, stoppedAtMs }: ExecutionResult,
  traceHeader: unknown,
): Record<string, unknown> {
  return {
    executionArn: arn,
    stateMachineArn,
    name,
    startDate: startedAtMs / 1000,
    stopDate: stoppedAtMs / 1000,
    status,
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause }),
    input,
    inputDetails: { included: true },
    ...(output === undefined ? {} : { output, outputDetails: { included: true } }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    billingDetails: {
      billedMemoryUsedInMB: 64,
      billedDurationInMilliseconds: Math.max(100, Math.ceil((stoppedAtMs - startedAtMs) / 100) * 100),
    },
  };
}

/** Reads a state machine's definition out of its resource. */
import type { Resource } from '../cloudformation/load-stack.ts';
import type { Definition } from './asl.ts';
import { refuseUnsupported, UnsupportedStateMachineError } from './asl-support.ts';

/** No express execution, and so no task, runs longer. */
export const MAX_EXECUTION_SECONDS = 300;

/**
 * A task's time, in times of what it has on AWS. It covers the wait for a function to start, which on a
 * busy machine takes long; the function itself has no more time than there.
 */
const TASK_TIME_FACTOR = 3;

/**
 * The definition of a state machine resource, with substitutions made.
 * @throws {UnsupportedStateMachineError}
 */
export function readDefinition({ logicalId, properties }: Resource): Definition {
  if (properties.StateMachineType !== 'EXPRESS') {
    throw new UnsupportedStateMachineError(logicalId, 'only type EXPRESS can be run');
  }
  const definition = parseDefinition(logicalId, properties);
  refuseUnsupported(logicalId, definition);
  return mended(definition) as Definition;
}

function parseDefinition(logicalId: string, properties: Record<string, unknown>): Definition {
  const {
    Definition: object,
    DefinitionString: text,
    DefinitionSubstitutions: substitutions = {},
  } = properties;
  const source = typeof text === 'string' ? text : JSON.stringify(object);
  if (source === undefined) throw new UnsupportedStateMachineError(logicalId, 'it has no DefinitionString');
  const values = substitutions as Record<string, unknown>;
  const substituted = source.replace(/\$\{(\w+)\}/g, (marker, name: string) =>
    Object.hasOwn(values, name) ? JSON.stringify(String(values[name])).slice(1, -1) : marker,
  );
  return JSON.parse(substituted) as Definition;
}

/**
 * Says in another way what the interpreter takes wrongly: `"ResultPath": "$"`, the default, becomes a member
 * of that name; a task without a timeout gets one of 60 s, where AWS has none. Gives tasks time to start their functions.
 */
function mended(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value)
    .filter(([key, each]) => !(key === 'ResultPath' && each === '$'))
    .map(([key, each]) => [key, mended(each)] as const);
  return { ...Object.fromEntries(members), ...timeoutOf(value) };
}

function timeoutOf(value: object): { TimeoutSeconds?: number } {
  if (!isTask(value) || 'TimeoutSecondsPath' in value) return {};
  const seconds = 'TimeoutSeconds' in value ? Number(value.TimeoutSeconds) : MAX_EXECUTION_SECONDS;
  return { TimeoutSeconds: Math.min(seconds * TASK_TIME_FACTOR, MAX_EXECUTION_SECONDS) };
}

const isTask = (value: object): boolean => 'Type' in value && value.Type === 'Task' && 'Resource' in value;

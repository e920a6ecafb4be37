/** Reads a state machine's definition out of its resource. */
import type { Resource } from '../../cloudformation/load-stack.ts';
import type { Definition } from './asl.ts';
import { refuseUnsupported, UnsupportedStateMachineError } from './asl-support.ts';

/** No express execution, and so no task, runs longer. */
const MAX_EXECUTION_SECONDS = 300;

/**
 * The definition of a state machine resource, with substitutions made. Its timeouts, and those of its tasks, are
 * `patience` times as long.
 * @throws {UnsupportedStateMachineError}
 */
export function readDefinition({ logicalId, properties }: Resource, patience = 1): Definition {
  if (properties.StateMachineType !== 'EXPRESS') {
    throw new UnsupportedStateMachineError(logicalId, 'only type EXPRESS can be run');
  }
  const definition = parseDefinition(logicalId, properties);
  refuseUnsupported(logicalId, definition);
  const TimeoutSeconds = lengthened(definition.TimeoutSeconds, patience);
  return { ...(mended(definition, patience) as Definition), TimeoutSeconds };
}

function parseDefinition(logicalId: string, properties: Record<string, unknown>): Definition {
  const {
    Definition: object,
    DefinitionString: text,
    DefinitionSubstitutions: substitutions = {},
  } = properties;
  const source = typeof text === 'string' ? text : JSON.stringify(object);
  if (source === undefined) {
    throw new UnsupportedStateMachineError(logicalId, 'it has no DefinitionString');
  }
  const values = substitutions as Record<string, unknown>;
  const substituted = source.replace(/\$\{(\w+)\}/g, (marker, name: string) =>
    Object.hasOwn(values, name) ? JSON.stringify(String(values[name])).slice(1, -1) : marker,
  );
  return JSON.parse(substituted) as Definition;
}

/**
 * Says in another way what the interpreter takes wrongly: `"ResultPath": "$"`, the default, becomes a member
 * of that name; a task without a timeout gets one of 60 s, where AWS has none.
 */
function mended(value: unknown, patience: number): unknown {
  if (Array.isArray(value)) {
    return value.map((each) => mended(each, patience));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const members = Object.entries(value)
    .filter(([key, each]) => !(key === 'ResultPath' && each === '$'))
    .map(([key, each]) => [key, mended(each, patience)] as const);
  return { ...Object.fromEntries(members), ...timeoutOf(value, patience) };
}

function timeoutOf(value: object, patience: number): { TimeoutSeconds?: number } {
  if (!isTask(value) || 'TimeoutSecondsPath' in value) {
    return {};
  }
  const seconds = 'TimeoutSeconds' in value ? Number(value.TimeoutSeconds) : undefined;
  return { TimeoutSeconds: lengthened(seconds, patience) };
}

const lengthened = (seconds: number | undefined, patience: number): number =>
  Math.min((seconds ?? MAX_EXECUTION_SECONDS) * patience, MAX_EXECUTION_SECONDS);

const isTask = (value: object): boolean => 'Type' in value && value.Type === 'Task' && 'Resource' in value;

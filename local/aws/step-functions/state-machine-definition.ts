/** Reads a state machine's definition from its resource. */
import type { Resource } from '../../cloudformation/load-stack.ts';
import type { Definition } from './asl.ts';
import { refuseUnsupported, UnsupportedStateMachineError } from './asl-support.ts';

/** The longest an express execution can run, and so any of its tasks; those that set no limit have this one. */
export const MAX_EXECUTION_SECONDS = 300;

/**
 * The definition of a state machine resource, with its substitutions applied. Its timeouts and those of its
 * tasks are multiplied by `patience`.
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
 * Rewrites what the interpreter gets wrong. It takes `"ResultPath": "$"`, the default, as the name of a
 * member, and gives a task without a timeout one of 60 s, where AWS has none.
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

/** What a function writes, as events of its log group. */
import { randomUUID } from 'node:crypto';
import type { Stack } from '../../cloudformation/load-stack.ts';
import { toObject, toText } from '../../http/json-values.ts';
import type { LogLine } from './log-store.ts';

const FUNCTION_TYPE = 'AWS::Lambda::Function';

/** None where the function's group is not in the template: nothing there can subscribe to it. */
export function functionLogs(stack: Stack) {
  const groups = new Map(
    [...stack.resources.values()]
      .filter(({ type }) => type === FUNCTION_TYPE)
      .map(({ shortName, properties }) => [shortName, toText(toObject(properties.LoggingConfig).LogGroup)]),
  );
  return ({ at, function: name, line }: LogLine) => {
    const group = groups.get(name) ?? '';
    const event = { group, stream: 'local', id: randomUUID(), timestamp: Date.parse(at), message: line };
    return group === '' ? [] : [event];
  };
}

/**
 * Event patterns, as far as they are used here: lists of texts for members of the event, which may be nested.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
import { isObject } from '../../http/json-values.ts';

type Matches = (event: unknown) => boolean;

/** @throws when a pattern has anything else, such as a prefix or a number */
export function readPattern(pattern: unknown, path: string): Matches {
  if (!isObject(pattern) || Object.keys(pattern).length === 0) {
    throw new Error(`${path}: an event pattern is an object with a member or more.`);
  }
  const members = Object.entries(pattern).map(([name, wanted]): [string, Matches] => [
    name,
    Array.isArray(wanted) ? readValues(wanted, path) : readPattern(wanted, path),
  ]);
  return (event) => isObject(event) && members.every(([name, matches]) => matches(event[name]));
}

/** A list in the event matches by one of its values. */
function readValues(wanted: readonly unknown[], path: string): Matches {
  if (wanted.length === 0 || wanted.some((value) => typeof value !== 'string')) {
    throw new Error(`${path}: the local runtime supports event patterns with lists of texts only.`);
  }
  return (value) => [value].flat().some((each) => wanted.includes(each));
}

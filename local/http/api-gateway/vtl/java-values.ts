/**
 * Comparison, truthiness and printing of template values. On AWS, templates run on Java: an empty string is
 * true, `1 == "1"` compares as text, and a map prints as `{a=1}`.
 */

const PLAIN_FROM = 1e-3;
const PLAIN_BELOW = 1e7;

/** A list from a JSON document: unlike a list that a template creates, it prints as JSON. */
class JsonList extends Array<unknown> {}

/** Parses JSON into template values. @throws {SyntaxError} when the text is not JSON */
export function parseJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => (Array.isArray(value) ? toJsonList(value) : value));
}

/** Java's null: in JavaScript, both null and undefined. */
export const isNull = (value: unknown): value is null | undefined => value === null || value === undefined;

/** As in Velocity 1, only null and false are not true. */
export const isTrue = (value: unknown): boolean => !isNull(value) && value !== false;

/** As in Velocity 1, compares numbers by value and everything else by its text. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (isNull(left) || isNull(right)) {
    return isNull(left) && isNull(right);
  }
  if (typeof left === 'number' && typeof right === 'number') {
    return left === right;
  }
  return toJavaString(left) === toJavaString(right);
}

/** Java's `String.valueOf`. */
export function toJavaString(value: unknown): string {
  if (typeof value === 'string') {
    return value;
  }
  if (typeof value === 'number') {
    return numberToJavaString(value);
  }
  if (value instanceof JsonList) {
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(toJavaString).join(', ')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, member]) => `${key}=${toJavaString(member)}`);
    return `{${entries.join(', ')}}`;
  }
  return value === undefined ? 'null' : String(value);
}

function toJsonList(items: readonly unknown[]): JsonList {
  const list = new JsonList();
  list.push(...items);
  return list;
}

/** Integers print as they are, other numbers as by Java's `Double.toString`. */
function numberToJavaString(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) {
    return String(value);
  }
  const size = Math.abs(value);
  if (size >= PLAIN_FROM && size < PLAIN_BELOW) {
    return String(value);
  }
  const [mantissa = '', exponent = ''] = value.toExponential().split('e');
  return `${mantissa.includes('.') ? mantissa : `${mantissa}.0`}E${exponent.replace('+', '')}`;
}

/** The methods of Java's String and Map that templates may call on values. */
import { replaceAllJava } from './java-regex.ts';
import { toJavaString } from './java-values.ts';

type Method<T> = (self: T, ...args: readonly unknown[]) => unknown;
type JsonMap = Record<string, unknown>;

const text = toJavaString;

const STRING: Record<string, Method<string>> = {
  contains: (self, part) => self.includes(text(part)),
  equalsIgnoreCase: (self, other) => self.toLowerCase() === text(other).toLowerCase(),
  replaceAll: (self, pattern, replacement) => replaceAllJava(self, text(pattern), text(replacement)),
};

const MAP: Record<string, Method<JsonMap>> = {
  get: (self, key) => (Object.hasOwn(self, text(key)) ? self[text(key)] : null),
  keySet: (self) => Object.keys(self),
};

export const JAVA_METHODS: readonly string[] = [...Object.keys(STRING), ...Object.keys(MAP)];

/**
 * Calls a method on a string or a map.
 * @throws {TypeError} when it has no such method
 */
export function callJavaMethod(self: unknown, name: string, args: readonly unknown[]): unknown {
  if (typeof self === 'string' && Object.hasOwn(STRING, name)) {
    return STRING[name]?.(self, ...args);
  }
  if (typeof self === 'object' && self !== null && !Array.isArray(self) && Object.hasOwn(MAP, name)) {
    return MAP[name]?.(self as JsonMap, ...args);
  }
  throw new TypeError(`The local runtime does not support the method ${name} on ${text(self)}.`);
}

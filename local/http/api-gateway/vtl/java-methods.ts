/** The methods of Java's String, List and Map that templates may call on values. */
import { matchesJava, replaceAllJava, replaceFirstJava, splitJava } from './java-regex.ts';
import { isEqual, toJavaString } from './java-values.ts';

type Method<T> = (self: T, ...args: readonly unknown[]) => unknown;
type JsonMap = Record<string, unknown>;

const text = toJavaString;

const STRING: Record<string, Method<string>> = {
  charAt: (self, index) => self.charAt(Number(index)),
  concat: (self, other) => self + text(other),
  contains: (self, part) => self.includes(text(part)),
  endsWith: (self, part) => self.endsWith(text(part)),
  equals: (self, other) => self === other,
  equalsIgnoreCase: (self, other) => self.toLowerCase() === text(other).toLowerCase(),
  indexOf: (self, part) => self.indexOf(text(part)),
  isEmpty: (self) => self === '',
  lastIndexOf: (self, part) => self.lastIndexOf(text(part)),
  length: (self) => self.length,
  matches: (self, pattern) => matchesJava(self, text(pattern)),
  replace: (self, from, to) => self.replaceAll(text(from), () => text(to)),
  replaceAll: (self, pattern, replacement) => replaceAllJava(self, text(pattern), text(replacement)),
  replaceFirst: (self, pattern, replacement) => replaceFirstJava(self, text(pattern), text(replacement)),
  split: (self, pattern) => splitJava(self, text(pattern)),
  startsWith: (self, part) => self.startsWith(text(part)),
  substring: (self, from, to) => self.substring(Number(from), to === undefined ? undefined : Number(to)),
  toLowerCase: (self) => self.toLowerCase(),
  toString: (self: string) => self,
  toUpperCase: (self) => self.toUpperCase(),
  trim: (self) => self.trim(),
};

const LIST: Record<string, Method<unknown[]>> = {
  add: (self, item) => self.push(item) > 0,
  contains: (self, item) => self.some((each) => isEqual(each, item)),
  get: (self, index) => self[Number(index)],
  isEmpty: (self) => self.length === 0,
  size: (self) => self.length,
};

const MAP: Record<string, Method<JsonMap>> = {
  containsKey: (self, key) => Object.hasOwn(self, text(key)),
  entrySet: (self) => Object.entries(self).map(([key, value]) => ({ key, value })),
  get: (self, key) => (Object.hasOwn(self, text(key)) ? self[text(key)] : null),
  getKey: (self) => self.key,
  getValue: (self) => self.value,
  isEmpty: (self) => Object.keys(self).length === 0,
  keySet: (self) => Object.keys(self),
  put: (self, key, value) => {
    self[text(key)] = value;
    return null;
  },
  size: (self) => Object.keys(self).length,
  values: (self) => Object.values(self),
};

/**
 * Calls a method on a string, list, map, number or boolean.
 * @throws {TypeError} when the local runtime has no such method
 */
export function callJavaMethod(self: unknown, name: string, args: readonly unknown[]): unknown {
  if (typeof self === 'string' && Object.hasOwn(STRING, name)) return STRING[name]?.(self, ...args);
  if (Array.isArray(self) && Object.hasOwn(LIST, name)) return LIST[name]?.(self, ...args);
  if (typeof self === 'object' && self !== null && !Array.isArray(self) && Object.hasOwn(MAP, name)) {
    return MAP[name]?.(self as JsonMap, ...args);
  }
  if (name === 'toString') return text(self);
  if (name === 'equals') return isEqual(self, args[0]);
  throw new TypeError(`The local runtime has no method ${name} on ${text(self)}.`);
}

/** Reads values of unknown shape from templates and JSON documents. */

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object, or an empty one in place of any other value. */
export const toObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The list, or an empty one in place of any other value. */
export const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value as a string; empty for null and undefined. */
export const toText = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value);

export const toTextList = (value: unknown): readonly string[] => toList(value).map(toText);

export const toTextMap = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(toObject(value)).map(([key, member]) => [key, toText(member)]));

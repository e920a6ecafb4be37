/** Reads values of unknown shape, as templates and JSON documents hold them. */

export type JsonObject = Record<string, unknown>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An empty object in the place of anything else. */
export const toObject = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** An empty list in the place of anything else. */
export const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Empty when there is none. */
export const toText = (value: unknown): string =>
  value === undefined || value === null ? '' : String(value);

export const toTextList = (value: unknown): readonly string[] => toList(value).map(toText);

export const toTextMap = (value: unknown): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(toObject(value)).map(([key, member]) => [key, toText(member)]));

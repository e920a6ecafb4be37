/**
 * How values are written to a function's environment and read from it. The stack and the runtime share names
 * and formats, so that neither can misspell what the other means. Durations are in seconds, prices in US
 * dollars.
 */
import type { $ZodType } from 'zod/v4/core';

/** Powertools reads this variable too. */
export const SERVICE_NAME_VARIABLE = 'POWERTOOLS_SERVICE_NAME';

/** `tokenLength` becomes TOKEN_LENGTH. */
export const variableOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** How the names of variables for tables, secrets and log groups end. */
export const SUFFIXES = { tables: 'Table', secrets: 'SecretId', logs: 'LogGroup' } as const;

/**
 * Whether the value goes into the environment, which is limited to 4 KB in total. Structures, whose length
 * the owner decides, go into a file in the bundle instead, under the same names.
 */
export const isShort = (schema: $ZodType): boolean => isText(schema) || isJsonWord(schema);

/** The name of that file, next to the code of the function. */
export const VARIABLES_FILE = 'variables.json';

/** Text unchanged, everything else as JSON. */
export const toVariable = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** The value of a variable, for its schema to check; undefined if it has none. */
export function fromVariable(variable: string | undefined, schema: $ZodType): unknown {
  if (schema._zod.def.type === 'default' && variable === '') {
    return undefined;
  }
  if (variable === undefined || isText(schema)) {
    return variable;
  }
  try {
    return JSON.parse(variable);
  } catch {
    return undefined;
  }
}

/** Optional text has a default, so the type of its schema is `default`. */
const isText = ({ _zod: { def } }: $ZodType): boolean => ['default', 'enum', 'string'].includes(def.type);

const isJsonWord = ({ _zod: { def } }: $ZodType): boolean => ['boolean', 'number'].includes(def.type);

/**
 * How values are written into a function's environment, and read from it: the stack and the runtime share names and
 * form, so that neither can misspell what the other means. Durations are seconds, prices US dollars.
 */
import type { $ZodType } from 'zod/v4/core';

/** Powertools reads it by this name too. */
export const SERVICE_NAME_VARIABLE = 'POWERTOOLS_SERVICE_NAME';

/** `true` in the functions that tell events, where the deployment has them. */
export const EVENTS_VARIABLE = 'EVENTS';

/** `tokenLength` is in TOKEN_LENGTH. */
export const variableOf = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();

/** What the names of tables, secrets and log groups are told by. */
export const SUFFIXES = { tables: 'Table', secrets: 'SecretId', logs: 'LogGroup' } as const;

/**
 * Whether the value is short: a function's environment is limited to 4 KB in total, so structures, whose length the
 * owner decides, are in a file of its bundle, under the same names.
 */
export const isShort = (schema: $ZodType): boolean => isText(schema) || isJsonWord(schema);

/** The file, beside the function's code. */
export const VARIABLES_FILE = 'variables.json';

/** Text as it is, everything else as JSON. */
export const toVariable = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** What a variable says, for its schema to check; undefined where it says nothing. */
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

/** Text that can be left out has a default, which is no text. */
const isText = ({ _zod: { def } }: $ZodType): boolean => ['default', 'enum', 'string'].includes(def.type);

const isJsonWord = ({ _zod: { def } }: $ZodType): boolean => ['boolean', 'number'].includes(def.type);

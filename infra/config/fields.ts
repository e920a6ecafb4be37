/**
 * Parses the keys of the configuration. The command line (`-c key=...`) gives text; cdk.json gives typed
 * values.
 */
import { z } from 'zod';
import type { SettingRow, SettingRows, Value } from '../../handlers/contract/setting.ts';

/** A key of the configuration, and its text in docs/configuration.md. */
export interface ConfigKey<F extends z.core.$ZodType = z.core.$ZodType> {
  readonly field: F;
  /** The default in words, where its value would not explain it. Markdown. */
  readonly defaultText?: string;
  /** Markdown; the bounds of numbers and lists are added from the field. */
  readonly text: string;
  /** What is allowed and the field's bounds do not say. Markdown. */
  readonly allowed?: () => string;
}

/** What is wrong with settings that are each well-formed. */
export interface SettingError {
  readonly path: (string | number)[];
  readonly message: string;
}

export const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);

export const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')], {
  error: 'must be true or false',
});

/** Structured values are JSON on the command line. */
export const structured = <T extends z.core.$ZodType>(schema: T) =>
  z.preprocess((value, context) => {
    if (typeof value !== 'string') {
      return value;
    }
    try {
      return JSON.parse(value);
    } catch {
      context.addIssue({ code: 'custom', message: 'must be JSON on the command line' });
      return z.NEVER;
    }
  }, schema);

/** The configuration keys of settings that are passed to the functions unchanged. */
export function keysOf<R extends SettingRows>(rows: R): KeysOf<R>;
export function keysOf(rows: SettingRows): Readonly<Record<string, ConfigKey>> {
  return Object.fromEntries(
    Object.entries(rows).map(([name, row]) => [name, { ...row, field: fieldOf(row) }]),
  );
}

type KeysOf<R extends SettingRows> = {
  readonly [N in keyof R]: ConfigKey<z.core.$ZodType<Value<R[N]['schema']>>>;
};

function fieldOf(row: SettingRow): z.core.$ZodType {
  const field = fromText(row);
  return row.default === undefined ? field : z._default(field, row.default);
}

function fromText({ schema, default: byDefault }: SettingRow): z.core.$ZodType {
  const value = schema();
  switch (value._zod.def.type) {
    case 'number':
      return z.pipe(z.coerce.number(), value as z.core.$ZodType<unknown, number>);
    case 'boolean':
      return flag;
    // An optional field has its own default.
    case 'default':
    case 'enum':
    case 'string':
      return value;
    default:
      return structured(z.preprocess((given) => filled(given, byDefault), value));
  }
}

/** Members that a structure leaves out keep their defaults. */
export function filled(given: unknown, byDefault: unknown): unknown {
  if (!isObject(given) || !isObject(byDefault)) {
    return given;
  }
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  return { ...byDefault, ...Object.fromEntries(said) };
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

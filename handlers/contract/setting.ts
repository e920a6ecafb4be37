/**
 * What a row in the table of settings holds, and the kinds of values that settings have; the table is in
 * settings.ts.
 *
 * One schema serves both ends: infra/config checks what the owner wrote, and a function checks what it was
 * deployed with. Schemas are functions, which a bundle leaves out when nothing calls them, so a function
 * contains only the schemas of its own settings, and neither defaults nor texts.
 */
import * as z from 'zod/mini';

export interface SettingRow {
  readonly schema: () => z.ZodMiniType;
  /** Absent where the owner must set a value, or where the default depends on other settings. */
  readonly default?: unknown;
  /** The default in words, where the value alone does not explain it. Markdown. */
  readonly defaultText?: string;
  /** For docs/configuration.md, in Markdown; the bounds of numbers and lists are added from the schema. */
  readonly text: string;
  /** What is allowed and the schema's bounds do not say. Markdown; a function, so that bundles leave it out. */
  readonly allowed?: () => string;
}

export type SettingRows = Readonly<Record<string, SettingRow>>;

/** The type of a setting after validation. */
export type Value<S extends () => z.ZodMiniType> = z.output<ReturnType<S>>;

/** Bounds are inclusive. */
export const whole = (min: number, max: number) => z.int().check(z.minimum(min), z.maximum(max));

/** US dollars. */
export const usd = (max: number) => z.number().check(z.positive(), z.maximum(max));

/** `type` replaces the message for a value that is not text. */
export const text = (pattern: RegExp, rule: string, type?: string) =>
  z.string(type).check(z.regex(pattern, rule));

/** Empty where the owner left it out; setting it to an empty text is refused. */
export const optionalText = (pattern: RegExp, rule: string, type?: string) =>
  z._default(text(pattern, rule, type), '');

const MOST_WINDOWS = 5;

const windowLimit = () =>
  z.strictObject({
    limit: whole(1, 1_000_000_000),
    /** At most 31 days: a longer window would be a quota. */
    windowSeconds: whole(1, 2_678_400),
  });

/** At most `limit` in each window; windows begin at multiples of their length since the start of 1970. */
export type WindowLimit = Readonly<Value<typeof windowLimit>>;

/** An empty list means no limit, and nothing is counted. */
export const windows = () =>
  z.array(windowLimit()).check(
    z.maxLength(MOST_WINDOWS),
    z.refine(
      (list) => new Set(list.map(({ windowSeconds }) => windowSeconds)).size === list.length,
      'must have one limit for each windowSeconds',
    ),
  );

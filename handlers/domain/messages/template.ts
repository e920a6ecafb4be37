/** Variables in texts: `{{code}}`. What is put in their place is never read for variables again. */

const VARIABLE = /\{\{ *([^{} ]*) *\}\}/g;

/** What every text can name, besides fields of the context. */
export const TEXT_VARIABLES = ['code', 'brand', 'minutes', 'duration', 'expiry'] as const;
export type TextVariable = (typeof TEXT_VARIABLES)[number];

/** Of a field of the context: `{{context.amount}}`. */
export const FIELD_VARIABLE = 'context.';

export type Values = Readonly<Record<string, string>>;

/** @throws Error for a variable without a value, which was to be refused before */
export const fill = (template: string, values: Values): string =>
  template.replace(VARIABLE, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      throw new Error(`Nothing is known of ${whole}`);
    }
    return value;
  });

/** The names of its variables, in their order. */
export const variablesOf = (template: string): readonly string[] =>
  [...template.matchAll(VARIABLE)].map(([, name = '']) => name);

/** Whether braces are left that are no variable, such as `{{code}` or `{{}}`. */
export const hasLooseBraces = (template: string): boolean =>
  variablesOf(template).includes('') || /\{\{|\}\}/.test(template.replace(VARIABLE, ''));

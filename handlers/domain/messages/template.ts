/** Variables in texts: `{{code}}`. Their values are never searched for variables. */

const VARIABLE = /\{\{ *([^{} ]*) *\}\}/g;

/** The variables of every text, besides the context fields. */
export const TEXT_VARIABLES = ['code', 'brand', 'minutes', 'duration', 'expiry'] as const;
/** Those of them that say how long the code is valid, which is not always known. */
export const TIME_VARIABLES = ['minutes', 'duration', 'expiry'] as const satisfies readonly TextVariable[];
export type TimeVariable = (typeof TIME_VARIABLES)[number];
export type TextVariable = (typeof TEXT_VARIABLES)[number];

/** The prefix of context fields: `{{context.amount}}`. */
export const FIELD_VARIABLE = 'context.';

export type Values = Readonly<Record<string, string>>;

/** @throws Error for a variable without a value, which should have been refused before */
export const fill = (template: string, values: Values): string =>
  template.replace(VARIABLE, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      throw new Error(`Nothing is known of ${whole}`);
    }
    return value;
  });

/** The names of a template's variables, in their order. */
export const variablesOf = (template: string): readonly string[] =>
  [...template.matchAll(VARIABLE)].map(([, name = '']) => name);

/** Whether it has braces that are not a variable, such as `{{code}` or `{{}}`. */
export const hasLooseBraces = (template: string): boolean =>
  variablesOf(template).includes('') || /\{\{|\}\}/.test(template.replace(VARIABLE, ''));

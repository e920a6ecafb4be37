/** `$util` in a mapping template. Every function returns null for null. */
import { escapeJavaScript } from './escape-java-script.ts';
import { isNull, parseJson, toJavaString } from './java-values.ts';

export type TemplateFunction = (...args: readonly unknown[]) => unknown;

const onText =
  (convert: (text: string) => unknown): TemplateFunction =>
  (value) =>
    isNull(value) ? null : convert(toJavaString(value));

export const MAPPING_UTIL: ReadonlyMap<string, TemplateFunction> = new Map([
  ['escapeJavaScript', onText(escapeJavaScript)],
  ['parseJson', onText(parseJson)],
]);

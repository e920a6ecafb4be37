/** `$util` of a mapping template. Every function gives null for null, as Java's would not be reached. */
import { escapeJavaScript } from './escape-java-script.ts';
import { isNull, parseJson, toJavaString } from './java-values.ts';

/** Java's URLEncoder leaves `*` alone, and escapes what encodeURIComponent leaves besides. */
const LEFT_BY_JAVASCRIPT = /[!'()~]/g;

export type TemplateFunction = (...args: readonly unknown[]) => unknown;

const onText =
  (convert: (text: string) => unknown): TemplateFunction =>
  (value) =>
    isNull(value) ? null : convert(toJavaString(value));

export const MAPPING_UTIL: ReadonlyMap<string, TemplateFunction> = new Map([
  ['base64Decode', onText((value) => Buffer.from(value, 'base64').toString('utf8'))],
  ['base64Encode', onText((value) => Buffer.from(value, 'utf8').toString('base64'))],
  ['escapeJavaScript', onText(escapeJavaScript)],
  ['parseJson', onText(parseJson)],
  ['urlDecode', onText((value) => decodeURIComponent(value.replaceAll('+', ' ')))],
  ['urlEncode', onText(urlEncode)],
]);

function urlEncode(value: string): string {
  const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(value).replace(LEFT_BY_JAVASCRIPT, percent).replaceAll('%20', '+');
}

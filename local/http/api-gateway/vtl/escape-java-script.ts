/** API Gateway's `$util.escapeJavaScript`, which is Apache Commons Lang's `escapeEcmaScript`. */

const NAMED = new Map([
  ["'", "\\'"],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['/', '\\/'],
  ['\b', '\\b'],
  ['\n', '\\n'],
  ['\t', '\\t'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);
const FIRST_PRINTABLE = 0x20;
const LAST_PRINTABLE = 0x7f;

/**
 * Escapes a string for a JavaScript literal. JSON does not allow the escaped apostrophe, so templates undo
 * it. Each UTF-16 unit outside printable ASCII without a short escape becomes `\uXXXX`, in upper case.
 */
export function escapeJavaScript(text: string): string {
  let escaped = '';
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    const isPlain = unit >= FIRST_PRINTABLE && unit <= LAST_PRINTABLE;
    escaped += NAMED.get(text.charAt(index)) ?? (isPlain ? text.charAt(index) : unicodeEscape(unit));
  }
  return escaped;
}

const unicodeEscape = (unit: number): string => `\\u${unit.toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * Right-to-left texts, and the parts of them that run from left to right. Isolates keep each part in its place,
 * whatever is next to it: https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
 */

/** ISO 15924, of the languages that phones and mail programs set from right to left. */
const RIGHT_TO_LEFT = new Set(['Adlm', 'Arab', 'Hebr', 'Nkoo', 'Rohg', 'Syrc', 'Thaa']);

const LEFT_TO_RIGHT_ISOLATE = '\u2066';
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';

const RIGHT_TO_LEFT_LETTER = new RegExp(
  `[${[...RIGHT_TO_LEFT].map((script) => `\\p{scx=${script}}`).join('')}]`,
  'u',
);

export const isRightToLeft = (language: string): boolean =>
  RIGHT_TO_LEFT.has(new Intl.Locale(language).maximize().script ?? '');

/**
 * A code in a right-to-left text. Digits alone run from left to right anyway, and stay the first characters, which
 * autofill looks for. A letter would reverse the direction of the whole text.
 */
export const isolatedCode = (code: string): string => (/[A-Z]/.test(code) ? leftToRight(code) : code);

/** Latin letters and digits, such as a brand `7 Eleven`. */
export const leftToRight = (text: string): string => `${LEFT_TO_RIGHT_ISOLATE}${text}${POP_ISOLATE}`;

/**
 * Something that has its own direction, in a text of a language. In a text from left to right, Arabic letters and digits
 * would draw a following number to their other side.
 */
export const isolated = (text: string, language: string): string =>
  isRightToLeft(language) || RIGHT_TO_LEFT_LETTER.test(text)
    ? `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`
    : text;

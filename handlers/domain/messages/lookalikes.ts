/**
 * What a shown value must not look like in a message that people trust: a link, a phone number or a code.
 * Each function returns the rule that the value breaks, if any.
 */
import type { TokenFormat } from '../../contract/vocabulary.ts';
import { plainText } from '../typed-text.ts';
import { isAmount, withoutDate } from './amounts-and-dates.ts';

/** The service's codes are never shorter: TOKEN_LENGTHS in contract/vocabulary.ts. */
const CODE_DIGITS = 6;
const CODE_LETTERS_AND_DIGITS = 8;

/** Phones and mail programs turn these into links, including host names in any script (RFC 5890). */
const LINKS = [
  /:\/\//u,
  /(?<!\p{L})(?:https?|ftp|mailto|tel|sms|smsto|data|javascript|intent|market|whatsapp|tg|upi|bitcoin):/iu,
  /[\p{L}\p{M}\p{N}_-]\.\p{L}[\p{L}\p{M}\p{N}-]/u,
  /www\./iu,
  /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/u,
];

/** Digits that Unicode does not classify as numbers. */
const HAN_DIGITS = '零一二三四五六七八九';
const LETTERS = new RegExp(`(?:(?![${HAN_DIGITS}])\\p{L})+`, 'u');
const DIGIT = new RegExp(`[\\p{N}${HAN_DIGITS}]`, 'gu');

/** Greek, Cyrillic and Armenian letters that look like the O and I in `DIGITS_WITH_LETTERS`. */
const LETTER_O = /[ΟοОоՕօ]/gu;
const LETTER_I = /[ΙιІіӀӏ]/gu;

/** Words of digits and letters that are read as digits in a code (token/token-format.ts), such as 1OO2OO. */
const DIGITS_WITH_LETTERS = /(?<![\p{L}\p{N}])(?=[OIL]*\d)[\dOIL]+(?![\p{L}\p{N}])/giu;

/** The same as a whole value in groups: `1OO OOO`, or `1 O O 2 O O` in single characters. */
const DIVIDED_DIGITS =
  /^(?=.*\d)(?:(?=.*(?:\d[OIL]|[OIL]\d))[\dOIL]+(?:[\s\p{Pd}]+[\dOIL]+)*|[\dOIL](?:[\s\p{Pd}]+[\dOIL])*)$/iu;

/** The hidden middle of an account or card number. */
const MASKED_PART = /[*•]{2,}|\.{3}/u;

/** `+49 900 1`, and `0900-CALLME`. */
const PHONE_NUMBERS = [/[+\u2795][\s(]*\d/u, /(?<!\d)(?:1-)?0?[89]\d\d-\p{L}/u];

/** Dots in host names have variants (IDNA, UTS #46 section 2.3), which NFKC reduces to `.` and `。`. */
export const linkRule = (value: string): string | undefined =>
  LINKS.some((link) => link.test(plainText(value).replaceAll('。', '.')))
    ? 'must not look like a link: use no host names, and put a space after a dot'
    : undefined;

export function numberRule(value: string, format: TokenFormat): string | undefined {
  const text = plainText(value);
  if (isAmount(text)) {
    return undefined;
  }
  if (PHONE_NUMBERS.some((number) => number.test(text))) {
    return 'must not look like a phone number';
  }
  const parts = withDigits(withoutDate(text).replace(MASKED_PART, 'x')).split(LETTERS);
  if (parts.some((part) => (part.match(DIGIT) ?? []).length >= CODE_DIGITS)) {
    return `must not look like a code or phone number: use fewer than ${CODE_DIGITS} digits, or an amount with a currency or cents`;
  }
  return format === 'alphanumeric' && wordsOf(text).some(isLikeCode)
    ? `must not look like a code: use no word of ${CODE_LETTERS_AND_DIGITS} or more letters and digits`
    : undefined;
}

/** The text with digits in place of letters that look like digits. */
function withDigits(text: string): string {
  const latin = text.replace(LETTER_O, 'O').replace(LETTER_I, 'I');
  const inDigits = (letters: string) => letters.replace(/[OIL]/gi, '0');
  return DIVIDED_DIGITS.test(latin.trim()) ? inDigits(latin) : latin.replace(DIGITS_WITH_LETTERS, inDigits);
}

/** The words of the text; hyphens are removed, because they may join the groups of a code. */
const wordsOf = (text: string): string[] => text.replaceAll('-', '').match(/[\p{L}\p{N}]+/gu) ?? [];

const isLikeCode = (word: string): boolean =>
  [...word].length >= CODE_LETTERS_AND_DIGITS && /\p{N}/u.test(word) && /\p{L}/u.test(word);

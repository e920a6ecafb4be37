/** Values of other systems that are worth no refusal: what cannot be used is left out. */
import { locale, purpose } from '../../contract/fields.ts';
import { DEFAULT_PURPOSE } from '../../contract/vocabulary.ts';

/** A language tag in the usual case (`EN-US` is en-US), if it is one. */
export function looseLocale(value: unknown): string | undefined {
  const result = locale.safeParse(value);
  if (!result.success) {
    return undefined;
  }
  try {
    return Intl.getCanonicalLocales(result.data)[0];
  } catch {
    return undefined;
  }
}

/** What the other system calls the occasion, where that can be a purpose. */
export function loosePurpose(value: unknown): string {
  const result = purpose.safeParse(value);
  return result.success ? result.data : DEFAULT_PURPOSE;
}

/** A number without what people put between its digits. */
export const compact = (number: string): string => number.replace(/[\s()-]/g, '');

/**
 * A number with its country code, as E.164 writes it. Some systems leave the plus out, and then a parser that knows
 * of a default country would take the country code for a part of the number.
 */
export const withPlus = (digits: string): string => {
  const number = compact(digits);
  return number.startsWith('+') ? number : `+${number}`;
};

/** Whether it has the shape of E.164: https://www.itu.int/rec/T-REC-E.164. Which numbers exist is not checked here. */
export const isE164 = (number: string): boolean => /^\+[1-9]\d{1,14}$/.test(number);

/**
 * How long a code is valid, as a language says it: its plurals and cases are Intl's. Digits are those of the code,
 * and blanks those of the GSM alphabet.
 */

type Unit = 'second' | 'minute' | 'hour';

/** `5 minutes` */
export const durationIn = (language: string, seconds: number): string => {
  const { count, unit } = wholeUnits(seconds);
  const format = new Intl.NumberFormat(withCodeDigits(language), {
    style: 'unit',
    unit,
    unitDisplay: 'long',
  });
  return inOurBlanks(language, format.format(count));
};

/** `in 5 minutes`: some languages need this form of the noun after our verb. */
export const expiryIn = (language: string, seconds: number): string => {
  const { count, unit } = wholeUnits(seconds);
  const format = new Intl.RelativeTimeFormat(withCodeDigits(language), { numeric: 'always' });
  return inOurBlanks(language, format.format(count, unit));
};

/** Rounded down, so that it never promises too much. */
function wholeUnits(seconds: number): { readonly count: number; readonly unit: Unit } {
  if (seconds < 60) {
    return { count: Math.max(0, Math.floor(seconds)), unit: 'second' };
  }
  return seconds < 7200
    ? { count: Math.floor(seconds / 60), unit: 'minute' }
    : { count: Math.floor(seconds / 3600), unit: 'hour' };
}

const withCodeDigits = (language: string): string => `${language}-u-nu-latn`;

/** Japanese sentences have no blanks between a number and its unit, though CLDR's `5 分` has one. */
const inOurBlanks = (language: string, text: string): string =>
  text.replace(/[ \u00a0\u2009\u202f]/g, language === 'ja' ? '' : ' ');

/**
 * How long a code is valid, as a language says it: its plurals and cases are Intl's. Digits are those of the code,
 * and blanks those of the GSM alphabet.
 */

type Unit = 'second' | 'minute' | 'hour';

/** Formats that were made, because making one takes longer than all else in a message. */
const durations = new Map<string, Intl.NumberFormat>();
const expiries = new Map<string, Intl.RelativeTimeFormat>();

/** `5 minutes` */
export const durationIn = (language: string, seconds: number): string => {
  const { count, unit } = wholeUnits(seconds);
  const format = made(durations, `${language} ${unit}`, () => {
    const options = { style: 'unit', unit, unitDisplay: 'long' } as const;
    return new Intl.NumberFormat(withCodeDigits(language), options);
  });
  return inOurBlanks(language, format.format(count));
};

/** `in 5 minutes`: some languages need this form of the noun after our verb. */
export const expiryIn = (language: string, seconds: number): string => {
  const { count, unit } = wholeUnits(seconds);
  const format = made(
    expiries,
    language,
    () => new Intl.RelativeTimeFormat(withCodeDigits(language), { numeric: 'always' }),
  );
  return inOurBlanks(language, format.format(count, unit));
};

function made<Format>(formats: Map<string, Format>, key: string, make: () => Format): Format {
  const known = formats.get(key) ?? make();
  formats.set(key, known);
  return known;
}

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

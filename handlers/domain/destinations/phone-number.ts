/**
 * Converts phone numbers as people write them to E.164.
 *
 * Deliberately lenient: a number of a possible length is accepted even if the numbering plan does not list
 * its block, because plans grow faster than functions are deployed, and a refusal locks a person out. Whether
 * a number may be texted is decided elsewhere: see destination-policy.ts.
 */
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/min';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { lineOf } from '../../contract/phone-lines.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import { plainText } from '../typed-text.ts';

/** The most digits of a mobile number after the country code in common plans. */
const LONGEST_MOBILE_DIGITS = 11;

/**
 * The number in E.164, undefined when there is none, or a refusal with the rule that it breaks.
 * `defaultCountry` is an ISO 3166-1 code, or empty to accept only the international form.
 */
export function parsePhoneNumber<T extends string | undefined>(
  typed: T,
  defaultCountry: CountryCode | '',
): Decision<T | string> {
  if (typed === undefined) {
    return accept(typed);
  }
  const written = withPlusFirst(plainText(typed));
  const parsed = withoutMexicanPrefix(parse(written, defaultCountry));
  if (parsed === undefined || parsed.ext !== undefined || !parsed.isPossible()) {
    const form =
      defaultCountry === ''
        ? 'with + and the country code'
        : `with + or in the national format of ${defaultCountry}`;
    return refuseNumber(`must be a phone number, ${form}`);
  }
  const doubt = doubtAbout(written, parsed);
  return doubt === undefined ? accept(parsed.number) : refuseNumber(doubt);
}

/** The line of a number as people write it. What is no number stands for itself, so that no two are taken for one. */
export function lineAsTyped(typed: string, defaultCountry: CountryCode | ''): string {
  const number = parsePhoneNumber(typed, defaultCountry);
  return number.ok ? lineOf(number.value) : typed;
}

const parse = (written: string, defaultCountry: CountryCode | '' = '') =>
  parsePhoneNumberFromString(written, {
    extract: false,
    ...(defaultCountry === '' ? {} : { defaultCountry }),
  });

/** Handles links (RFC 3966) and country codes in brackets: `tel:+49-…`, `(+49) …`, `+(49) …`. */
const withPlusFirst = (written: string): string =>
  written.replace(/^\s*tel:/i, '').replace(/^\s*(?:\(\s*\+|\+\s*\()\s*(\d{1,3})\s*\)/, '+$1 ');

/**
 * Address books still contain prefixes that Mexico abolished in August 2019: a 1 before mobile numbers called
 * from abroad, and 01, 044 or 045 within the country. The national number has ten digits.
 * https://www.itu.int/oth/T020200008A/en
 */
function withoutMexicanPrefix(parsed: PhoneNumber | undefined): PhoneNumber | undefined {
  const modern = parsed?.number.replace(/^\+52(?:52)?(?:1|01|04[45])(?=\d{10}$)/, '+52');
  return modern === undefined || modern === parsed?.number ? parsed : parse(modern);
}

const AMBIGUOUS = 'may or may not include its country code: write it with + and the country code';

/**
 * Why the number may have been misread, so that somebody else would be texted. In countries whose numbers
 * vary in length, such as Germany, 4915… would be read as +49 49 15…. A form that prepends the country code
 * to what people type has the same effect. And a foreign number without its plus may have a possible length,
 * although no block of the plan contains it.
 */
function doubtAbout(written: string, parsed: PhoneNumber): string | undefined {
  const digits = parsed.nationalNumber.replace(/^0+/, '');
  const other = parse(`+${digits}`);
  if (other?.isValid() !== true) {
    return undefined;
  }
  // A complete number that only looks doubled, such as a Brazilian mobile number with area code 55.
  if (parsed.isValid() && digits.length <= LONGEST_MOBILE_DIGITS) {
    return undefined;
  }
  const hasPlus = /^\s*(?:\+|00)/.test(written);
  if (other.countryCallingCode === parsed.countryCallingCode) {
    return hasPlus ? 'has its country code twice: write it once' : AMBIGUOUS;
  }
  return hasPlus || /^\D*0/.test(written) ? undefined : AMBIGUOUS;
}

const refuseNumber = (rule: string) => refuseFields([{ field: 'phone_number', rule }]);

/** The country of an E.164 number, ISO 3166-1; undefined where it has none, or it is unknown. */
export const countryOf = (e164: string): CountryCode | undefined => parsePhoneNumberFromString(e164)?.country;

/** A configured default country, or empty. @throws RangeError when there is no numbering plan for it */
export function readCountry(code: string): CountryCode | '' {
  if (code === '' || isSupportedCountry(code)) {
    return code;
  }
  throw new RangeError('The default country has no numbering plan');
}

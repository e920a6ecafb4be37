/**
 * Phone numbers as people write them, turned into E.164.
 *
 * Lenient on purpose: a number of a possible length is accepted even when the numbering plan does not
 * list its block, because plans grow faster than functions are deployed and a refusal locks a person out.
 * Whether a number may be texted is another question: see destination-policy.ts.
 */
import type { CountryCode, PhoneNumber } from 'libphonenumber-js/min';
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import { plainText } from '../typed-text.ts';

/** Digits of a mobile number after the country code, in the longest common plans. */
const LONGEST_MOBILE_DIGITS = 11;

/**
 * The number in E.164, undefined when there is none, or the rule that it broke.
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
    const form = defaultCountry === '' ? 'with + and the country code' : `with + or as in ${defaultCountry}`;
    return refuseNumber(`must be a phone number, ${form}`);
  }
  const doubt = doubtAbout(written, parsed);
  return doubt === undefined ? accept(parsed.number) : refuseNumber(doubt);
}

const parse = (written: string, defaultCountry: CountryCode | '' = '') =>
  parsePhoneNumberFromString(written, {
    extract: false,
    ...(defaultCountry === '' ? {} : { defaultCountry }),
  });

/** Of links (RFC 3966), and with a country code in brackets: `tel:+49-…`, `(+49) …`, `+(49) …`. */
const withPlusFirst = (written: string): string =>
  written.replace(/^\s*tel:/i, '').replace(/^\s*(?:\(\s*\+|\+\s*\()\s*(\d{1,3})\s*\)/, '+$1 ');

/**
 * Address books still have what Mexico abolished in August 2019: a 1 before mobile numbers called from abroad, and
 * 01, 044 or 045 within the country. The national number is ten digits.
 * https://www.itu.int/oth/T020200008A/en
 */
function withoutMexicanPrefix(parsed: PhoneNumber | undefined): PhoneNumber | undefined {
  const modern = parsed?.number.replace(/^\+52(?:52)?(?:1|01|04[45])(?=\d{10}$)/, '+52');
  return modern === undefined || modern === parsed?.number ? parsed : parse(modern);
}

const AMBIGUOUS = 'can be read with and without its country code: write it with + and the country code';

/**
 * Why a number may be another one than it was read as: somebody else would be texted. Where numbers have any length,
 * as in Germany, 4915… would be read as +49 49 15…. A form that puts the country code before what people type makes
 * that of it, too. And a number of another country without its plus may be possible, though in no block of the plan.
 */
function doubtAbout(written: string, parsed: PhoneNumber): string | undefined {
  const digits = parsed.nationalNumber.replace(/^0+/, '');
  const other = parse(`+${digits}`);
  if (other?.isValid() !== true) {
    return undefined;
  }
  // Such as a Brazilian mobile number in area 55, which is complete.
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

/** A configured default country, or empty. @throws RangeError when no numbers can be read for it */
export function readCountry(code: string): CountryCode | '' {
  if (code === '' || isSupportedCountry(code)) {
    return code;
  }
  throw new RangeError('The default country has no numbering plan');
}

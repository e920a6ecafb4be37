/**
 * Phone numbers as people write them, turned into E.164.
 *
 * Lenient on purpose: a number of a possible length is accepted even when the numbering plan does not
 * list its block, because plans grow faster than functions are deployed and a refusal locks a person out.
 * Whether a number may be texted is another question: see destination-policy.ts.
 */
import {
  type CountryCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';
import { accept, type Decision, refuseFields } from './decision.ts';
import { plainText } from './typed-text.ts';

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
  if (typed === undefined) return accept(typed);
  const written = withoutMexicanMobilePrefix(plainText(typed));
  const parsed = parse(written, defaultCountry);
  if (parsed === undefined || parsed.ext !== undefined || !parsed.isPossible()) {
    const form = defaultCountry === '' ? 'with + and the country code' : `with + or as in ${defaultCountry}`;
    return refuseNumber(`must be a phone number, ${form}`);
  }
  if (lacksOnlyThePlus(written, parsed)) {
    return refuseNumber(
      'can be read with and without its country code: write it with + and the country code',
    );
  }
  return accept(parsed.number);
}

const parse = (written: string, defaultCountry: CountryCode | '' = '') =>
  parsePhoneNumberFromString(written, {
    extract: false,
    ...(defaultCountry === '' ? {} : { defaultCountry }),
  });

/**
 * Address books still write +52 1 before Mexican mobile numbers, which Mexico abolished in August 2019.
 * https://www.itu.int/oth/T020200008A/en
 */
const withoutMexicanMobilePrefix = (written: string): string =>
  written.replace(/^\s*((?:\+|00)[\s.-]*52)[\s.-]*1(?=(?:\D*\d){10}\D*$)/, '$1');

/**
 * Whether a number written for the default country would also be valid with just a + in front. Where numbers have
 * any length, as in Germany, 4915… would otherwise be read as +49 49 15…, which may be somebody else's.
 */
function lacksOnlyThePlus(
  written: string,
  { nationalNumber, country, countryCallingCode }: PhoneNumber,
): boolean {
  if (/^\s*(?:\+|00)/.test(written) || !nationalNumber.startsWith(countryCallingCode)) return false;
  // A Brazilian mobile number in area 55 is complete.
  if (nationalNumber.length <= LONGEST_MOBILE_DIGITS) return false;
  const other = parse(`+${nationalNumber}`);
  return other?.country === country && other?.isValid() === true;
}

const refuseNumber = (rule: string) => refuseFields([{ field: 'phone_number', rule }]);

/** A configured default country, or empty. @throws RangeError when no numbers can be read for it */
export function readCountry(code: string): CountryCode | '' {
  if (code === '' || isSupportedCountry(code)) return code;
  throw new RangeError('The default country has no numbering plan');
}

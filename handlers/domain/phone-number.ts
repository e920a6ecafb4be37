/**
 * Phone numbers as people write them, turned into E.164.
 *
 * Lenient on purpose: a number of a possible length is accepted even when the numbering plan does not
 * list its block, because plans grow faster than functions are deployed and a refusal locks a person out.
 * Whether a number may be texted is another question: see destination-policy.ts.
 */
import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { accept, type Decision, refuseFields } from './decision.ts';

/**
 * The number in E.164, undefined when there is none, or the rule that it broke.
 * `defaultCountry` is an ISO 3166-1 code, or empty to accept only the international form.
 */
export function parsePhoneNumber<T extends string | undefined>(
  typed: T,
  defaultCountry: CountryCode | '',
): Decision<T | string> {
  if (typed === undefined) return accept(typed);
  const parsed = parsePhoneNumberFromString(typed, {
    extract: false,
    ...(defaultCountry === '' ? {} : { defaultCountry }),
  });
  if (parsed === undefined || parsed.ext !== undefined || !parsed.isPossible()) {
    const form = defaultCountry === '' ? 'with + and the country code' : `with + or as in ${defaultCountry}`;
    return refuseNumber(`must be a phone number, ${form}`);
  }
  return accept(parsed.number);
}

const refuseNumber = (rule: string) => refuseFields([{ field: 'phone_number', rule }]);

/** A configured default country, or empty. @throws RangeError when no numbers can be read for it */
export function readCountry(code: string): CountryCode | '' {
  if (code === '' || isSupportedCountry(code)) return code;
  throw new RangeError('The default country has no numbering plan');
}

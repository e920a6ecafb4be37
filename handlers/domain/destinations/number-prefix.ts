/**
 * The block of numbers that a phone number is in: its country calling code and first national digits.
 *
 * Whoever is paid for traffic is paid for a block, because a carrier gives numbers out by blocks.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** Digits at a number's end that never are in its prefix, so that no prefix points at one person. */
const LEFT_OUT_DIGITS = 4;

/** The prefix of an E.164 number, such as +49151 with three national digits. */
export function numberPrefix(phoneNumber: string, nationalDigits: number): string {
  const parsed = parsePhoneNumberFromString(phoneNumber);
  const callingCodeLength = parsed ? 1 + parsed.countryCallingCode.length : 1;
  const end = Math.min(callingCodeLength + nationalDigits, phoneNumber.length - LEFT_OUT_DIGITS);
  return phoneNumber.slice(0, end);
}

/**
 * The block of numbers that a phone number belongs to: its country calling code and first national digits.
 *
 * Pumpers are paid for the traffic of a whole block, because carriers assign numbers in blocks.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';

/** The last digits of a number, never part of its prefix, so that a prefix does not identify a person. */
export const LEFT_OUT_DIGITS = 4;

/** The prefix of an E.164 number, such as +49151 for three national digits. */
export function numberPrefix(phoneNumber: string, nationalDigits: number): string {
  const parsed = parsePhoneNumberFromString(phoneNumber);
  const callingCodeLength = parsed ? 1 + parsed.countryCallingCode.length : 1;
  const end = Math.min(callingCodeLength + nationalDigits, phoneNumber.length - LEFT_OUT_DIGITS);
  return phoneNumber.slice(0, end);
}

/**
 * How far a prefix of numbers reaches, as far as its calling code tells: whoever blocks a country should know it.
 * The codes are those of ITU-T E.164: two with one digit, some with two, and three digits for the others.
 * https://www.itu.int/pub/T-SP-E.164D
 */
import { PREFIX_MAX_DIGITS } from '../../../../handlers/contract/vocabulary.ts';
import { withPlus } from '../../forms/with-plus.ts';

const ONE_DIGIT = /^[17]/;
const TWO_DIGITS = /^(2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

export type PrefixReach = 'countries' | 'country' | 'block';

/** Undefined for what is not a prefix, such as a number without its `+`. */
export function reachOf(prefix: string): PrefixReach | undefined {
  if (!new RegExp(`^\\+[1-9]\\d{0,${PREFIX_MAX_DIGITS - 1}}$`).test(prefix)) {
    return undefined;
  }
  const digits = prefix.slice(1);
  if (ONE_DIGIT.test(digits)) {
    return digits.length === 1 ? 'countries' : 'block';
  }
  const length = TWO_DIGITS.test(digits) ? 2 : 3;
  if (digits.length < length) {
    return 'countries';
  }
  return digits.length === length ? 'country' : 'block';
}

/** As people type it: `+49 151` and `0049151` are read too. */
export const readPrefix = (typed: string): string => withPlus(typed.replace(/[\s()./-]/g, ''));

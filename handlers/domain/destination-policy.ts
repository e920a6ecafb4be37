/**
 * Which numbers this deployment texts: its countries, not its blocked prefixes, no kind of number that
 * cannot receive texts or charges for them, and nobody who opted out.
 *
 * The refusal names the rule and never the list: a caller learns why, an attacker not what is left.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { DestinationRule } from '../contract/problems.ts';
import type { DestinationPolicy } from '../contract/settings.ts';
import { isCharged } from './charged-numbers.ts';
import type { Decision } from './decision.ts';

const REASONS: Readonly<Record<DestinationRule, string>> = {
  country: 'Numbers of this country are not texted.',
  prefix: 'Numbers that begin like this one are not texted.',
  number_type: 'Numbers of this kind are not texted.',
  opt_out: 'The owner of this number wants no messages.',
};

/** What `min` tells apart, which is all kinds where countries share a calling code, such as +1 and +44. */
const NEVER_TEXTED = new Set([
  'FIXED_LINE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'TOLL_FREE',
  'UAN',
  'VOICEMAIL',
  'PAGER',
]);

/**
 * The rule that a number in E.164 breaks, or undefined.
 *
 * Where the allowed countries are listed, a number of no known country is refused with the rest: an
 * unlisted block of +1 may be any of 25 countries.
 */
export function judgeNumber(
  number: string,
  { allowedCountries, blockedPrefixes, testNumbers }: DestinationPolicy,
): DestinationRule | undefined {
  if (testNumbers.includes(number)) return undefined;
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) return 'number_type';
  const { country, nationalNumber } = parsed;
  if (allowedCountries.length > 0 && !allowedCountries.includes(country ?? '')) return 'country';
  if (blockedPrefixes.some((prefix) => number.startsWith(prefix))) return 'prefix';
  if (NEVER_TEXTED.has(parsed.getType() ?? '') || isCharged(country, nationalNumber)) return 'number_type';
  return undefined;
}

/** The refusal of a number by a rule. */
export const refuseDestination = (rule: DestinationRule): Decision<never> => ({
  ok: false,
  refusal: { code: 'destination_not_allowed', detail: REASONS[rule], extensions: { rule } },
});

/**
 * Which numbers this deployment texts: those in its allowed countries, without a blocked prefix, of a type
 * that receives texts and does not charge for them, and not opted out.
 *
 * A refusal names the rule but never the list: a caller learns the reason, but an attacker does not learn
 * which numbers are allowed.
 */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { isSameLine, spellingsOf } from '../../contract/phone-lines.ts';
import type { DestinationRule } from '../../contract/problem-document.ts';
import type { DestinationPolicy } from '../../contract/settings/destinations.ts';
import type { Decision } from '../decision.ts';
import { isCharged } from './charged-numbers.ts';

const REASONS: Readonly<Record<DestinationRule, string>> = {
  country: 'Numbers in this country are not texted.',
  prefix: 'Numbers with this prefix are not texted.',
  number_type: 'Numbers of this type are not texted.',
  opt_out: 'The owner of this destination has opted out of messages.',
  bounced: 'A message to this address came back as undeliverable.',
  complained: 'The owner of this address reported a message as unwanted.',
};

/**
 * The number types that are never texted. The `min` metadata distinguishes all types only where countries
 * share a calling code, such as +1 and +44.
 */
const NEVER_TEXTED = new Set([
  'FIXED_LINE',
  'PREMIUM_RATE',
  'SHARED_COST',
  'TOLL_FREE',
  'UAN',
  'VOICEMAIL',
  'PAGER',
  // Follow-me numbers such as +44 70: the caller pays for the call forwarding, and they receive no texts.
  'PERSONAL_NUMBER',
]);

/** Area codes in +1 run from N00 to N89 (NANPA). N9X is reserved for longer numbers, N11 for services. */
const NORTH_AMERICAN_AREA = /^\+1(?!555)[2-9](?!11)[0-8]\d/;

/**
 * The rule that an E.164 number breaks, or undefined.
 *
 * A number that belongs to no country, such as a satellite phone number, is always refused: these cost most,
 * and no list of countries covers them. If countries share a calling code and the number's country is
 * unknown, a list of allowed countries refuses it. In +1 it counts as a United States number instead, because
 * new area codes appear faster than the metadata is updated.
 */
export function judgeNumber(
  number: string,
  { allowedCountries, blockedPrefixes, testNumbers }: DestinationPolicy,
): DestinationRule | undefined {
  if (testNumbers.some((test) => isSameLine(test, number))) {
    return undefined;
  }
  const parsed = parsePhoneNumberFromString(number);
  if (parsed === undefined) {
    return 'number_type';
  }
  const { country, nationalNumber } = parsed;
  const assumed = country ?? (NORTH_AMERICAN_AREA.test(number) ? 'US' : '');
  if (allowedCountries.length > 0 && !allowedCountries.includes(assumed)) {
    return 'country';
  }
  const spellings = spellingsOf(number);
  if (blockedPrefixes.some((prefix) => spellings.some((each) => each.startsWith(prefix)))) {
    return 'prefix';
  }
  if (NEVER_TEXTED.has(parsed.getType() ?? '') || isCharged(country, nationalNumber)) {
    return 'number_type';
  }
  if (parsed.isNonGeographic()) {
    return 'country';
  }
  return undefined;
}

/** The refusal of a destination by a rule. */
export const refuseDestination = (rule: DestinationRule): Decision<never> => ({
  ok: false,
  refusal: { code: 'destination_not_allowed', detail: REASONS[rule], extensions: { rule } },
});

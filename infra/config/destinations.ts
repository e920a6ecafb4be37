/** The part of the configuration that says where messages go: countries, prefixes and test numbers. */
import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { z } from 'zod';
import { isSameLine } from '../../handlers/contract/phone-lines.ts';
import type { Canary } from '../../handlers/contract/settings/canary.ts';
import type { DestinationPolicy, TestDestination } from '../../handlers/contract/settings/destinations.ts';
import { DESTINATION_SETTINGS, destinationPolicy } from '../../handlers/contract/settings/destinations.ts';
import type { Budget } from '../../handlers/contract/settings/texts.ts';
import type { TokenFormat } from '../../handlers/contract/vocabulary.ts';
import { TOKEN_ALPHABETS } from '../../handlers/contract/vocabulary.ts';
import { readList } from './command-line.ts';
import type { ConfigKey, SettingError } from './fields.ts';
import { keysOf } from './fields.ts';

const { allowedCountries, blockedPrefixes } = destinationPolicy().shape;
const { defaultCountry, testDestinations } = keysOf(DESTINATION_SETTINGS);

export const DESTINATION_KEYS = {
  defaultCountry,
  allowedCountries: {
    field: z
      .preprocess(
        readList,
        allowedCountries.check(
          z.superRefine((countries, context) => {
            for (const [index, country] of countries.entries()) {
              if (isSupportedCountry(country)) {
                continue;
              }
              const message = 'must be ISO 3166 codes of two capital letters, such as IN';
              context.addIssue({ code: 'custom', path: [index], message });
            }
          }),
        ),
      )
      .optional(),
    defaultText: '`defaultCountry`',
    text: 'ISO codes, as a list or `IN,DE`: where texts may go. **With neither set, or with `[]`, texts go to every country that SNS reaches.** Empty text (`-c allowedCountries=`) is refused, because an unset variable produces it, and it would lift the restriction',
  },
  blockedPrefixes: {
    field: z.preprocess(readList, blockedPrefixes).default([]),
    text: '`+881,+9190`: numbers with these prefixes are not texted. Premium-rate and shared-cost numbers never are; see [where messages may go](security.md#where-messages-may-go)',
  },
  testDestinations,
} satisfies Record<string, ConfigKey>;

/** What limits texting: where texts may go, and what they may cost. */
interface Bounds {
  readonly production: boolean;
  readonly allowedCountries: readonly string[];
  readonly budget: Budget;
}

interface DestinationSettings extends Omit<DestinationPolicy, 'testNumbers' | 'testsBy'> {
  readonly canary: Canary;
  readonly defaultCountry: string;
  readonly testDestinations: readonly TestDestination[];
  readonly production: boolean;
  readonly tokenFormat: TokenFormat;
  readonly tokenLength: number;
}

/** What functions need to judge numbers. It has the test numbers, but not their tokens. */
export const destinationPolicyOf = (settings: DestinationSettings): DestinationPolicy => ({
  allowedCountries: settings.allowedCountries,
  blockedPrefixes: settings.blockedPrefixes,
  testNumbers: settings.testDestinations.map(({ phoneNumber }) => phoneNumber),
  ...(settings.production && { testsBy: 'canary' as const }),
});

/**
 * What a production deployment lacks. Texts cost money: without countries and a budget, callers decide how
 * much.
 */
export function checkBounds({ production, allowedCountries, budget }: Bounds): SettingError[] {
  if (!production) {
    return [];
  }
  const errors: SettingError[] = [];
  if (allowedCountries.length === 0) {
    errors.push({
      path: ['allowedCountries'],
      message: 'must name the countries that texts go to when production is true: -c allowedCountries=IN,DE',
    });
  }
  if (budget.hourlyUsd === undefined && budget.monthlyUsd === undefined) {
    errors.push({
      path: ['budget'],
      message: `must say what texts may cost when production is true: -c budget='{"hourlyUsd":5,"monthlyUsd":200}'`,
    });
  }
  return errors;
}

/** What is wrong with settings that are each well-formed. */
export function checkDestinations(settings: DestinationSettings): SettingError[] {
  const { defaultCountry, allowedCountries, testDestinations } = settings;
  const errors = testDestinations.flatMap((test, index) => checkTest(test, index, settings));
  errors.push(...checkCanary(settings));
  if (defaultCountry && allowedCountries.length > 0 && !allowedCountries.includes(defaultCountry)) {
    errors.push({ path: ['allowedCountries'], message: `must include defaultCountry, ${defaultCountry}` });
  }
  return errors;
}

/** The token of a test destination is no secret, so where real people sign in only the canary has one. */
function checkCanary({ canary, testDestinations, production }: DestinationSettings): SettingError[] {
  const tests = testDestinations.length;
  if (canary !== null && tests === 0) {
    const example = `-c testDestinations='[{"phoneNumber":"+15005550006","token":"424242"}]'`;
    return [{ path: ['canary'], message: `needs a test destination that it asks for codes to: ${example}` }];
  }
  if (!production || tests === 0) {
    return [];
  }
  if (canary === null) {
    return [{ path: ['testDestinations'], message: 'must be empty when production is true without canary' }];
  }
  return tests === 1
    ? []
    : [{ path: ['testDestinations'], message: "must have one, the canary's, when production is true" }];
}

function checkTest(
  { phoneNumber, token }: TestDestination,
  index: number,
  { testDestinations, tokenFormat, tokenLength }: DestinationSettings,
): SettingError[] {
  const alphabet = new Set<string>(TOKEN_ALPHABETS[tokenFormat]);
  const fits = token.length === tokenLength && [...token].every((character) => alphabet.has(character));
  const first = testDestinations.findIndex((other) => isSameLine(other.phoneNumber, phoneNumber)) === index;
  const error = (field: string, message: string) => ({ path: ['testDestinations', index, field], message });
  return [
    ...(isPossible(phoneNumber)
      ? []
      : [error('phoneNumber', 'must be a possible number such as +15005550006')]),
    ...(fits ? [] : [error('token', `must be ${tokenLength} characters of the format ${tokenFormat}`)]),
    ...(first ? [] : [error('phoneNumber', 'is listed twice')]),
  ];
}

const isPossible = (number: string) => {
  const phone = parsePhoneNumberFromString(number);
  return phone?.number === number && phone.isPossible();
};

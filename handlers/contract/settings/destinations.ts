/** Settings of destinations: how numbers are read, which may be texted, and which are tests. */
import * as z from 'zod/mini';
import type { Immutable } from '../described.ts';
import type { SettingRows, Value } from '../setting.ts';
import { optionalText, text } from '../setting.ts';

const MOST_ALLOWED_COUNTRIES = 250;
const MOST_PREFIXES = 50;
const MOST_TESTS = 20;

const country = () => text(/^[A-Z]{2}$/, 'must be ISO 3166 codes of two capital letters, such as IN');

/** E.164. */
const phoneNumber = () => text(/^\+[1-9]\d{1,14}$/, 'must be a possible number such as +15005550006');

export const defaultCountry = () =>
  optionalText(/^[A-Z]{2}$/, 'must be an ISO 3166 code of two capital letters, such as IN');

export const destinationPolicy = () =>
  z.strictObject({
    /** ISO 3166-1; empty: every country. */
    allowedCountries: z.array(country()).check(z.maxLength(MOST_ALLOWED_COUNTRIES)),
    /** How refused numbers begin, in E.164. */
    blockedPrefixes: z
      .array(text(/^\+[1-9]\d{0,14}$/, 'must be + and the first digits of numbers, such as +881'))
      .check(z.maxLength(MOST_PREFIXES)),
    /** Numbers that the policy does not judge, because nothing is sent to them. */
    testNumbers: z.array(phoneNumber()).check(z.maxLength(MOST_TESTS)),
    /** The stack's only client to which those numbers are tests. Absent: they are to every client. */
    testsBy: z.optional(z.literal('canary')),
  });
/** Which numbers may be texted. */
export type DestinationPolicy = Immutable<Value<typeof destinationPolicy>>;

const testDestination = () => z.strictObject({ phoneNumber: phoneNumber(), token: z.string() });
/** A number that nothing is sent to, and the token that it always gets. */
export type TestDestination = Immutable<Value<typeof testDestination>>;

export const testDestinations = () => z.array(testDestination()).check(z.maxLength(MOST_TESTS));

export const DESTINATION_SETTINGS = {
  defaultCountry: {
    schema: defaultCountry,
    text: "ISO code; accepts numbers without `+`, in this country's format. A foreign number without its `+` is refused where it can be recognised, but one of up to 11 digits may also be a valid number of this country, and is then texted as that",
  },
  testDestinations: {
    schema: testDestinations,
    default: [],
    text: '`[{"phoneNumber": "+15005550006", "token": "424242"}]`: numbers that always get that token and never a message, for [app reviews and tests](security.md#test-destinations). The token is no secret',
  },
} as const satisfies SettingRows;

import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { numericBounds } from '../../docs/build/numeric-bounds.ts';
import { readPage } from './markdown.ts';

const page = readPage('docs/configuration.md');
const rowOf = (key: string) => page.split('\n').find((line) => line.startsWith(`| \`${key}\` |`));

const WINDOWS = '`limit` 1 to 1,000,000,000; `windowSeconds` 1 to 2,678,400 (31 days)';

describe('docs/configuration.md', () => {
  it.each([
    ['resendAfterSeconds', '1 to 600'],
    ['listShards', '1 to 64'],
    ['tokenLength', '6 to 10 if `numeric`, 8 to 32 if `alphanumeric`'],
    ['maxGuessProbabilityPerDay', 'above 0, up to 1'],
    ['smsMaxPriceUsd', 'above 0, up to 10'],
    [
      'budget',
      '`hourlyUsd` above 0, up to 100,000; `monthlyUsd` above 0, up to 1,000,000; `raisableTo` 1 to 10',
    ],
    [
      'pumpingGuard',
      '`prefixDigits` 1 to 7; `spareNumbers` 2 to 100,000; `sparePerVerified` 0.1 to 20; `trickleNumbers` 1 to 1,000; `spareDeliveries` 2 to 1,000,000; `knownDays` 1 to 365',
    ],
    ['smsPricesUsd', 'up to 100 countries; `default` and `countries` above 0, up to 10'],
    ['sendLimits', `up to 5 entries in a list; ${WINDOWS}`],
    ['limitKeys', `up to 5 keys, named by \`a\` to \`z\` and \`_\`; 1 to 5 entries in a list; ${WINDOWS}`],
    ['guessLimits', `up to 5 entries; ${WINDOWS}`],
    ['requestsPerFiveMinutesPerCaller', '10 to 2,000,000,000'],
  ])('says that %s may be %s', (key, allowed) => {
    expect(rowOf(key)?.split('. Allowed: ')[1]).toBe(`${allowed} |`);
  });

  it.each([
    [
      'sendLimits',
      'person 5 in 600 s and 20 in 86400 s; destination 5 in 600 s and 10 in 86400 s; client and deployment none',
    ],
    ['confirmationLimits', 'person and address 3 in 3600 s and 5 in 86400 s; client 300 in 3600 s'],
    ['guessLimits', '10 in 600 s and 100 in 86400 s'],
    ['tokenLength', '6 or 15'],
  ])('has the default of %s in words', (key, words) => {
    expect(rowOf(key)).toContain(`| \`${key}\` | ${words} |`);
  });
});

describe('the bounds of a number', () => {
  it.each([
    ['bounded on no side', z.coerce.number().int()],
    ['bounded on one side', z.number().min(1)],
    ['a member', z.strictObject({ seconds: z.number().max(3) })],
  ])('are missing if it is %s', (_, field) => {
    expect(numericBounds(field)).toEqual({ bounds: [], unbounded: true });
  });

  it('are none of text and flags', () => {
    expect(numericBounds(z.strictObject({ name: z.string(), on: z.boolean() }))).toEqual({
      bounds: [],
      unbounded: false,
    });
  });
});

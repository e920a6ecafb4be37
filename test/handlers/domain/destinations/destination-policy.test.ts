import { describe, expect, it } from '@jest/globals';
import type { CountryCode } from 'libphonenumber-js/max';
import parsePhoneNumber, { getExampleNumber } from 'libphonenumber-js/max';
import metadata from 'libphonenumber-js/metadata.max.json';
import examples from 'libphonenumber-js/mobile/examples';
import { CHARGED_NUMBERS } from '../../../../handlers/domain/destinations/charged-numbers.ts';
import { judgeNumber } from '../../../../handlers/domain/destinations/destination-policy.ts';
import { fc, runs } from '../../../support/properties.ts';

const EVERYWHERE = { allowedCountries: [], blockedPrefixes: [], testNumbers: [] };

/** By country: the calling code at index 0, and the kinds of numbers at 11, each with its pattern first. */
const PLANS: Readonly<Record<string, readonly unknown[]>> = metadata.countries;
const KINDS = { premiumRate: 3, sharedCost: 9 };

describe('a number', () => {
  it.each([
    ['premium-rate in Germany', '+499001234567', 'number_type'],
    ['shared-cost in Germany', '+491801234567', 'number_type'],
    ['premium-rate in France', '+33899123456', 'number_type'],
    ['shared-cost in India', '+9118603451234', 'number_type'],
    ['premium-rate in the United Kingdom', '+449098790000', 'number_type'],
    ['premium-rate in the United States', '+19005551234', 'number_type'],
    ['premium-rate in Latvia', '+37190612345', 'number_type'],
    ['premium-rate in Japan', '+81990123456', 'number_type'],
    ['premium-rate everywhere', '+979123456789', 'number_type'],
    ['toll-free in the United States', '+18005551234', 'number_type'],
    ['mobile in Germany', '+4915123456789', undefined],
    ['mobile in India', '+919876543210', undefined],
    ['fixed or mobile in the United States', '+12025550123', undefined],
    ['of a block that no plan lists', '+15555550123', undefined],
    ['personal, diverted at its caller’s cost', '+447012345678', 'number_type'],
    ['of a satellite', '+881612345678', 'country'],
    ['of an international network', '+883510012345', 'country'],
    ['of an international network of no known kind', '+882123456789', 'country'],
  ])('%s is judged by its kind', (_, number, rule) => {
    expect(judgeNumber(number, EVERYWHERE)).toBe(rule);
  });

  it.each([
    ['in an allowed country', '+12025550123', undefined],
    ['in another country of the same calling code', '+18765550123', 'country'],
    ['in another country', '+4915123456789', 'country'],
    ['in no known country', '+15555550123', 'country'],
    ['of a satellite', '+881612345678', 'country'],
    ['with a North American area code that the metadata lacks', '+16215550123', undefined],
    ['with a North American area code that does not exist', '+12115550123', 'country'],
  ])('%s is judged by its country', (_, number, rule) => {
    expect(judgeNumber(number, { ...EVERYWHERE, allowedCountries: ['US', 'IN'] })).toBe(rule);
  });

  it('with a new North American area code is refused when the United States is not allowed', () => {
    expect(judgeNumber('+16215550123', { ...EVERYWHERE, allowedCountries: ['CA', 'IN'] })).toBe('country');
  });

  it.each([
    ['+881612345678', 'prefix'],
    ['+919876543210', 'prefix'],
    ['+919976543210', undefined],
  ])('%s is judged by its prefix', (number, rule) => {
    expect(judgeNumber(number, { ...EVERYWHERE, blockedPrefixes: ['+881', '+9198'] })).toBe(rule);
  });

  it.each([
    ['+541155550001', ['+54911'], 'prefix'],
    ['+5491155550001', ['+5411'], 'prefix'],
    ['+551187654321', ['+55119'], 'prefix'],
    ['+5511987654321', ['+55118'], 'prefix'],
    ['+5491155550001', ['+54912'], undefined],
  ])('%s is judged by the prefix of any spelling of its line: %j', (number, blockedPrefixes, rule) => {
    expect(judgeNumber(number, { ...EVERYWHERE, blockedPrefixes })).toBe(rule);
  });

  it('for tests is not judged in any spelling', () => {
    const policy = { allowedCountries: ['IN'], blockedPrefixes: [], testNumbers: ['+5491155550001'] };
    expect(judgeNumber('+541155550001', policy)).toBeUndefined();
    expect(judgeNumber('+541155550002', policy)).toBe('country');
  });

  it('for tests is not judged', () => {
    const policy = { allowedCountries: ['IN'], blockedPrefixes: ['+1'], testNumbers: ['+19005551234'] };
    expect(judgeNumber('+19005551234', policy)).toBeUndefined();
    expect(judgeNumber('+19005551235', policy)).toBe('country');
  });
});

describe('every country', () => {
  const countries = Object.keys(PLANS).sort();
  const pattern = (country: string, kind: number) =>
    (PLANS[country]?.[11] as (readonly string[] | 0)[] | undefined)?.[kind] || undefined;

  it('has the premium-rate and shared-cost numbers of the installed metadata', () => {
    const table = countries.flatMap((country) => {
      const patterns = Object.values(KINDS).flatMap((kind) => pattern(country, kind)?.[0] ?? []);
      return patterns.length === 0 ? [] : [`${country} ${patterns.join('|')}`];
    });
    expect([...CHARGED_NUMBERS].map((entry) => entry.join(' '))).toEqual(table);
  });

  it('lets through no number that the max metadata calls premium-rate or shared-cost', () => {
    for (const [country, pattern] of CHARGED_NUMBERS) {
      const numbers = fc
        .stringMatching(new RegExp(`^(?:${pattern})$`))
        .map((national) => `+${PLANS[country]?.[0]}${national}`)
        .filter((number) => /^(PREMIUM_RATE|SHARED_COST)$/.test(parsePhoneNumber(number)?.getType() ?? ''));
      fc.assert(
        fc.property(numbers, (number) => judgeNumber(number, EVERYWHERE) === 'number_type'),
        { numRuns: runs(20) },
      );
    }
  });

  it('has mobile numbers that are let through', () => {
    const refused = countries.filter((country) => {
      const number = getExampleNumber(country as CountryCode, examples)?.number;
      return number === undefined || judgeNumber(number, EVERYWHERE) !== undefined;
    });
    expect(refused).toEqual([]);
  });
});

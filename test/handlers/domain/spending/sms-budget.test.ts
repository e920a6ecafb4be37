import { describe, expect, it } from '@jest/globals';
import { reserve, smsBudgetLimits, smsPrice } from '../../../../handlers/domain/spending/sms-budget.ts';
import { aCount, countersInMemory } from '../../counters-in-memory.ts';
import { NOW_SECONDS } from '../../fixtures.ts';

const PRICES = { default: 0.3, countries: { DE: 0.1, US: 0.00645 } };
const LIMITS = smsBudgetLimits({ hourlyUsd: 1, monthlyUsd: 1.25 });
const DIME = 100_000;
let owners = 0;
const nextOwner = () => {
  owners += 1;
  return `owner-${owners}`;
};
const SECONDS_TO_DECEMBER = 8 * 86_400 + 14 * 3600;

describe('the price of a text', () => {
  it.each([
    ['of one segment', 'a', 'DE', 100_000],
    ['of three segments', 'a'.repeat(310), 'DE', 300_000],
    ['that is a fraction of a cent', 'a', 'US', 6450],
    ['to a country without its own price', 'a', 'FR', 300_000],
    ['to an unknown country', 'a', '', 300_000],
  ])('%s is in millionths of a dollar', (_, text, country, microUsd) => {
    expect(smsPrice(text, country, PRICES)).toBe(microUsd);
  });
});

describe('the SMS budget', () => {
  it('has no limits without a budget', () => {
    expect(smsBudgetLimits({})).toEqual([]);
  });

  it('stops at the hourly budget exactly, until the hour ends', async () => {
    const counters = countersInMemory();
    const answers = [];
    for (let message = 0; message < 11; message += 1) {
      answers.push(await reserve(DIME, LIMITS, counters, nextOwner(), NOW_SECONDS + 600));
    }
    expect(answers.filter(({ counted }) => counted)).toHaveLength(10);
    expect(answers[10]).toMatchObject({ counted: false, retryAfterSeconds: 3000 });
    expect((await reserve(DIME, LIMITS, counters, nextOwner(), NOW_SECONDS + 3600)).counted).toBe(true);
  });

  it('stops at the monthly budget until the first of the next month, UTC, and leaves the hour alone', async () => {
    const counters = countersInMemory();
    await counters.add(aCount('spend', 'month', NOW_SECONDS - 20 * 86_400, { amount: 1_200_000 }));
    expect(await reserve(DIME, LIMITS, counters, nextOwner(), NOW_SECONDS)).toMatchObject({
      counted: false,
      retryAfterSeconds: SECONDS_TO_DECEMBER,
    });
    expect(await counters.read('spend', [3600], NOW_SECONDS)).toEqual([0]);
    expect(
      (await reserve(DIME, LIMITS, counters, nextOwner(), NOW_SECONDS + SECONDS_TO_DECEMBER)).counted,
    ).toBe(true);
  });

  it('refuses a message that alone costs more than the budget', async () => {
    const limits = smsBudgetLimits({ hourlyUsd: 0.05 });
    expect((await reserve(DIME, limits, countersInMemory(), nextOwner(), NOW_SECONDS)).counted).toBe(false);
  });

  it('returns what it reserved, so that it can be given back', async () => {
    const counters = countersInMemory();
    const reservation = await reserve(DIME, LIMITS, counters, nextOwner(), NOW_SECONDS);
    if (!reservation.counted) {
      throw new Error('refused');
    }
    await counters.takeBack(reservation.entry);
    expect(await counters.read('spend', [3600, 'month'], NOW_SECONDS)).toEqual([0, 0]);
  });
});

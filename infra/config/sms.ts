/**
 * The part of the configuration that says what texting may cost, and when a prefix of numbers is paused.
 */
import { z } from 'zod';
import type { Budget, PumpingGuardSettings, SmsPrices } from '../../handlers/contract/settings.ts';
import { structured } from './limits.ts';

/**
 * For each new number that verifies two may fail: people do better even in a carrier's bad hour, and an attacker
 * who verifies one in six does not. `npm run bench:pumping` plays both; docs/pumping-guard.md has its figures.
 */
export const DEFAULT_PUMPING_GUARD: PumpingGuardSettings = {
  prefixDigits: 3,
  spareNumbers: 20,
  sparePerVerified: 1.5,
  trickleNumbers: 5,
  knownDays: 90,
};

/**
 * Prices to plan with until the owner has put in those of the account: AWS changes its list, and carriers'
 * fees come on top of it. The few that are named are what AWS's customers reported, rounded up; all others
 * count as what `smsMaxPriceUsd` lets a message cost by default, because nothing dearer is sent.
 */
const DEFAULT_SMS_PRICES: SmsPrices & { readonly source: string; readonly asOf: string } = {
  default: 0.3,
  countries: { AE: 0.08, GB: 0.06, IN: 0.05, KR: 0.04, US: 0.015 },
  source:
    'Reports of what AWS charged, rounded up; for your own see https://aws.amazon.com/end-user-messaging/pricing/',
  asOf: '2024-08-14',
};

const whole = (min: number, max: number) => z.number().int().min(min).max(max);
const usd = (max: number) => z.number().positive().max(max);

/** Settings of the guard that judged messages, and what has taken their place. */
const FORMER_GUARD_SETTINGS = {
  windowSeconds: 'the guard looks back over one hour and three',
  minSends: 'see spareNumbers, which counts numbers that do not verify',
  minConversion: 'see sparePerVerified: 1.5 is a least conversion of 0.4',
  pauseSeconds: 'see trickleNumbers: a pause lets new numbers through by and by',
} as const;

const former = (instead: string) =>
  z.undefined({ error: `is not a setting any more: ${instead}` }).optional();

const guard = z
  .strictObject({
    prefixDigits: whole(1, 7).default(DEFAULT_PUMPING_GUARD.prefixDigits),
    spareNumbers: whole(2, 100_000).default(DEFAULT_PUMPING_GUARD.spareNumbers),
    sparePerVerified: z.number().min(0.1).max(20).default(DEFAULT_PUMPING_GUARD.sparePerVerified),
    trickleNumbers: whole(1, 1000).default(DEFAULT_PUMPING_GUARD.trickleNumbers),
    knownDays: whole(1, 365).default(DEFAULT_PUMPING_GUARD.knownDays),
    windowSeconds: former(FORMER_GUARD_SETTINGS.windowSeconds),
    minSends: former(FORMER_GUARD_SETTINGS.minSends),
    minConversion: former(FORMER_GUARD_SETTINGS.minConversion),
    pauseSeconds: former(FORMER_GUARD_SETTINGS.pauseSeconds),
  })
  .transform(({ windowSeconds, minSends, minConversion, pauseSeconds, ...settings }) => settings);

export const SMS_FIELDS = {
  budget: structured(
    z.strictObject({ hourlyUsd: usd(100_000).optional(), monthlyUsd: usd(1_000_000).optional() }),
  ).default({}),
  smsPricesUsd: structured(
    z.strictObject({
      default: usd(10),
      countries: z
        .record(z.string().regex(/^[A-Z]{2}$/, 'must be ISO 3166 codes of two capital letters'), usd(10))
        .refine((prices) => Object.keys(prices).length <= 100, 'must have at most 100 countries'),
      source: z.string().min(1),
      asOf: z.iso.date('must be a date such as 2026-11-22'),
    }),
  ).default(DEFAULT_SMS_PRICES),
  /** Null is off. */
  pumpingGuard: structured(
    z.preprocess((value) => (value === false ? null : value), guard.nullable()),
  ).default(DEFAULT_PUMPING_GUARD),
};

/** What the functions need of the prices. */
export const smsPricesOf = ({ smsPricesUsd }: { readonly smsPricesUsd: SmsPrices }): SmsPrices => ({
  default: smsPricesUsd.default,
  countries: smsPricesUsd.countries,
});

interface SmsSettings {
  readonly budget: Budget;
  readonly smsPricesUsd: SmsPrices;
}

/** What is wrong with settings that are well-formed one by one. */
export function checkSms({ budget, smsPricesUsd }: SmsSettings): { path: string[]; message: string }[] {
  return (['hourlyUsd', 'monthlyUsd'] as const)
    .filter((name) => (budget[name] ?? Number.POSITIVE_INFINITY) < smsPricesUsd.default)
    .map((name) => ({
      path: ['budget', name],
      message: `must be at least one message's price, smsPricesUsd.default, ${smsPricesUsd.default}`,
    }));
}

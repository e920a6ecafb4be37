/**
 * The part of the configuration that says what texting may cost, and when a number prefix is paused.
 */
import { z } from 'zod';
import type { Budget, DeliveryStatus, SmsPrices } from '../../handlers/contract/settings/texts.ts';
import {
  DEFAULT_PUMPING_GUARD,
  MOST_PRICED_COUNTRIES,
  pumpingGuard,
  smsPrices,
  TEXT_SETTINGS,
} from '../../handlers/contract/settings/texts.ts';
import type { ConfigKey, SettingError } from './fields.ts';
import { filled, keysOf, structured, whole } from './fields.ts';

/**
 * Prices to plan with until the owner sets those of the account: AWS changes its list, and carrier fees come
 * on top. The few countries listed have prices that AWS's customers reported, rounded up. All others have the
 * default of `smsMaxPriceUsd`, because SNS sends no message that costs more.
 */
const DEFAULT_SMS_PRICES: SmsPrices & { readonly source: string; readonly asOf: string } = {
  default: 0.3,
  countries: { AE: 0.08, GB: 0.06, IN: 0.05, KR: 0.04, US: 0.015 },
  source:
    'Reports of what AWS charged, rounded up; for your own see https://aws.amazon.com/end-user-messaging/pricing/',
  asOf: '2024-08-14',
};

/** Settings of the earlier guard, which judged messages, and what replaces them. */
const FORMER_GUARD_SETTINGS = {
  windowSeconds: 'the guard looks back over one hour and three',
  minSends: 'see spareNumbers, which counts numbers that do not verify',
  minConversion: 'see sparePerVerified: 1.5 means a minimum conversion of 0.4',
  pauseSeconds: 'see trickleNumbers: a pause lets new numbers through gradually',
} as const;

/** What an account may run at once, until AWS raises it. */
const MOST_EXECUTIONS = 1000;

export const SMS_KEYS = {
  ...keysOf(TEXT_SETTINGS),
  smsPricesUsd: {
    field: structured(
      z.strictObject({
        ...smsPrices().shape,
        source: z.string().min(1),
        asOf: z.iso.date('must be a date such as 2026-11-22'),
      }),
    ).default(DEFAULT_SMS_PRICES),
    defaultText: 'a few countries, and 0.30 for the rest',
    text: '`{"default", "countries": {"IN": 0.05}, "source", "asOf"}`: the price of one part of a text. The defaults are rounded up from reports of August 2024 and earlier: set your account\'s prices before you rely on a budget',
    allowed: () => `up to ${MOST_PRICED_COUNTRIES} countries`,
  },
  reportsConcurrency: {
    field: whole(1, MOST_EXECUTIONS).optional(),
    text: 'how many executions of Lambda the function that notes delivery reports may use at once, and that are kept for it; further reports wait. Unset, it may use what the account has: see [the runbook](runbook.md#messages-that-do-not-arrive). AWS leaves at least 100 executions unreserved, so an account needs more than these. Needs `deliveryStatus`',
  },
  pumpingGuard: {
    ...TEXT_SETTINGS.pumpingGuard,
    field: structured(z.preprocess(readGuard, pumpingGuard())).default(DEFAULT_PUMPING_GUARD),
  },
} satisfies Record<string, ConfigKey>;

/**
 * `false` switches the guard off. Settings of the earlier guard are refused with a hint at their replacement.
 */
function readGuard(given: unknown, context: z.core.$RefinementCtx): unknown {
  if (given === false) {
    return null;
  }
  const guard: unknown = filled(given, DEFAULT_PUMPING_GUARD);
  for (const [name, instead] of Object.entries(FORMER_GUARD_SETTINGS)) {
    if (typeof guard !== 'object' || guard === null || !(name in guard)) {
      continue;
    }
    context.addIssue({ code: 'custom', path: [name], message: `is no longer a setting: ${instead}` });
  }
  return guard;
}

/** The prices without their source and date, which the functions do not need. */
export const smsPricesOf = ({ smsPricesUsd }: { readonly smsPricesUsd: SmsPrices }): SmsPrices => ({
  default: smsPricesUsd.default,
  countries: smsPricesUsd.countries,
});

interface SmsSettings {
  readonly budget: Budget;
  readonly smsPricesUsd: SmsPrices;
  readonly deliveryStatus: DeliveryStatus;
  readonly reportsConcurrency?: number | undefined;
}

/** What is wrong with settings that are each well-formed. */
export function checkSms(settings: SmsSettings): SettingError[] {
  const { budget, smsPricesUsd, deliveryStatus, reportsConcurrency } = settings;
  const tooSmall = (['hourlyUsd', 'monthlyUsd'] as const)
    .filter((name) => (budget[name] ?? Number.POSITIVE_INFINITY) < smsPricesUsd.default)
    .map((name) => ({
      path: ['budget', name],
      message: `must be at least the price of one message, smsPricesUsd.default (${smsPricesUsd.default})`,
    }));
  return reportsConcurrency === undefined || deliveryStatus !== 'off'
    ? tooSmall
    : [
        ...tooSmall,
        {
          path: ['reportsConcurrency'],
          message: 'needs deliveryStatus: it is for the function that notes the reports',
        },
      ];
}

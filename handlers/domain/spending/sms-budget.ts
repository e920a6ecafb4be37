/**
 * Keeps the cost of texts within the owner's budget: each text reserves its price before it is sent.
 *
 * The price is the list price by country and part, in millionths of a dollar; the actual charge is known
 * hours later, too late to stop anything. If a text may have been sent, its reservation stays: the budget
 * stops early rather than late.
 */
import { SPEND } from '../../contract/limits-table.ts';
import type { Budget, SmsPrices } from '../../contract/settings/texts.ts';
import type { Counted } from '../../contract/workflow.ts';
import type { Count, CounterStore } from '../limits/counter-store.ts';
import { smsSegments } from '../messages/sms-segments.ts';
import type { Window } from '../window.ts';

const MICRO_USD = 1_000_000;

export interface SmsBudgetLimit {
  readonly name: 'hour' | 'month';
  readonly window: Window;
  readonly microUsd: number;
}

const toMicroUsd = (usd: number): number => Math.round(usd * MICRO_USD);
export const toUsd = (microUsd: number): number => microUsd / MICRO_USD;

/** The configured limits, the shorter window first. */
export function smsBudgetLimits({ hourlyUsd, monthlyUsd }: Budget): readonly SmsBudgetLimit[] {
  const limit = (name: SmsBudgetLimit['name'], window: Window, usd: number | undefined): SmsBudgetLimit[] =>
    usd === undefined ? [] : [{ name, window, microUsd: toMicroUsd(usd) }];
  return [...limit('hour', 3600, hourlyUsd), ...limit('month', 'month', monthlyUsd)];
}

/** The price of all parts of a text to a country (ISO 3166-1; empty if unknown), millionths of a dollar. */
export const smsPrice = (text: string, country: string, prices: SmsPrices): number =>
  smsSegments(text) * toMicroUsd(prices.countries[country] ?? prices.default);

/** What reserving an amount counts, in every window or in none. Each reservation needs its own owner. */
export const smsSpendOf = (microUsd: number, limits: readonly SmsBudgetLimit[]) => ({
  subject: SPEND,
  limits: limits.map(({ window, microUsd: limit }) => ({ window, limit })),
  amount: microUsd,
});

/** Reserves an amount in every window or in none. @throws StoreUnavailable */
export const reserve = (
  microUsd: number,
  limits: readonly SmsBudgetLimit[],
  counters: Pick<CounterStore, 'count'>,
  owner: string,
  nowSeconds: number,
): Promise<Count> => counters.count({ ...smsSpendOf(microUsd, limits), owner, nowSeconds });

/** Whether this count of a request is a reservation in the budget. */
export const isReservation = ({ subject }: Counted): boolean => subject === SPEND;

export const withoutReservations = (counted: readonly Counted[]): readonly Counted[] =>
  counted.filter((entry) => !isReservation(entry));

/**
 * The amounts reserved in the current windows, in millionths of a dollar and in order.
 * @throws StoreUnavailable
 */
export const readSmsSpend = async (
  limits: readonly SmsBudgetLimit[],
  counters: Pick<CounterStore, 'read'>,
  nowSeconds: number,
): Promise<readonly number[]> =>
  limits.length === 0
    ? []
    : counters.read(
        SPEND,
        limits.map(({ window }) => window),
        nowSeconds,
      );

/**
 * Keeps what texts cost within the owner's budget: each reserves its price before it is sent.
 *
 * Reserved is the list price by country and part, in millionths of a dollar; what AWS charges in the end
 * comes hours later, too late to stop anything. When it is not certain that a message was not sent, its
 * reservation stays: the breaker would rather stop early than late.
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

/** The limits that are kept, the shorter window first. */
export function smsBudgetLimits({ hourlyUsd, monthlyUsd }: Budget): readonly SmsBudgetLimit[] {
  const limit = (name: SmsBudgetLimit['name'], window: Window, usd: number | undefined): SmsBudgetLimit[] =>
    usd === undefined ? [] : [{ name, window, microUsd: toMicroUsd(usd) }];
  return [...limit('hour', 3600, hourlyUsd), ...limit('month', 'month', monthlyUsd)];
}

/** Millionths of a dollar for a text to a country (ISO 3166-1; empty for none), every part of it. */
export const smsPrice = (text: string, country: string, prices: SmsPrices): number =>
  smsSegments(text) * toMicroUsd(prices.countries[country] ?? prices.default);

/** What reserving an amount counts: in every window, or in none. Of several reservations each has its owner. */
export const smsSpendOf = (microUsd: number, limits: readonly SmsBudgetLimit[]) => ({
  subject: SPEND,
  limits: limits.map(({ window, microUsd: limit }) => ({ window, limit })),
  amount: microUsd,
});

/** Reserves an amount in every window, or in none. @throws StoreUnavailable */
export const reserve = (
  microUsd: number,
  limits: readonly SmsBudgetLimit[],
  counters: Pick<CounterStore, 'count'>,
  owner: string,
  nowSeconds: number,
): Promise<Count> => counters.count({ ...smsSpendOf(microUsd, limits), owner, nowSeconds });

/** A budget that a text did not fit into. */
export interface ExhaustedBudget {
  readonly window: SmsBudgetLimit['name'];
  /** Epoch seconds: when the next window begins. */
  readonly untilSeconds: number;
}

export type OnBudgetExhausted = (budget: ExhaustedBudget) => void;

/** Of a reservation that was refused. */
export const exhaustedBudget = (
  { reached, retryAfterSeconds }: Extract<Count, { counted: false }>,
  limits: readonly SmsBudgetLimit[],
  nowSeconds: number,
): ExhaustedBudget => ({
  window: limits.find(({ window }) => window === reached.window)?.name ?? 'month',
  untilSeconds: nowSeconds + retryAfterSeconds,
});

/** Whether this is a reservation, of all that a request counted. */
export const isReservation = ({ subject }: Counted): boolean => subject === SPEND;

export const withoutReservations = (counted: readonly Counted[]): readonly Counted[] =>
  counted.filter((entry) => !isReservation(entry));

/** Millionths of a dollar that are reserved in the windows of this moment, in their order. @throws StoreUnavailable */
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

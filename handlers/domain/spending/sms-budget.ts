/**
 * Keeps the cost of texts within the owner's budget: each text reserves its price before it is sent.
 *
 * The price is the list price by country and part, in millionths of a dollar; the actual charge is known
 * hours later, too late to stop anything. If a text may have been sent, its reservation stays: the budget
 * stops early rather than late.
 */
import { SPEND } from '../../contract/limits-table.ts';
import type { Budget, SmsPrices } from '../../contract/settings/texts.ts';
import { RAISABLE_TO } from '../../contract/settings/texts.ts';
import type { BudgetWindow } from '../../contract/vocabulary.ts';
import type { Counted, RaisedBudgets } from '../../contract/workflow.ts';
import type { Count, CounterStore } from '../limits/counter-store.ts';
import { smsSegments } from '../messages/sms-segments.ts';
import type { Window } from '../window.ts';

const MICRO_USD = 1_000_000;

export interface SmsBudgetLimit {
  readonly name: BudgetWindow;
  readonly window: Window;
  /** What it is raised by included. */
  readonly microUsd: number;
  /** By how much an operator has raised it for a time; absent while nobody has. */
  readonly raisedMicroUsd?: number;
}

export const toMicroUsd = (usd: number): number => Math.round(usd * MICRO_USD);
export const toUsd = (microUsd: number): number => microUsd / MICRO_USD;

/** The configured limits, the shorter window first. */
export function smsBudgetLimits({ hourlyUsd, monthlyUsd }: Budget): readonly SmsBudgetLimit[] {
  const limit = (name: SmsBudgetLimit['name'], window: Window, usd: number | undefined): SmsBudgetLimit[] =>
    usd === undefined ? [] : [{ name, window, microUsd: toMicroUsd(usd) }];
  return [...limit('hour', 3600, hourlyUsd), ...limit('month', 'month', monthlyUsd)];
}

/** How many times a budget operators may raise it to. */
export const raisableTo = ({ raisableTo: configured = RAISABLE_TO }: Budget): number => configured;

/** By how much a budget may be raised, millionths of a dollar. */
export const raisableMicroUsd = ({ microUsd }: SmsBudgetLimit, times: number): number =>
  Math.round(microUsd * (times - 1));

/** The limits with what operators have raised them by. */
export const raiseLimits = (
  limits: readonly SmsBudgetLimit[],
  raised: RaisedBudgets = {},
): readonly SmsBudgetLimit[] =>
  limits.map((limit) => {
    const by = raised[limit.name];
    return by === undefined ? limit : { ...limit, microUsd: limit.microUsd + by, raisedMicroUsd: by };
  });

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

/** A budget that a text did not fit into. */
export interface ExhaustedBudget {
  readonly window: SmsBudgetLimit['name'];
  /** Epoch seconds: when the next window begins. */
  readonly untilSeconds: number;
  /** By how much an operator had raised it, which was used up too. */
  readonly raisedMicroUsd?: number;
}

export type OnBudgetExhausted = (budget: ExhaustedBudget) => void;

/** Of a reservation that was refused. */
export function exhaustedBudget(
  { reached, retryAfterSeconds }: Extract<Count, { counted: false }>,
  limits: readonly SmsBudgetLimit[],
  nowSeconds: number,
): ExhaustedBudget {
  const limit = limits.find(({ window }) => window === reached.window);
  return {
    window: limit?.name ?? 'month',
    untilSeconds: nowSeconds + retryAfterSeconds,
    ...(limit?.raisedMicroUsd === undefined ? {} : { raisedMicroUsd: limit.raisedMicroUsd }),
  };
}

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

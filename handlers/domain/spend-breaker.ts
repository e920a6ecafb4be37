/**
 * Keeps what texts cost within the owner's budget: each reserves its price before it is sent.
 *
 * Reserved is the list price by country and part, in millionths of a dollar; what AWS charges in the end
 * comes hours later, too late to stop anything. When it is not certain that a message was not sent, its
 * reservation stays: the breaker would rather stop early than late.
 */
import type { Budget, SmsPrices } from '../contract/settings.ts';
import { LIMIT_SUBJECTS } from '../contract/table-writes.ts';
import type { Counted, CounterStore } from './ports.ts';
import { smsSegments } from './sms-segments.ts';
import type { Window } from './window-bounds.ts';

/** One counter a window, for the whole deployment. */
const SPEND = LIMIT_SUBJECTS.spend;

const MICRO_USD = 1_000_000;

export interface SpendLimit {
  readonly name: 'hour' | 'month';
  readonly window: Window;
  readonly microUsd: number;
}

export type Reservation =
  | { readonly reserved: true; readonly entries: readonly Counted[] }
  | { readonly reserved: false; readonly retryAfterSeconds: number };

const toMicroUsd = (usd: number): number => Math.round(usd * MICRO_USD);
export const toUsd = (microUsd: number): number => microUsd / MICRO_USD;

/** The limits that are kept, the shorter window first. */
export function spendLimits({ hourlyUsd, monthlyUsd }: Budget): readonly SpendLimit[] {
  const limit = (name: SpendLimit['name'], window: Window, usd: number | undefined): SpendLimit[] =>
    usd === undefined ? [] : [{ name, window, microUsd: toMicroUsd(usd) }];
  return [...limit('hour', 3600, hourlyUsd), ...limit('month', 'month', monthlyUsd)];
}

/** Millionths of a dollar for a text to a country (ISO 3166-1; empty for none), every part of it. */
export const smsPrice = (text: string, country: string, prices: SmsPrices): number =>
  smsSegments(text) * toMicroUsd(prices.countries[country] ?? prices.default);

/**
 * Reserves an amount in every window, or in none. One window after the other: at once, those that the
 * hour refuses would for a moment take up the month, and others be refused for nothing.
 * @throws StoreUnavailable
 */
export async function reserve(
  microUsd: number,
  limits: readonly SpendLimit[],
  counters: CounterStore,
  nowSeconds: number,
): Promise<Reservation> {
  const entries: Counted[] = [];
  for (const limit of limits) {
    const count = await counters.count(SPEND, limit.window, limit.microUsd, nowSeconds, microUsd);
    if (!count.counted) {
      await giveBack(entries, counters);
      return { reserved: false, retryAfterSeconds: count.retryAfterSeconds };
    }
    entries.push(count.entry);
  }
  return { reserved: true, entries };
}

/** Gives a reservation back, as well as it can: what stays reserved errs on the side of fewer messages. */
export async function giveBack(entries: readonly Counted[], counters: CounterStore): Promise<void> {
  const reserved = entries.filter(({ subject }) => subject === SPEND);
  await Promise.allSettled(reserved.map((entry) => counters.takeBack(entry)));
}

/** Whether a request has reserved the price of its text. */
export const isReserved = (counted: readonly Counted[]): boolean =>
  counted.some(({ subject }) => subject === SPEND);

/** Millionths of a dollar that are reserved in the window of this moment. @throws StoreUnavailable */
export const readSpend = (
  { window }: SpendLimit,
  counters: Pick<CounterStore, 'read'>,
  nowSeconds: number,
): Promise<number> => counters.read(SPEND, window, nowSeconds);

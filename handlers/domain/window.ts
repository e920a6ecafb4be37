/** The time windows that counters use. */
import type { WindowLimit } from '../contract/setting.ts';

/** The length in seconds of a window aligned to the epoch, or a calendar month in UTC, as AWS bills. */
export type Window = number | 'month';

export interface WindowBounds {
  /** Epoch seconds. */
  readonly startsAtSeconds: number;
  /** Epoch seconds, exclusive. */
  readonly endsAtSeconds: number;
}

/** A configured limit in the form that counters take. */
export const counterLimit = ({ limit, windowSeconds }: WindowLimit): { window: Window; limit: number } => ({
  window: windowSeconds,
  limit,
});

/** The bounds of the window that contains this moment. */
export function windowBounds(window: Window, nowSeconds: number): WindowBounds {
  if (window === 'month') {
    const now = new Date(nowSeconds * 1000);
    const firstOf = (month: number) => Date.UTC(now.getUTCFullYear(), month) / 1000;
    return {
      startsAtSeconds: firstOf(now.getUTCMonth()),
      endsAtSeconds: firstOf(now.getUTCMonth() + 1),
    };
  }
  const startsAtSeconds = Math.floor(nowSeconds / window) * window;
  return { startsAtSeconds, endsAtSeconds: startsAtSeconds + window };
}

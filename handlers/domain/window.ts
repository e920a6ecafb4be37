/** The stretches of time that counters count in. */
import type { WindowLimit } from '../contract/setting.ts';

/** Seconds of a window that is aligned to the epoch, or the calendar month, UTC, as AWS bills by. */
export type Window = number | 'month';

export interface WindowBounds {
  /** Epoch seconds. */
  readonly startsAtSeconds: number;
  /** Epoch seconds, exclusive. */
  readonly endsAtSeconds: number;
}

/** A configured limit, as counters take it. */
export const counterLimit = ({ limit, windowSeconds }: WindowLimit): { window: Window; limit: number } => ({
  window: windowSeconds,
  limit,
});

/** The window that a moment is in. */
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

/**
 * The overrides as requests read them: each running function reads them at most once in five seconds, so that they cost
 * a busy service next to nothing. An operator's decision is in force everywhere when that time is over.
 */
import type { Clock } from '../clock.ts';
import type { OverrideSource, Overrides } from './overrides.ts';

const HELD_MS = 5_000;

/** `now` is in epoch milliseconds. A failed read is not held: the next request tries again. */
export function recentOverrides(source: OverrideSource, now: Clock): OverrideSource {
  let held: { readonly overrides: Overrides; readonly readAtMs: number } | undefined;
  /** A pending read, which concurrent requests share. */
  let reading: Promise<Overrides> | undefined;

  const read = async (): Promise<Overrides> => {
    const readAtMs = now();
    const overrides = await source.current();
    held = { overrides, readAtMs };
    return overrides;
  };

  return {
    async current() {
      if (held !== undefined && now() - held.readAtMs < HELD_MS) {
        return held.overrides;
      }
      reading ??= read().finally(() => {
        reading = undefined;
      });
      return reading;
    },
  };
}

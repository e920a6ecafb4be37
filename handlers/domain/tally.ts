/** Remembers what a request counted, so that a refusal later on leaves nothing counted. */
import { endsLast, type FullWindow } from './full-window.ts';
import type { Tally } from './issue-rule.ts';
import type { Counted, CounterStore } from './ports.ts';

export interface StartedTally extends Tally {
  counted(): readonly Counted[];
  /** Undoes all of it, as well as it can: what stays counted errs on the side of fewer messages. */
  takeBack(): Promise<void>;
}

export function startTally(counters: CounterStore, nowSeconds: number): StartedTally {
  const entries: Counted[] = [];
  const undos: (() => Promise<void>)[] = [];
  const takeBack = (counted: readonly Counted[]) =>
    Promise.allSettled(counted.map((entry) => counters.takeBack(entry)));
  return {
    async count(subject, windows) {
      const added: Counted[] = [];
      const full: FullWindow[] = [];
      await Promise.all(
        windows.map(async (window) => {
          const { limit, windowSeconds } = window;
          const count = await counters.count(subject, windowSeconds, limit, nowSeconds);
          if (!count.counted)
            return void full.push({ ...window, retryAfterSeconds: count.retryAfterSeconds });
          added.push(count.entry);
          // At once: if the store fails elsewhere, this is still taken back.
          entries.push(count.entry);
        }),
      );
      if (full.length === 0) return undefined;
      for (const entry of added) entries.splice(entries.indexOf(entry), 1);
      await takeBack(added);
      return endsLast(full);
    },
    adopt: (counted) => void entries.push(...counted),
    onRefusal: (undo) => void undos.push(undo),
    counted: () => entries,
    async takeBack() {
      await Promise.allSettled([takeBack(entries), ...undos.map((undo) => undo())]);
    },
  };
}

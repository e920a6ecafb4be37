/** Remembers what a request counted, so that a refusal later on leaves nothing counted. */
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
  return {
    async count(subject, windowSeconds, limit, amount) {
      const count = await counters.count(subject, windowSeconds, limit, nowSeconds, amount);
      if (count.counted) entries.push(count.entry);
      return count;
    },
    adopt: (counted) => void entries.push(...counted),
    onRefusal: (undo) => void undos.push(undo),
    counted: () => entries,
    async takeBack() {
      await Promise.allSettled([
        ...entries.map((entry) => counters.takeBack(entry)),
        ...undos.map((undo) => undo()),
      ]);
    },
  };
}

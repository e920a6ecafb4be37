/** Remembers what a request counted, so that a refusal later on leaves nothing counted. */
import { entryOf } from './counter-entry.ts';
import type { Tally } from './issue-rule.ts';
import type { Counted, CounterStore, Counting } from './ports.ts';

export interface StartedTally extends Tally {
  counted(): readonly Counted[];
  /** Undoes all of it, as well as it can: what stays counted errs on the side of fewer messages. */
  takeBack(): Promise<void>;
}

/** `owner` is the execution: a repeated step counts what it counted before, and not once more. */
export function startTally(counters: CounterStore, owner: string, nowSeconds: number): StartedTally {
  const entries: Counted[] = [];
  const unknown: Counted[] = [];
  const undos: (() => Promise<void>)[] = [];
  return {
    async count(subject, limits, amount) {
      const counting: Counting = {
        subject,
        limits,
        owner,
        nowSeconds,
        ...(amount === undefined ? {} : { amount }),
      };
      try {
        const count = await counters.count(counting);
        if (count.counted) entries.push(count.entry);
        return count;
      } catch (error) {
        // The write may have been made, though nothing came back.
        unknown.push(entryOf(counting));
        throw error;
      }
    },
    onRefusal: (undo) => void undos.push(undo),
    counted: () => entries,
    async takeBack() {
      await Promise.allSettled([
        ...entries.map((entry) => counters.takeBack(entry)),
        ...unknown.map((entry) => counters.takeBack(entry, false)),
        ...undos.map((undo) => undo()),
      ]);
    },
  };
}

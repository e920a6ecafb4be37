/** Remembers what a request counted, so that a later refusal leaves nothing counted. */
import type { Counted } from '../../contract/workflow.ts';
import type { UndoLog } from '../issue-rule.ts';
import { entryOf } from './counter-entry.ts';
import type { CounterStore, Counting } from './counter-store.ts';

export interface StartedUndoLog extends UndoLog {
  counted(): readonly Counted[];
  part(): StartedUndoLog;
  /** Undoes everything, best effort: what stays counted errs on the side of fewer messages. */
  takeBack(): Promise<void>;
}

/** `owner` is the execution or the request id, so a retried step or call counts nothing twice. */
export function startUndoLog(counters: CounterStore, owner: string, nowSeconds: number): StartedUndoLog {
  const entries: Counted[] = [];
  const unknown: Counted[] = [];
  const undos: (() => Promise<void>)[] = [];
  const parts: StartedUndoLog[] = [];
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
        if (count.counted) {
          entries.push(count.entry);
        }
        return count;
      } catch (error) {
        // The write may have taken effect although no answer came back.
        unknown.push(entryOf(counting));
        throw error;
      }
    },
    onRefusal: (undo) => void undos.push(undo),
    part() {
      const part = startUndoLog(counters, owner, nowSeconds);
      parts.push(part);
      return part;
    },
    counted: () => [...entries, ...parts.flatMap((part) => part.counted())],
    async takeBack() {
      await Promise.allSettled([
        ...entries.splice(0).map((entry) => counters.takeBack(entry)),
        ...unknown.splice(0).map((entry) => counters.takeBack(entry, false)),
        ...undos.splice(0).map((undo) => undo()),
        ...parts.map((part) => part.takeBack()),
      ]);
    },
  };
}

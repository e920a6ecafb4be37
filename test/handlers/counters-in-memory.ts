/** Counters in a map, for tests of the rules. Marks share places as they do in the table. */
import type { Counted } from '../../handlers/contract/workflow.ts';
import { entryOf, isOwnMark, itemOf, windowName } from '../../handlers/domain/limits/counter-entry.ts';
import type { CounterStore, Counting, Subject } from '../../handlers/domain/limits/counter-store.ts';
import type { Window } from '../../handlers/domain/window.ts';
import { windowBounds } from '../../handlers/domain/window.ts';

interface Held {
  readonly windows: Map<string, number>;
  /** By name of the mark: the latest count that took this place. */
  readonly marks: Map<string, { readonly entry: Counted; readonly isTakenBack: boolean }>;
}

let owners = 0;

/** One count in one window, by a unique owner. */
export function aCount(
  subject: Subject,
  window: Window,
  nowSeconds: number,
  { amount = 1, limit = 1_000_000 } = {},
): Counting {
  owners += 1;
  return { subject, limits: [{ window, limit }], owner: `owner-${owners}`, nowSeconds, amount };
}

export function countersInMemory(): CounterStore {
  const items = new Map<string, Held>();
  const heldBy = ({ subject, item }: Pick<Counted, 'subject' | 'item'>): Held => {
    const key = JSON.stringify([subject, item]);
    const held = items.get(key) ?? { windows: new Map(), marks: new Map() };
    items.set(key, held);
    return held;
  };
  const change = (entry: Counted, amount: number) => {
    const { windows } = heldBy(entry);
    for (const window of entry.windows) {
      windows.set(window, (windows.get(window) ?? 0) + amount);
    }
  };
  /** The owner's earlier count, unless another has taken the place of its mark since. */
  const earlierOf = ({ owner, mark, ...key }: Counted): Counted | undefined => {
    const marked = heldBy(key).marks.get(mark);
    return marked?.entry.owner === owner && !marked.isTakenBack ? marked.entry : undefined;
  };
  const add = (counting: Counting): Counted => {
    const entry = entryOf(counting);
    const before = earlierOf(entry);
    if (before) {
      return before;
    }
    heldBy(entry).marks.set(entry.mark, { entry, isTakenBack: false });
    change(entry, entry.amount);
    return entry;
  };

  return {
    async count(counting) {
      const entry = entryOf(counting);
      const { windows } = heldBy(entry);
      const [full] = counting.limits
        .filter(({ limit }, i) => (windows.get(entry.windows[i] ?? '') ?? 0) + entry.amount > limit)
        .map((reached) => {
          const { endsAtSeconds } = windowBounds(reached.window, counting.nowSeconds);
          return { reached, retryAfterSeconds: endsAtSeconds - counting.nowSeconds };
        })
        .sort((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
      if (full && !earlierOf(entry)) {
        return { counted: false, ...full };
      }
      return { counted: true, entry: add(counting) };
    },
    async add(counting) {
      add(counting);
    },
    async takeBack(entry, isCertain = true) {
      const { windows, marks } = heldBy(entry);
      const marked = marks.get(entry.mark);
      const isMarked = marked?.entry.owner === entry.owner;
      const trustsEntry = !isOwnMark(entry.mark) && isCertain;
      const isThere = trustsEntry
        ? (windows.get(entry.windows[0] ?? '') ?? 0) >= entry.amount && !(isMarked && marked.isTakenBack)
        : isMarked && !marked.isTakenBack;
      if (!isThere) {
        return;
      }
      change(entry, -entry.amount);
      if (isOwnMark(entry.mark)) {
        marks.delete(entry.mark);
      } else {
        marks.set(entry.mark, { entry, isTakenBack: true });
      }
    },
    async read(subject, windows, nowSeconds) {
      const held = heldBy(itemOf(subject));
      return windows.map((window) => held.windows.get(windowName(window, nowSeconds)) ?? 0);
    },
    async clear(subject) {
      for (const key of items.keys()) {
        if (JSON.parse(key)[0] === subject) {
          items.delete(key);
        }
      }
    },
  };
}

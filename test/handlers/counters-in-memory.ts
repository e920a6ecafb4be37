/** Counters over a map, for tests of the rules. */
import type { Counted } from '../../handlers/contract/workflow.ts';
import { entryOf, itemOf, windowName } from '../../handlers/domain/counter-entry.ts';
import type { CounterStore, Counting, Subject } from '../../handlers/domain/ports.ts';
import { type Window, windowBounds } from '../../handlers/domain/window-bounds.ts';

interface Held {
  readonly windows: Map<string, number>;
  readonly owners: Map<string, Counted>;
}

let owners = 0;

/** One count in one window, by an owner that nobody else is. */
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
    const held = items.get(key) ?? { windows: new Map(), owners: new Map() };
    items.set(key, held);
    return held;
  };
  const change = (entry: Counted, amount: number) => {
    const { windows } = heldBy(entry);
    for (const window of entry.windows) windows.set(window, (windows.get(window) ?? 0) + amount);
  };
  const add = (counting: Counting): Counted => {
    const entry = entryOf(counting);
    const { owners } = heldBy(entry);
    const before = owners.get(entry.owner);
    if (before) return before;
    owners.set(entry.owner, entry);
    change(entry, entry.amount);
    return entry;
  };

  return {
    async count(counting) {
      const entry = entryOf(counting);
      const { windows, owners } = heldBy(entry);
      const [full] = counting.limits
        .filter(({ limit }, i) => (windows.get(entry.windows[i] ?? '') ?? 0) + entry.amount > limit)
        .map((reached) => {
          const { endsAtSeconds } = windowBounds(reached.window, counting.nowSeconds);
          return { reached, retryAfterSeconds: endsAtSeconds - counting.nowSeconds };
        })
        .sort((one, other) => other.retryAfterSeconds - one.retryAfterSeconds);
      if (full && !owners.has(entry.owner)) return { counted: false, ...full };
      return { counted: true, entry: add(counting) };
    },
    async add(counting) {
      add(counting);
    },
    async takeBack(entry) {
      if (heldBy(entry).owners.delete(entry.owner)) change(entry, -entry.amount);
    },
    async read(subject, windows, nowSeconds) {
      const held = heldBy(itemOf(subject));
      return windows.map((window) => held.windows.get(windowName(window, nowSeconds)) ?? 0);
    },
    async clear(subject) {
      for (const key of items.keys()) if (JSON.parse(key)[0] === subject) items.delete(key);
    },
  };
}

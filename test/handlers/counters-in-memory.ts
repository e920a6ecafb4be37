/** Counters over a map, for tests of the rules. */
import type { Counted, CounterStore, Subject } from '../../handlers/domain/ports.ts';
import { type Window, windowBounds } from '../../handlers/domain/window-bounds.ts';

export function countersInMemory(): CounterStore {
  const counts = new Map<string, number>();
  const entryAt = (subject: Subject, window: Window, nowSeconds: number) => {
    const { subject: name, part = '' } = typeof subject === 'string' ? { subject } : subject;
    const bounds = windowBounds(window, nowSeconds);
    return { subject: name, window: `${part}#${window}#${bounds.startsAtSeconds}`, ...bounds };
  };
  const keyOf = ({ subject, window }: Pick<Counted, 'subject' | 'window'>) =>
    JSON.stringify([subject, window]);
  const held = (entry: Pick<Counted, 'subject' | 'window'>) => counts.get(keyOf(entry)) ?? 0;

  return {
    async count(subject, kind, limit, nowSeconds, amount = 1) {
      const { endsAtSeconds, subject: name, window } = entryAt(subject, kind, nowSeconds);
      const entry = { subject: name, window, amount };
      if (held(entry) + amount > limit) {
        return { counted: false, retryAfterSeconds: endsAtSeconds - nowSeconds };
      }
      counts.set(keyOf(entry), held(entry) + amount);
      return { counted: true, entry };
    },
    async add(subject, kind, nowSeconds, amount = 1) {
      const entry = entryAt(subject, kind, nowSeconds);
      counts.set(keyOf(entry), held(entry) + amount);
    },
    async takeBack(entry) {
      if (held(entry) >= entry.amount) counts.set(keyOf(entry), held(entry) - entry.amount);
    },
    async read(subject, kind, nowSeconds) {
      return held(entryAt(subject, kind, nowSeconds));
    },
    async clear(subject) {
      for (const key of counts.keys()) if (JSON.parse(key)[0] === subject) counts.delete(key);
    },
  };
}

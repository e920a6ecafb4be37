/** Does the same for many items, a few at a time, and begins with none when time is short. */

interface Bounds {
  readonly atOnce: number;
  /** Asked before each item. */
  readonly mayBegin: () => boolean;
}

/** What is left to be done. */
interface Left {
  /** What was thrown, one for each item that failed: the others are done all the same. */
  readonly errors: readonly unknown[];
  /** Items that it did not begin with. */
  readonly notBegun: number;
}

export async function inParallel<Item>(
  items: readonly Item[],
  { atOnce, mayBegin }: Bounds,
  work: (item: Item) => Promise<void>,
): Promise<Left> {
  const waiting = [...items];
  const errors: unknown[] = [];
  const worker = async () => {
    while (waiting.length > 0 && mayBegin()) {
      try {
        await work(waiting.shift() as Item);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { errors, notBegun: waiting.length };
}

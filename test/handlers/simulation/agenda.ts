/** The agenda of a simulation: a heap of actions, ordered by time. */
type Deed = (at: number) => Promise<unknown>;

interface Entry {
  readonly at: number;
  /** Of two actions at the same time, the one that was added first runs first. */
  readonly order: number;
  readonly deed: Deed;
}

const isBefore = (one: Entry, other: Entry) =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

export class Agenda {
  private readonly heap: Entry[] = [];
  private added = 0;

  add(at: number, deed: Deed): void {
    this.added += 1;
    const entry = { at, order: this.added, deed };
    let index = this.heap.length;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = this.heap[parent] as Entry;
      if (!isBefore(entry, above)) {
        break;
      }
      this.heap[index] = above;
      index = parent;
    }
    this.heap[index] = entry;
  }

  async run(): Promise<void> {
    for (let next = this.take(); next !== undefined; next = this.take()) {
      await next.deed(next.at);
    }
  }

  private take(): Entry | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (first === undefined || last === undefined || this.heap.length === 0) {
      return first;
    }
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= this.heap.length) {
        break;
      }
      const right = this.heap[child + 1];
      if (right && isBefore(right, this.heap[child] as Entry)) {
        child += 1;
      }
      const below = this.heap[child] as Entry;
      if (!isBefore(below, last)) {
        break;
      }
      this.heap[index] = below;
      index = child;
    }
    this.heap[index] = last;
    return first;
  }
}

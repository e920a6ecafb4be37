/** A queue that gives the cheapest first, and of equals the one that came first: a binary heap. */

interface Entry {
  readonly id: number;
  readonly cost: number;
  readonly order: number;
}

export class CellQueue {
  readonly #heap: Entry[] = [];
  #pushed = 0;

  push(id: number, cost: number): void {
    const heap = this.#heap;
    const entry = { id, cost, order: this.#pushed };
    this.#pushed += 1;
    let at = heap.push(entry) - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || !precedes(entry, parent)) {
        break;
      }
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  pop(): { readonly id: number; readonly cost: number } | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (!first || !last || heap.length === 0) {
      return first;
    }
    let at = 0;
    for (;;) {
      const [left, right] = [heap[2 * at + 1], heap[2 * at + 2]];
      const isRight = left !== undefined && right !== undefined && precedes(right, left);
      const child = isRight ? right : left;
      if (!child || !precedes(child, last)) {
        break;
      }
      heap[at] = child;
      at = 2 * at + (isRight ? 2 : 1);
    }
    heap[at] = last;
    return first;
  }
}

const precedes = (one: Entry, other: Entry): boolean =>
  one.cost < other.cost || (one.cost === other.cost && one.order < other.order);

/**
 * A queue that gives the cheapest first, and of equals the one that came first: a binary heap.
 *
 * Kept in arrays of numbers: a search pushes tens of thousands of cells, and objects for them would be most of
 * its time.
 */
const FIRST_CAPACITY = 1024;

export class CellQueue {
  #costs = new Float64Array(FIRST_CAPACITY);
  #orders = new Int32Array(FIRST_CAPACITY);
  #ids = new Int32Array(FIRST_CAPACITY);
  #length = 0;
  #pushed = 0;

  /** Of the first; undefined costs sort last. */
  get leastCost(): number {
    return this.#length === 0 ? Number.POSITIVE_INFINITY : (this.#costs[0] ?? 0);
  }

  push(id: number, cost: number): void {
    if (this.#length === this.#ids.length) {
      this.#grow();
    }
    const order = this.#pushed;
    this.#pushed += 1;
    let at = this.#length;
    this.#length += 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#precedes(cost, order, above)) {
        break;
      }
      this.#move(above, at);
      at = above;
    }
    this.#put(at, id, cost, order);
  }

  /** @returns the id; -1 when the queue is empty */
  pop(): number {
    if (this.#length === 0) {
      return -1;
    }
    const first = this.#ids[0] ?? -1;
    this.#length -= 1;
    const end = this.#length;
    const [id = 0, cost = 0, order = 0] = [this.#ids[end], this.#costs[end], this.#orders[end]];
    let at = 0;
    for (let child = 1; child < end; child = 2 * at + 1) {
      const right = child + 1;
      if (right < end && this.#precedes(this.#costs[right] ?? 0, this.#orders[right] ?? 0, child)) {
        child = right;
      }
      if (this.#precedes(cost, order, child)) {
        break;
      }
      this.#move(child, at);
      at = child;
    }
    this.#put(at, id, cost, order);
    return first;
  }

  #precedes(cost: number, order: number, other: number): boolean {
    const others = this.#costs[other] ?? 0;
    return cost < others || (cost === others && order < (this.#orders[other] ?? 0));
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#ids[from] ?? 0, this.#costs[from] ?? 0, this.#orders[from] ?? 0);
  }

  #put(at: number, id: number, cost: number, order: number): void {
    this.#ids[at] = id;
    this.#costs[at] = cost;
    this.#orders[at] = order;
  }

  #grow(): void {
    const [ids, costs, orders] = [this.#ids, this.#costs, this.#orders];
    this.#ids = new Int32Array(2 * ids.length);
    this.#costs = new Float64Array(2 * ids.length);
    this.#orders = new Int32Array(2 * ids.length);
    this.#ids.set(ids);
    this.#costs.set(costs);
    this.#orders.set(orders);
  }
}

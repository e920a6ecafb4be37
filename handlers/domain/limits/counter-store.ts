/** The counters of the limits table, as the rules see them. */
import type { Counted } from '../../contract/workflow.ts';
import type { Window } from '../window.ts';

/** Whose counter it is; with a part, one of several that are cleared together. */
export type Subject = string | { readonly subject: string; readonly part: string };

/** How much a window may hold. */
export interface CounterLimit {
  readonly window: Window;
  readonly limit: number;
}

export interface Counting {
  readonly subject: Subject;
  /** Every window that is counted in; not empty. */
  readonly limits: readonly CounterLimit[];
  /** Whose count it is. One owner counts once in a subject, however often it tries. */
  readonly owner: string;
  readonly nowSeconds: number;
  /** Default 1. */
  readonly amount?: number;
}

export type Count =
  | {
      readonly counted: true;
      readonly entry: Counted;
      /** Epoch seconds: a window has no room left after this count, and ends then. Of several, the one that ends last. */
      readonly fullUntil?: number;
    }
  /** Of several full windows, the one that ends last. */
  | { readonly counted: false; readonly reached: CounterLimit; readonly retryAfterSeconds: number };

/**
 * Counters over fixed windows; one item of a subject holds all of its windows. A subject is a key at rest,
 * so it holds no destination in the clear.
 * @throws StoreUnavailable from every method, when a retry may help.
 */
export interface CounterStore {
  /** Adds to every window of this moment if that leaves all of them within their limits, else to none. */
  count(counting: Counting): Promise<Count>;
  /** Adds to every window of this moment, whatever they hold. */
  add(counting: Counting): Promise<void>;
  /**
   * Takes a count back, once. When the outcome of the count is not known (`isCertain` false), only if the item
   * says that it was made.
   */
  takeBack(entry: Counted, isCertain?: boolean): Promise<void>;
  /** What the windows of this moment hold, in their order; a consistent read. */
  read(subject: Subject, windows: readonly Window[], nowSeconds: number): Promise<readonly number[]>;
  /** Forgets every window and part of a subject. */
  clear(subject: string): Promise<void>;
}

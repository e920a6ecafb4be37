/** The counters of the limits table, as seen by the rules. */
import type { Counted } from '../../contract/workflow.ts';
import type { Window } from '../window.ts';

/** The subject of a counter; with a part, one of several counters that are cleared together. */
export type Subject = string | { readonly subject: string; readonly part: string };

/** The most that a window may hold. */
export interface CounterLimit {
  readonly window: Window;
  readonly limit: number;
}

export interface Counting {
  readonly subject: Subject;
  /** The windows to count in; not empty. */
  readonly limits: readonly CounterLimit[];
  /** Whose count this is. One owner counts once per subject, however often it tries. */
  readonly owner: string;
  readonly nowSeconds: number;
  /** Default 1. */
  readonly amount?: number;
}

export type Count =
  | { readonly counted: true; readonly entry: Counted }
  /** If several windows are full, the one that ends last. */
  | { readonly counted: false; readonly reached: CounterLimit; readonly retryAfterSeconds: number };

/**
 * Counters over fixed windows; one item holds all windows of a subject. A subject is stored as a key, so it
 * must not contain a destination in the clear.
 * @throws StoreUnavailable from every method, when a retry may help.
 */
export interface CounterStore {
  /** Adds to every current window if all of them stay within their limits, otherwise to none. */
  count(counting: Counting): Promise<Count>;
  /** Adds to every current window, regardless of the limits. */
  add(counting: Counting): Promise<void>;
  /**
   * Takes a count back, once. If the outcome of the count is unknown (`isCertain` is false), it does so only
   * when the item's mark shows that the count was made.
   */
  takeBack(entry: Counted, isCertain?: boolean): Promise<void>;
  /** The values of the current windows, in the order given; a consistent read. */
  read(subject: Subject, windows: readonly Window[], nowSeconds: number): Promise<readonly number[]>;
  /** Deletes every window and part of a subject. */
  clear(subject: string): Promise<void>;
}

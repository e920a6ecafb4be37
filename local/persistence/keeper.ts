/**
 * How a store survives a restart: it gets the state that was kept, and saves its state after every change.
 */

export interface Keeper<T> {
  /** What an earlier run kept; undefined when it kept nothing. */
  readonly kept: T | undefined;
  /** Calls `current` when the state is written, which may be a moment later. */
  save(current: () => T): void;
}

export interface State {
  /**
   * The keeper of one file. `at-once` writes before `save` returns, for state that cannot be recreated.
   * `soon` writes after a moment, and at the latest when the service stops, for state that changes often.
   */
  keeper<T>(name: string, pace: 'at-once' | 'soon'): Keeper<T>;
  /** Folder of the tables; absent when they are in memory. */
  readonly tablesFolder?: string;
}

export const forgets = <T>(): Keeper<T> => ({ kept: undefined, save: () => undefined });

/** Keeps nothing. */
export const IN_MEMORY: State = { keeper: forgets };

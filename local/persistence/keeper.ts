/** How a store survives a restart: it is given what was kept, and saves whenever that changes. */

export interface Keeper<T> {
  /** What an earlier run left; undefined when there was none. */
  readonly kept: T | undefined;
  /** `current` is asked when it is written, which may be a moment later. */
  save(current: () => T): void;
}

export interface State {
  /**
   * The keeper of one file. `at-once` writes before `save` returns, for what cannot be created again; `soon` writes
   * after a moment and at the latest when the service stops, for what changes often.
   */
  keeper<T>(name: string, pace: 'at-once' | 'soon'): Keeper<T>;
  /** Folder of the tables; absent: they are in memory. */
  readonly tablesFolder?: string;
}

export const forgets = <T>(): Keeper<T> => ({ kept: undefined, save: () => undefined });

/** Keeps nothing. */
export const IN_MEMORY: State = { keeper: forgets };

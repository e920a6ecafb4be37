/** What functions sent to hosts outside, and how it was answered. */
import { randomUUID } from 'node:crypto';
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';

const MAX_ATTEMPTS = 1_000;

export interface Attempt {
  readonly id: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Short name of the function that sent it. */
  readonly function: string;
  readonly method: string;
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The status that was answered, or why there is none. */
  readonly outcome: number | 'no answer in time' | 'unreachable';
  /** Where on this machine it was sent instead; absent when the runtime answered. */
  readonly receiver?: string;
}

export interface AttemptStore {
  add(attempt: Omit<Attempt, 'id' | 'at'>): void;
  /** Newest first; the latest 1,000. */
  list(): readonly Attempt[];
  clear(): void;
}

export function createAttemptStore(keeper: Keeper<readonly Attempt[]> = forgets()): AttemptStore {
  let attempts: readonly Attempt[] = keeper.kept ?? [];
  const save = () => keeper.save(() => attempts);
  return {
    add(attempt) {
      const stored = { id: randomUUID(), at: new Date().toISOString(), ...attempt };
      attempts = [stored, ...attempts].slice(0, MAX_ATTEMPTS);
      save();
    },
    list: () => attempts,
    clear() {
      attempts = [];
      save();
    },
  };
}

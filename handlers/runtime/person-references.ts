/** References to people for log lines and traces, which are worth neither a failure nor a long wait. */
import { setTimeout as sleep } from 'node:timers/promises';
import { NO_REFERENCE, personReference } from '../domain/token/person-reference.ts';
import type { KeySource } from '../domain/token/token-keys.ts';

/** A line without its person is better than an answer that waits for a secret. */
const PATIENCE_MS = 700;

export interface PersonReferences {
  /** Starts reading the key, in parallel with other work. */
  prepare(): void;
  /** The reference of a person, or `unavailable`; never fails. */
  readonly refer: (userId: string) => Promise<string>;
}

export const personReferences = (keys: KeySource, patienceMs = PATIENCE_MS): PersonReferences => ({
  prepare() {
    keys.current().catch(() => undefined);
  },
  async refer(userId) {
    const patience = new AbortController();
    try {
      const lost = sleep(patienceMs, undefined, patience).catch(() => undefined);
      const known = await Promise.race([keys.current(), lost]);
      return known === undefined ? NO_REFERENCE : personReference(userId, known);
    } catch {
      return NO_REFERENCE;
    } finally {
      patience.abort();
    }
  },
});

/** Counts a delivery that was refused or failed, unless that is done: the state machine counts what it refuses. */
import type { Decision } from '../domain/decision.ts';
import type { Notes } from './observability.ts';

export function countRefusal(decision: Decision<unknown>, notes: Notes): void {
  if (!decision.ok && decision.refusal.countAs !== undefined) {
    notes.count(decision.refusal.countAs);
  }
}

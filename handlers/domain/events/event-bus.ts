/** The bus that events are put on, as the rules see it. */
import type { CarriedEvent } from '../../contract/events.ts';

/** An event and when it happened. */
export interface LoggedEvent extends CarriedEvent {
  /** Epoch milliseconds. */
  readonly atMs: number;
}

export interface EventBus {
  /** How many events one call takes. */
  readonly mostAtOnce: number;
  /** Puts them, and gives back those that the bus did not take. @throws EventsNotPut when it takes none */
  put(events: readonly LoggedEvent[]): Promise<readonly LoggedEvent[]>;
}

/** The bus did not take every event. Whoever called comes again with all of them. */
export class EventsNotPut extends Error {
  override readonly name = 'EventsNotPut';
}

/** What was put on the buses: what there is to look at, as nobody else has to take it. */
import type { Keeper } from '../../persistence/keeper.ts';
import { forgets } from '../../persistence/keeper.ts';

const MAX_EVENTS = 1_000;

/** As EventBridge delivers it. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 UTC, in whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
}

export interface StoredEvent extends BusEvent {
  readonly bus: string;
  /** Of the rules that it matched. */
  readonly rules: readonly string[];
}

export interface EventStore {
  add(event: StoredEvent): void;
  /** Newest first; the latest 1,000. */
  list(): readonly StoredEvent[];
  clear(): void;
}

export function createEventStore(keeper: Keeper<readonly StoredEvent[]> = forgets()): EventStore {
  let events: readonly StoredEvent[] = keeper.kept ?? [];
  const save = () => keeper.save(() => events);
  return {
    add(event) {
      events = [event, ...events].slice(0, MAX_EVENTS);
      save();
    },
    list: () => events,
    clear() {
      events = [];
      save();
    },
  };
}

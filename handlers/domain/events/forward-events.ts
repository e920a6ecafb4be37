/**
 * Puts the events of a batch of log lines on the bus, all or none as far as the caller knows: what is left after the
 * last try has the batch called again. So an event may arrive twice, with the same id, and is not lost.
 */
import type { EventBus, LoggedEvent } from './event-bus.ts';
import { EventsNotPut } from './event-bus.ts';

/** Tries within one call; the caller has two more calls. */
const TRIES = 3;
/** Milliseconds that the wait before the second try may take, and twice that before the third. */
const FIRST_WAIT_MS = 200;

interface ForwardEventsPorts {
  readonly bus: EventBus;
  /** Waits a random time of at most so many milliseconds. */
  readonly wait: (atMostMs: number) => Promise<void>;
}

/** @throws EventsNotPut */
export async function forwardEvents(
  events: readonly LoggedEvent[],
  { bus, wait }: ForwardEventsPorts,
): Promise<void> {
  let left = events;
  for (let tries = 1; left.length > 0; tries += 1) {
    left = await putAll(left, bus);
    if (left.length === 0) {
      return;
    }
    if (tries === TRIES) {
      throw new EventsNotPut('The event bus did not take every event');
    }
    await wait(FIRST_WAIT_MS * tries);
  }
}

/** One call after another, in the order of the lines. */
async function putAll(events: readonly LoggedEvent[], bus: EventBus): Promise<readonly LoggedEvent[]> {
  const left: LoggedEvent[] = [];
  for (let from = 0; from < events.length; from += bus.mostAtOnce) {
    left.push(...(await bus.put(events.slice(from, from + bus.mostAtOnce))));
  }
  return left;
}

/** The event bus, on EventBridge. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '../../contract/events.ts';
import type { EventBus, LoggedEvent } from '../../domain/events/event-bus.ts';
import { EventsNotPut } from '../../domain/events/event-bus.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html; ours have about 400 bytes of 1 MB. */
const MOST_AT_ONCE = 10;
/**
 * One attempt, because Lambda calls the function again: while EventBridge is slow, each batch of log lines occupies one of
 * the account's executions for this long. Enough for the first call of a new environment, with a share of a CPU.
 */
const TIMEOUT_MS = 1_500;

export const createEventBridgeClient = (): EventBridgeClient =>
  withoutErrorMessages(
    new EventBridgeClient({
      ...CLIENT_SETTINGS,
      maxAttempts: 1,
      requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: TIMEOUT_MS },
    }),
  );

export const eventBridgeBus = (client: EventBridgeClient, busName: string): EventBus => ({
  mostAtOnce: MOST_AT_ONCE,
  async put(events) {
    const { Entries = [] } = await asked(() =>
      client.send(new PutEventsCommand({ Entries: events.map((event) => entryOf(event, busName)) })),
    );
    // Answered with 200, entry by entry; what has no id was not taken.
    return events.filter((_, i) => Entries[i]?.EventId === undefined);
  },
});

const entryOf = ({ type, atMs, data }: LoggedEvent, EventBusName: string) => ({
  EventBusName,
  Source: EVENT_SOURCE,
  DetailType: type,
  Time: new Date(atMs),
  Detail: JSON.stringify(data),
});

/** Whatever the reason, the events are not on the bus. */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw new EventsNotPut('The event bus did not answer', { cause: error });
  }
}

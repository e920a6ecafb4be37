/**
 * Forward events: what functions logged as events, onto the event bus.
 *
 * CloudWatch Logs calls it with the lines that carry one, after the requests are answered. So no request waits for
 * EventBridge or fails by it, and no function of a request may put events. Lambda calls it again, twice, when it
 * throws; then the batch is in the dead-letter queue.
 */
import type { Context } from 'aws-lambda';
import { createEventBridgeClient, eventBridgeBus } from '../adapters/eventbridge/event-bus.ts';
import { FORWARD_EVENTS } from '../contract/functions/consumers.ts';
import { EventsNotPut } from '../domain/events/event-bus.ts';
import { forwardEvents } from '../domain/events/forward-events.ts';
import type { DeliveredLog } from '../domain/events/logged-events.ts';
import { loggedEvents } from '../domain/events/logged-events.ts';
import { readFunction } from '../runtime/environment.ts';
import { observed, traced } from '../runtime/observability.ts';
import { waitUpTo } from '../runtime/wait.ts';

const { deployed } = readFunction(FORWARD_EVENTS);
const ports = {
  bus: eventBridgeBus(traced(createEventBridgeClient()), deployed.eventBusName),
  wait: waitUpTo,
};

export const handler = (delivered: DeliveredLog, context: Context): Promise<void> =>
  observed('forward-events', context, undefined, async (notes) => {
    const events = loggedEvents(delivered);
    notes.add({ count: events.length });
    try {
      await forwardEvents(events, ports);
    } catch (error) {
      if (error instanceof EventsNotPut) {
        notes.count({ metric: 'EventsNotPut' });
        notes.warn('events are left to be put', error);
        // Lambda prints what a handler throws, with all that caused it.
        throw new EventsNotPut(error.message);
      }
      throw error;
    }
    notes.add({ outcome: 'put' });
  });

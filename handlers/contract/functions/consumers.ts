/** The rows of the functions that log lines and queues call, after the people's requests are answered. */
import { eventBusName, webhookPlaces } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { webhooks } from '../settings/events.ts';

export const FORWARD_EVENTS = {
  description: 'Puts the events in log lines on the event bus',
  deployed: { eventBusName },
  rights: ['put events'],
} as const satisfies FunctionRow;

export const SEND_WEBHOOK = {
  description: 'Sends events to the receivers of webhooks',
  settings: { webhooks },
  deployed: { webhookPlaces },
  rights: ['send webhooks'],
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const CONSUMERS = {
  'forward-events': FORWARD_EVENTS,
  'send-webhook': SEND_WEBHOOK,
} as const satisfies Readonly<Record<string, FunctionRow>>;

/** The rows of the functions that read what AWS services publish, log and queue. */
import { eventBusName, webhookPlaces } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { webhooks } from '../settings/events.ts';

export const NOTE_EMAIL_FEEDBACK = {
  description: 'Notes addresses that SES could not reach, or whose owners complained',
  tables: { limits: [{ actions: ['PutItem'], subjects: ['optOuts'] }] },
  secrets: ['subject'],
} as const satisfies FunctionRow;

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

/** By the names of their entries; each is deployed where there is something for it to read. */
export const CONSUMERS = {
  'note-email-feedback': NOTE_EMAIL_FEEDBACK,
  'forward-events': FORWARD_EVENTS,
  'send-webhook': SEND_WEBHOOK,
} as const satisfies Readonly<Record<string, FunctionRow>>;

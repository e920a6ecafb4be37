/** The rows of the functions that read what AWS services publish, log and queue, and what they add to others. */
import { configurationSet, emailTag, eventBusName, webhookPlaces } from '../deployed.ts';
import type { FunctionPart, FunctionRow } from '../function.ts';
import { activityDays } from '../settings/activity.ts';
import { brandName, resendAfterSeconds } from '../settings/codes.ts';
import { emailSender } from '../settings/emails.ts';
import { webhooks } from '../settings/events.ts';
import { messages } from '../settings/messages.ts';
import { countedCountries, metricsBy } from '../settings/metrics.ts';
import { deliveryStatus } from '../settings/texts.ts';

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

/** All settings but `deliveryStatus` are for what MAIL_INSTEAD adds: only a row can have a structured setting. */
export const NOTE_DELIVERY_REPORTS = {
  description: 'Notes what carriers and mail servers report about messages',
  tells: ['code.delivered', 'code.undelivered', 'code.sent'],
  settings: { activityDays, countedCountries, deliveryStatus, emailSender, messages, metricsBy },
  tables: {
    limits: [{ actions: ['DeleteItem', 'GetItem'], subjects: ['messages'] }],
    tokens: [{ updates: ['noteArrival'], answersNothing: true }],
  },
} as const satisfies FunctionRow;

/** Added to it when the code of a refused text is sent by email. */
export const MAIL_INSTEAD = {
  settings: { brandName, resendAfterSeconds },
  deployed: { configurationSet, emailTag },
  tables: {
    limits: [
      { actions: ['UpdateItem'], subjects: ['claims', 'messages'] },
      { actions: ['GetItem'], subjects: ['optOuts'] },
    ],
    tokens: [
      { actions: ['GetItem'] },
      { updates: ['handOverInstead', 'takeBackInstead', 'recordInstead'], answersNothing: true },
    ],
  },
  secrets: ['token'],
  emails: ['send'],
} as const satisfies FunctionPart;

/** Added to whatever sends messages that are reported on. */
export const NOTE_MESSAGES = {
  tables: { limits: [{ actions: ['PutItem'], subjects: ['messages'] }] },
} as const satisfies FunctionPart;

/** By the names of their entries; each is deployed where there is something for it to read. */
export const CONSUMERS = {
  'note-email-feedback': NOTE_EMAIL_FEEDBACK,
  'forward-events': FORWARD_EVENTS,
  'send-webhook': SEND_WEBHOOK,
  'note-delivery-reports': NOTE_DELIVERY_REPORTS,
} as const satisfies Readonly<Record<string, FunctionRow>>;

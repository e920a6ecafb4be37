/** The rows of the functions that read what AWS services publish, and what they add to others. */
import type { FunctionPart, FunctionRow } from '../function.ts';
import { brandName, resendAfterSeconds } from '../settings/codes.ts';
import { deliveryStatus } from '../settings/texts.ts';

/** Deployed when `deliveryStatus` is on. */
export const NOTE_DELIVERY_REPORTS = {
  description: 'Notes what carriers report about messages',
  settings: { deliveryStatus },
  tables: {
    limits: [{ actions: ['DeleteItem', 'GetItem'], subjects: ['messages'] }],
    tokens: [{ updates: ['noteArrival'], answersNothing: true }],
  },
} as const satisfies FunctionRow;

/** Added to it when the code of a refused text is sent by email. */
export const MAIL_INSTEAD = {
  settings: { brandName, resendAfterSeconds },
  tables: {
    limits: [{ actions: ['UpdateItem'], subjects: ['claims'] }],
    tokens: [{ actions: ['GetItem'] }, { updates: ['noteHandOver', 'recordInstead'], answersNothing: true }],
  },
  secrets: ['token'],
  topics: ['Publish'],
} as const satisfies FunctionPart;

/** Added to a delivery whose messages are reported on. */
export const NOTE_MESSAGES = {
  tables: { limits: [{ actions: ['PutItem'], subjects: ['messages'] }] },
} as const satisfies FunctionPart;

/** By the names of their entries. */
export const CONSUMERS = {
  'note-delivery-reports': NOTE_DELIVERY_REPORTS,
} as const satisfies Readonly<Record<string, FunctionRow>>;

/** The rows of the functions that read what AWS services publish. */
import type { FunctionPart, FunctionRow } from '../function.ts';
import { brandName, resendAfterSeconds } from '../settings/codes.ts';
import { deliveryStatus } from '../settings/texts.ts';

/** Where `deliveryStatus` is on. */
export const NOTE_DELIVERY_REPORTS = {
  description: 'Notes what carriers say of messages',
  settings: { deliveryStatus },
  tables: {
    limits: [{ actions: ['DeleteItem', 'GetItem'], subjects: ['messages'] }],
    tokens: [{ updates: ['noteArrival'], answersNothing: true }],
  },
} as const satisfies FunctionRow;

/** What it has besides where the code of a text that is refused is mailed. */
export const MAIL_INSTEAD = {
  settings: { brandName, resendAfterSeconds },
  tables: {
    limits: [{ actions: ['UpdateItem'], subjects: ['claims'] }],
    tokens: [{ actions: ['GetItem'] }, { updates: ['noteHandOver', 'recordInstead'], answersNothing: true }],
  },
  secrets: ['token'],
  topics: ['Publish'],
} as const satisfies FunctionPart;

/** What a delivery has besides where somebody reports on its messages. */
export const NOTE_MESSAGES = {
  tables: { limits: [{ actions: ['PutItem'], subjects: ['messages'] }] },
} as const satisfies FunctionPart;

/** The rows of the functions that read what AWS services publish. */
import type { FunctionRow } from '../function.ts';

export const NOTE_EMAIL_FEEDBACK = {
  description: 'Notes addresses that SES could not reach, or whose owners complained',
  tables: { limits: [{ actions: ['PutItem'], subjects: ['optOuts'] }] },
  secrets: ['subject'],
} as const satisfies FunctionRow;

/** By the names of their entries; each is deployed where something is published that it reads. */
export const CONSUMERS = {
  'note-email-feedback': NOTE_EMAIL_FEEDBACK,
} as const satisfies Readonly<Record<string, FunctionRow>>;

/** The rows of the endpoints for codes that another system makes. */
import { stackClients, stateMachineArn } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { clientGroups } from '../settings/codes.ts';
import { defaultCountry } from '../settings/destinations.ts';
import { pumpingGuard } from '../settings/texts.ts';

export const DELIVER_CODE = {
  description: 'Delivers a code that the caller made',
  settings: { defaultCountry },
  deployed: { stateMachineArn },
  // The token secret seals the code, and the subject secret recognises a repeated message.
  secrets: ['reference', 'subject', 'token'],
  rights: ['start the machine'],
} as const satisfies FunctionRow;

export const REPORT_DELIVERY = {
  description: 'Notes that a delivered code was verified',
  settings: { clientGroups, pumpingGuard },
  deployed: { stackClients },
  tables: {
    tokens: [{ actions: ['GetItem'] }, { updates: ['markUsed'] }],
    limits: [{ actions: ['UpdateItem'], subjects: ['prefixes'] }],
  },
  secrets: ['reference'],
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const DELIVERY_ENDPOINTS = {
  'deliver-code': DELIVER_CODE,
  'report-delivery': REPORT_DELIVERY,
} as const satisfies Readonly<Record<string, FunctionRow>>;

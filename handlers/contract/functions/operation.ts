/** The rows of the endpoints that operators look after the service by, and of the one that publishes keys. */
import { receiptKeyId, stateMachineArn } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { destinationPolicy } from '../settings/destinations.ts';
import { guessLimits, sendLimits } from '../settings/limits.ts';
import { budget, deliveryStatus, pumpingGuard } from '../settings/texts.ts';

export const READ_LIMITS = {
  description: 'Says what is spent, paused and counted',
  settings: { budget, guessLimits, pumpingGuard, sendLimits },
  tables: { limits: [{ actions: ['GetItem', 'Query'] }] },
  secrets: ['reference', 'subject'],
} as const satisfies FunctionRow;

export const UNLOCK_PERSON = {
  description: 'Forgets the wrong tokens of a person',
  tables: { limits: [{ actions: ['DeleteItem', 'Query'], subjects: ['guesses'] }] },
  secrets: ['reference'],
  logs: { audit: 'write' },
} as const satisfies FunctionRow;

export const READ_METRICS = {
  description: 'Says how the service is doing',
  settings: { deliveryStatus, destinationPolicy },
  deployed: { stateMachineArn },
  rights: ['read metrics'],
} as const satisfies FunctionRow;

export const READ_AUDIT = {
  description: 'Says who did what to whom',
  logs: { audit: 'read' },
} as const satisfies FunctionRow;

export const PUBLISH_KEYS = {
  description: 'Publishes the key that receipts are checked by',
  deployed: { receiptKeyId },
  rights: ['publish keys'],
} as const satisfies FunctionRow;

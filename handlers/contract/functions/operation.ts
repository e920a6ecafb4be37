/** The rows of the endpoints for operating the service, and of the one that publishes keys. */
import { alarmPrefix, receiptKeyId, stateMachineArn } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { clientGroups } from '../settings/codes.ts';
import { destinationPolicy } from '../settings/destinations.ts';
import { guessLimits, sendLimits } from '../settings/limits.ts';
import { countedCountries, metricsBy } from '../settings/metrics.ts';
import { budget, deliveryStatus, pumpingGuard } from '../settings/texts.ts';

export const READ_LIMITS = {
  description: 'Reads spend, pauses and counters',
  settings: { budget, guessLimits, pumpingGuard, sendLimits },
  tables: { limits: [{ actions: ['GetItem', 'Query'] }] },
  secrets: ['reference', 'subject'],
} as const satisfies FunctionRow;

export const UNLOCK_PERSON = {
  description: 'Clears the wrong tokens of a person',
  tables: { limits: [{ actions: ['DeleteItem', 'Query'], subjects: ['guesses'] }] },
  secrets: ['reference'],
  logs: { audit: 'write' },
} as const satisfies FunctionRow;

export const PUT_PREFIX_RULE = {
  description: 'Blocks or safe-lists prefixes of numbers',
  settings: { pumpingGuard },
  tables: {
    limits: [
      { actions: ['GetItem', 'PutItem'], subjects: ['overrides'] },
      // Ends the pauses that a safe-listed prefix covers.
      { actions: ['DeleteItem', 'Query'], subjects: ['pauses'] },
      { actions: ['GetItem', 'UpdateItem'], subjects: ['prefixes'] },
    ],
  },
  secrets: ['subject'],
  logs: { audit: 'write' },
} as const satisfies FunctionRow;

export const RESUME_PREFIX = {
  description: 'Ends pauses of the pumping guard',
  settings: { pumpingGuard },
  tables: {
    limits: [
      { actions: ['DeleteItem'], subjects: ['pauses'] },
      { actions: ['GetItem', 'UpdateItem'], subjects: ['prefixes'] },
    ],
  },
  secrets: ['subject'],
  logs: { audit: 'write' },
} as const satisfies FunctionRow;

export const RAISE_BUDGET = {
  description: 'Raises the SMS budget for a time',
  settings: { budget },
  tables: { limits: [{ actions: ['GetItem', 'PutItem'], subjects: ['overrides'] }] },
  secrets: ['subject'],
  logs: { audit: 'write' },
} as const satisfies FunctionRow;

export const READ_METRICS = {
  description: 'Reads the metrics of the service and the states of its alarms',
  settings: { budget, clientGroups, countedCountries, deliveryStatus, destinationPolicy, metricsBy },
  deployed: { alarmPrefix, stateMachineArn },
  rights: ['read metrics', 'read alarms'],
} as const satisfies FunctionRow;

export const READ_AUDIT = {
  description: 'Reads the audit log',
  logs: { audit: 'read' },
} as const satisfies FunctionRow;

export const PUBLISH_KEYS = {
  description: 'Publishes the key that verifies receipts',
  deployed: { receiptKeyId },
  rights: ['publish keys'],
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const OPERATION_ENDPOINTS = {
  'unlock-person': UNLOCK_PERSON,
  'read-limits': READ_LIMITS,
  'put-prefix-rule': PUT_PREFIX_RULE,
  'resume-prefix': RESUME_PREFIX,
  'raise-budget': RAISE_BUDGET,
  'read-metrics': READ_METRICS,
  'read-audit': READ_AUDIT,
  'publish-keys': PUBLISH_KEYS,
} as const satisfies Readonly<Record<string, FunctionRow>>;

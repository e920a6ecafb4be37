/** The rows of the endpoints for issued tokens. */
import { listIndex, receiptIssuer, receiptKeyId, stackClients, stateMachineArn } from '../deployed.ts';
import type { FunctionPart, FunctionRow } from '../function.ts';
import { activityDays } from '../settings/activity.ts';
import { clientGroups, listShards, tokenLifetimeSeconds } from '../settings/codes.ts';
import { defaultCountry } from '../settings/destinations.ts';
import { guessLimits } from '../settings/limits.ts';
import { countedCountries, metricsBy } from '../settings/metrics.ts';
import { reveal } from '../settings/operators.ts';
import { receiptLifetimeSeconds } from '../settings/receipts.ts';
import { pumpingGuard } from '../settings/texts.ts';

export const VERIFY_TOKEN = {
  description: 'Verifies a token',
  tells: ['code.verified', 'code.refused', 'person.locked'],
  settings: {
    activityDays,
    clientGroups,
    countedCountries,
    defaultCountry,
    guessLimits,
    metricsBy,
    pumpingGuard,
  },
  deployed: { receiptKeyId, stackClients },
  tables: {
    tokens: [
      { actions: ['GetItem', 'Query'] },
      { updates: ['countAttempt', 'settleAttempt', 'returnAttempt', 'markUsed'] },
    ],
    limits: [
      { actions: ['UpdateItem'], subjects: ['guesses', 'numbers', 'prefixes', 'verifications'] },
      { actions: ['GetItem'], subjects: ['guesses', 'verifications'] },
      { actions: ['DeleteItem', 'PutItem'], subjects: ['verifications'] },
    ],
  },
  secrets: ['reference', 'subject', 'token'],
} as const satisfies FunctionRow;

/** What verify-token needs in addition where the deployment signs receipts. */
export const RECEIPT_SIGNING = {
  settings: { receiptLifetimeSeconds },
  deployed: { receiptIssuer },
  rights: ['sign receipts'],
} as const satisfies FunctionPart;

export const RETRIEVE_TOKENS = {
  description: 'Lists issued tokens',
  tells: ['code.revealed'],
  settings: { clientGroups, listShards, reveal, tokenLifetimeSeconds },
  deployed: { listIndex, stackClients },
  tables: { tokens: [{ actions: ['BatchGetItem', 'Query'], onIndex: true }] },
  secrets: ['reference', 'token'],
  logs: { audit: 'write' },
} as const satisfies FunctionRow;

export const REVOKE_TOKEN = {
  description: 'Revokes a token',
  settings: { clientGroups },
  deployed: { stackClients },
  tables: { tokens: [{ actions: ['Query'] }, { updates: ['revoke'], answersNothing: true }] },
  secrets: ['reference'],
  logs: { audit: 'write' },
} as const satisfies FunctionRow;

export const READ_EXECUTIONS = {
  description: 'Reads the execution history of a token',
  settings: { clientGroups },
  deployed: { stackClients },
  tables: { tokens: [{ actions: ['GetItem', 'Query'] }] },
  secrets: ['reference'],
  logs: { execution: 'search' },
} as const satisfies FunctionRow;

/** What both readers of the machine's whole log need: it has the executions of every client, and no tokens. */
const SEARCH_EXECUTIONS = {
  settings: { clientGroups },
  deployed: { stackClients, stateMachineArn },
  logs: { execution: 'search' },
} as const satisfies FunctionPart;

export const LIST_EXECUTIONS = {
  description: 'Lists executions, such as those that failed',
  ...SEARCH_EXECUTIONS,
} as const satisfies FunctionRow;

export const TRACE_EXECUTION = {
  description: 'Finds an execution by its ARN or request',
  ...SEARCH_EXECUTIONS,
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const TOKEN_ENDPOINTS = {
  'verify-token': VERIFY_TOKEN,
  'retrieve-tokens': RETRIEVE_TOKENS,
  'revoke-token': REVOKE_TOKEN,
  'read-executions': READ_EXECUTIONS,
  'list-executions': LIST_EXECUTIONS,
  'trace-execution': TRACE_EXECUTION,
} as const satisfies Readonly<Record<string, FunctionRow>>;

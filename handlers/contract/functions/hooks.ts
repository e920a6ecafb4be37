/** The rows of the functions that AWS services call. */
import type { FunctionRow } from '../function.ts';
import { reveal } from '../settings/operators.ts';

export const GRANT_SCOPES = {
  description: "Leaves an operator's access token the scopes of the operator's groups",
  settings: { reveal },
} as const satisfies FunctionRow;

/** Where `deliveryStatus` is on. What it keeps is in the events of CloudFormation. */
export const KEEP_TEXT_LOG = {
  description: 'Has SNS log what becomes of texts, and keeps the log',
  rights: ['keep the log of texts'],
} as const satisfies FunctionRow;

export const ROTATE_TOKEN_SECRET = {
  description: 'Gives the token secret a new value',
  secrets: ['token'],
  rights: ['rotate the token secret'],
} as const satisfies FunctionRow;

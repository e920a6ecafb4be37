/** The rows of the functions that AWS services call. */
import type { FunctionRow } from '../function.ts';
import { reveal } from '../settings/operators.ts';

export const GRANT_SCOPES = {
  description: "Limits an operator's access token to the scopes of the operator's groups",
  settings: { reveal },
} as const satisfies FunctionRow;

/** Deployed when `deliveryStatus` is on. CloudFormation's events tell it what to set. */
export const KEEP_TEXT_LOG = {
  description: 'Switches on and keeps the delivery log that SNS writes for texts',
  rights: ['keep the log of texts'],
} as const satisfies FunctionRow;

export const ROTATE_TOKEN_SECRET = {
  description: 'Rotates the token secret',
  secrets: ['token'],
  rights: ['rotate the token secret'],
} as const satisfies FunctionRow;

/** By the names of their entries. */
export const HOOKS = {
  'grant-scopes': GRANT_SCOPES,
  'keep-text-log': KEEP_TEXT_LOG,
  'rotate-token-secret': ROTATE_TOKEN_SECRET,
} as const satisfies Readonly<Record<string, FunctionRow>>;

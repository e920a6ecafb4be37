/** The rows of the functions that AWS services call. */

import * as COGNITO from '../cognito.ts';
import { canarySecretId } from '../deployed.ts';
import type { FunctionRow } from '../function.ts';
import { testDestinations } from '../settings/destinations.ts';
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

export const DEFINE_AUTH_CHALLENGE = {
  description: "Says what comes next in a Cognito user pool's custom sign-in",
  options: { answersPerSignIn: COGNITO.answersPerSignIn, passwordless: COGNITO.passwordless },
} as const satisfies FunctionRow;

export const CREATE_AUTH_CHALLENGE = {
  description: "Sends a code in a Cognito user pool's custom sign-in",
  options: {
    answersPerSignIn: COGNITO.answersPerSignIn,
    channels: COGNITO.channels,
    issuerSecretId: COGNITO.issuerSecretId,
    numberFrom: COGNITO.numberFrom,
    passwordless: COGNITO.passwordless,
    purpose: COGNITO.purpose,
  },
} as const satisfies FunctionRow;

export const VERIFY_AUTH_CHALLENGE = {
  description: "Checks a code in a Cognito user pool's custom sign-in",
  options: {
    channels: COGNITO.channels,
    issuerSecretId: COGNITO.issuerSecretId,
    numberFrom: COGNITO.numberFrom,
    passwordless: COGNITO.passwordless,
    purpose: COGNITO.purpose,
  },
} as const satisfies FunctionRow;

export const DELIVER_COGNITO_CODE = {
  description: 'Delivers the codes that a Cognito user pool makes',
  options: { codeKeyArn: COGNITO.codeKeyArn, issuerSecretId: COGNITO.issuerSecretId },
} as const satisfies FunctionRow;

/** Deployed when `canary` is on. EventBridge Scheduler calls it. */
export const RUN_CANARY = {
  description: 'Asks for a code and verifies it through the API, as a client does',
  settings: { testDestinations },
  deployed: { canarySecretId },
} as const satisfies FunctionRow;

/**
 * By the names of their entries. The functions with options are deployed where a construct of infra/cognito is
 * used.
 */
export const HOOKS = {
  'grant-scopes': GRANT_SCOPES,
  'keep-text-log': KEEP_TEXT_LOG,
  'rotate-token-secret': ROTATE_TOKEN_SECRET,
  'run-canary': RUN_CANARY,
  'define-auth-challenge': DEFINE_AUTH_CHALLENGE,
  'create-auth-challenge': CREATE_AUTH_CHALLENGE,
  'verify-auth-challenge': VERIFY_AUTH_CHALLENGE,
  'deliver-cognito-code': DELIVER_COGNITO_CODE,
} as const satisfies Readonly<Record<string, FunctionRow>>;

/**
 * Faults by name: what functions throw, and how an execution that failed ends.
 *
 * A name is what Amazon States Language matches, what metrics count by and what the page shows. The error classes,
 * the metrics' names, the machine's retries and last states, and the gateway's answers to a failed POST /tokens are
 * made from these tables.
 */
import type { ProblemCode } from './problems.ts';

interface Fault {
  /** What an endpoint answers with. */
  readonly code: ProblemCode;
  /** The error's message. Fixed, because the message of a cause may hold a phone number. */
  readonly message: string;
}

/** What is thrown by name; whatever else is thrown is an InternalError. */
export const FAULTS = {
  StoreUnavailable: {
    code: 'store_unavailable',
    message: 'The token store does not answer',
  },
  SecretUnavailable: {
    code: 'secret_unavailable',
    message: 'The token secret cannot be read',
  },
  DeliveryUnavailable: {
    code: 'service_unavailable',
    message: 'The message service does not answer',
  },
  DeliveryRefused: {
    code: 'delivery_failed',
    message: 'The message service refused',
  },
  SigningUnavailable: {
    code: 'signing_unavailable',
    message: 'The signing key cannot be used',
  },
  MetricsUnavailable: {
    code: 'metrics_unavailable',
    message: 'The metrics cannot be read',
  },
  ExecutionsUnavailable: {
    code: 'executions_unavailable',
    message: 'The log of executions does not answer',
  },
  AuditUnavailable: {
    code: 'audit_unavailable',
    message: 'The audit log does not respond, and nothing was done',
  },
  InternalError: {
    code: 'internal_error',
    message: 'Something unforeseen went wrong; the log says where',
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = /* @__PURE__ */ Object.keys(FAULTS) as FaultName[];

interface FaultExplanation {
  readonly meaning: string;
  /** What POST /tokens answers with when no channel is left, where that is another problem. */
  readonly codeOfDelivery?: ProblemCode;
}

/** For operators. Apart from FAULTS, which the functions carry: bundles leave this out. */
export const FAULT_EXPLANATIONS: Readonly<Record<FaultName, FaultExplanation>> = {
  StoreUnavailable: { meaning: 'DynamoDB did not respond' },
  SecretUnavailable: { meaning: 'The secret could not be read' },
  DeliveryUnavailable: { meaning: 'SNS or SES did not respond', codeOfDelivery: 'delivery_failed' },
  DeliveryRefused: { meaning: 'SNS or SES refused the message' },
  SigningUnavailable: { meaning: 'KMS did not sign' },
  MetricsUnavailable: { meaning: 'CloudWatch did not respond' },
  ExecutionsUnavailable: { meaning: 'The execution log did not respond' },
  AuditUnavailable: { meaning: 'The audit log did not respond' },
  InternalError: { meaning: 'Unexpected error' },
};

/** Steps that the machine runs again after one of their own faults. A delivery does that by itself. */
export type RepeatedStep = 'admit-request' | 'generate-token' | 'persist-token' | 'take-back-the-send';

/**
 * Faults that steps throw, and by which steps they are repeated.
 *
 * `*Unavailable` are worth a second try; `DeliveryRefused` is final for its channel. A delivery step that throws has
 * certainly sent nothing: when it does not know, it returns a Delivery that says so.
 */
export const STEP_FAULTS = {
  StoreUnavailable: ['admit-request', 'persist-token', 'take-back-the-send'],
  SecretUnavailable: ['admit-request', 'generate-token', 'persist-token'],
  DeliveryUnavailable: ['admit-request'],
  DeliveryRefused: [],
} as const satisfies Partial<Record<FaultName, readonly RepeatedStep[]>>;

export const STEP_FAULT_NAMES = /* @__PURE__ */ Object.keys(STEP_FAULTS) as (keyof typeof STEP_FAULTS)[];

/** What the gateway says of an execution that failed. */
export interface FailureAnswer {
  readonly code: ProblemCode;
  readonly detail: string;
}

export interface FailedEnd extends FailureAnswer {
  /** The machine's state. */
  readonly state: string;
  readonly cause: string;
  /** Faults that lead there. */
  readonly faults: readonly (keyof typeof STEP_FAULTS)[];
}

/** Errors that an execution fails with. */
export const FAILED_ENDS = {
  /** Whatever the fault, when no channel took the token. */
  DeliveryFailed: {
    state: 'Delivery failed',
    cause: 'No channel accepted the token; it was revoked.',
    faults: [],
    code: 'delivery_failed',
    detail: 'No channel accepted the token, so it was revoked. Ask for a new one.',
  },
  StoreUnavailable: {
    state: 'Store unavailable',
    cause: 'DynamoDB could not be read or written.',
    faults: ['StoreUnavailable'],
    code: 'store_unavailable',
    detail: 'The token store could not be reached. Nothing was sent; try again.',
  },
  SecretUnavailable: {
    state: 'Secret unavailable',
    cause: 'The token secret could not be read.',
    faults: ['SecretUnavailable'],
    code: 'secret_unavailable',
    detail: 'The token secret could not be read. Nothing was sent; try again.',
  },
  /** Also when Lambda did not run a step, or ended it. */
  StepUnavailable: {
    state: 'Step unavailable',
    cause: 'A step could not be run, or took too long.',
    faults: ['DeliveryUnavailable'],
    code: 'service_unavailable',
    detail: 'A part of the service could not be reached. Try again.',
  },
  /** All else. */
  InternalError: {
    state: 'Internal error',
    cause: 'A step failed in a way that it does not foresee.',
    faults: [],
    code: 'internal_error',
    detail: 'The service failed unexpectedly. The request id helps to find out why.',
  },
} as const satisfies Record<string, FailedEnd>;

/** Step Functions ended the execution, which then fails with none of these errors. */
export const TIMED_OUT: FailureAnswer = {
  code: 'service_unavailable',
  detail: 'The request took too long. If a message was sent, its code is valid; if none arrives, ask again.',
};

/**
 * Faults by name: what functions throw, and how a failed execution ends.
 *
 * Amazon States Language matches the name, metrics are counted by it, and the page shows it. The error
 * classes, the values of the metrics' dimension `error`, the machine's retries and Fail states, and the
 * gateway's answers to a failed POST /tokens are all built from these tables.
 */
import type { ProblemCode } from './problems.ts';

interface Fault {
  /** The problem that an endpoint answers with. */
  readonly code: ProblemCode;
  /** The error's message. Fixed, because the message of a cause may contain a phone number. */
  readonly message: string;
}

/** What is thrown by name; everything else that is thrown is an InternalError. */
export const FAULTS = {
  StoreUnavailable: {
    code: 'store_unavailable',
    message: 'The token store did not respond',
  },
  SecretUnavailable: {
    code: 'secret_unavailable',
    message: 'The token secret could not be read',
  },
  DeliveryUnavailable: {
    code: 'service_unavailable',
    message: 'The message service did not respond',
  },
  DeliveryRefused: {
    code: 'delivery_failed',
    message: 'The message service refused the request',
  },
  SigningUnavailable: {
    code: 'signing_unavailable',
    message: 'The signing key could not be used',
  },
  MetricsUnavailable: {
    code: 'metrics_unavailable',
    message: 'The metrics could not be read',
  },
  ExecutionsUnavailable: {
    code: 'executions_unavailable',
    message: 'The execution log did not respond',
  },
  AuditUnavailable: {
    code: 'audit_unavailable',
    message: 'The audit log did not respond, so nothing was done',
  },
  InternalError: {
    code: 'internal_error',
    message: 'Unexpected error; the log says where it occurred',
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;
export const FAULT_NAMES = /* @__PURE__ */ Object.keys(FAULTS) as FaultName[];

interface FaultExplanation {
  readonly meaning: string;
  /** What POST /tokens answers with when no channel is left, if that is a different problem. */
  readonly codeOfDelivery?: ProblemCode;
}

/** For operators. Separate from FAULTS, which is in every bundle of a function; bundles leave this out. */
export const FAULT_EXPLANATIONS: Readonly<Record<FaultName, FaultExplanation>> = {
  StoreUnavailable: { meaning: 'DynamoDB did not respond' },
  SecretUnavailable: { meaning: 'The secret could not be read' },
  DeliveryUnavailable: {
    meaning: 'SNS, SES or Step Functions did not respond',
    codeOfDelivery: 'delivery_failed',
  },
  DeliveryRefused: { meaning: 'SNS or SES refused the message' },
  SigningUnavailable: { meaning: 'KMS did not sign' },
  MetricsUnavailable: { meaning: 'CloudWatch did not respond' },
  ExecutionsUnavailable: { meaning: 'The execution log did not respond' },
  AuditUnavailable: { meaning: 'The audit log did not respond' },
  InternalError: { meaning: 'Unexpected error' },
};

/** Steps that the machine retries after one of their own faults. A delivery step retries by itself. */
export type RepeatedStep = 'admit-request' | 'generate-token' | 'persist-token' | 'take-back-the-send';

/**
 * Faults that steps throw, and which steps are retried after each.
 *
 * `*Unavailable` faults are worth a retry; `DeliveryRefused` is final for its channel. A delivery step that
 * throws one of these has certainly sent nothing: when it cannot know, it returns a Delivery that says so.
 */
export const STEP_FAULTS = {
  StoreUnavailable: ['admit-request', 'persist-token', 'take-back-the-send'],
  SecretUnavailable: ['admit-request', 'generate-token', 'persist-token'],
  DeliveryUnavailable: ['admit-request'],
  DeliveryRefused: [],
} as const satisfies Partial<Record<FaultName, readonly RepeatedStep[]>>;

export const STEP_FAULT_NAMES = /* @__PURE__ */ Object.keys(STEP_FAULTS) as (keyof typeof STEP_FAULTS)[];

/** What the gateway answers when an execution failed. */
export interface FailureAnswer {
  readonly code: ProblemCode;
  readonly detail: string;
}

export interface FailedEnd extends FailureAnswer {
  /** The Fail state of the machine. */
  readonly state: string;
  readonly cause: string;
  /** Faults that lead to this state. */
  readonly faults: readonly (keyof typeof STEP_FAULTS)[];
}

/** Errors that an execution fails with. */
export const FAILED_ENDS = {
  /** When no channel accepted the token, whatever the fault. */
  DeliveryFailed: {
    state: 'Delivery failed',
    cause: 'No channel accepted the token; it was revoked.',
    faults: [],
    code: 'delivery_failed',
    detail: 'No channel accepted the token, so it was revoked. Request a new one.',
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
    detail: 'Part of the service could not be reached. Try again.',
  },
  /** Everything else. */
  InternalError: {
    state: 'Internal error',
    cause: 'A step failed unexpectedly.',
    faults: [],
    code: 'internal_error',
    detail: 'The service failed unexpectedly. Give the request_id to an operator.',
  },
} as const satisfies Record<string, FailedEnd>;

/** The caller waits no longer, so the machine was not started. */
export const NO_TIME: FailureAnswer = {
  code: 'service_unavailable',
  detail: 'There was no time left to send the code. Nothing was sent; try again.',
};

/** Step Functions timed the execution out, so it failed with none of the errors above. */
export const TIMED_OUT: FailureAnswer = {
  code: 'service_unavailable',
  detail: 'The request took too long. If a message was sent, its code is valid; if none arrives, ask again.',
};

/**
 * Faults that the rules, the state machine and the HTTP boundary know by name.
 *
 * `name` is a literal because minifiers rename classes and Amazon States Language matches names.
 * Messages are fixed: a cause's message may hold a phone number, so it is never repeated.
 */
import { ERROR_NAMES, type ErrorName } from '../contract/metrics.ts';
import type { ProblemCode } from '../contract/problems.ts';
import { STEP_ERRORS } from '../contract/workflow.ts';

export abstract class CourierError extends Error {
  /** From a closed set: it is a dimension of a metric. */
  abstract override readonly name: ErrorName;
  /** The problem that an endpoint answers with. */
  abstract readonly code: ProblemCode;
}

/** The store does not answer now; the same call may succeed later. */
export class StoreUnavailable extends CourierError {
  override readonly name = STEP_ERRORS.storeUnavailable;
  readonly code = 'store_unavailable';

  constructor(options?: ErrorOptions) {
    super('The token store does not answer', options);
  }
}

/** The secret, or the version of it that a token needs, cannot be read. */
export class SecretUnavailable extends CourierError {
  override readonly name = STEP_ERRORS.secretUnavailable;
  readonly code = 'secret_unavailable';

  constructor(options?: ErrorOptions) {
    super('The token secret cannot be read', options);
  }
}

/** The signing key cannot be used: whatever the reason, there is no receipt and no key to publish. */
export class SigningUnavailable extends CourierError {
  override readonly name = ERROR_NAMES.signingUnavailable;
  readonly code = 'signing_unavailable';

  constructor(options?: ErrorOptions) {
    super('The signing key cannot be used', options);
  }
}

/** CloudWatch does not answer, or not in full. */
export class MetricsUnavailable extends CourierError {
  override readonly name = ERROR_NAMES.metricsUnavailable;
  readonly code = 'metrics_unavailable';

  constructor(options?: ErrorOptions) {
    super('The metrics cannot be read', options);
  }
}

/** The log of executions cannot be read; the token and its delivery have nothing to do with it. */
export class ExecutionsUnavailable extends CourierError {
  override readonly name = ERROR_NAMES.executionsUnavailable;
  readonly code = 'executions_unavailable';

  constructor(options?: ErrorOptions) {
    super('The log of executions does not answer', options);
  }
}

/** The audit log cannot be written or read. What was to be written there has not been done. */
export class AuditUnavailable extends CourierError {
  override readonly name = ERROR_NAMES.auditUnavailable;
  readonly code = 'audit_unavailable';

  constructor(options?: ErrorOptions) {
    super('The audit log does not respond, and nothing was done', options);
  }
}

/** Why a text was not handed to the message service at all; the cause of a DeliveryRefused. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
}

/** The message service does not answer now; the same call may succeed later. */
export class DeliveryUnavailable extends CourierError {
  override readonly name = STEP_ERRORS.deliveryUnavailable;
  readonly code = 'service_unavailable';
  /** The call was made and got no answer that tells, so it may have taken effect. */
  readonly isOutcomeUnknown: boolean;

  constructor({ isOutcomeUnknown = false, ...options }: ErrorOptions & { isOutcomeUnknown?: boolean } = {}) {
    super('The message service does not answer', options);
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}

/** The message service refused for good: another channel may do, a retry will not. */
export class DeliveryRefused extends CourierError {
  override readonly name = STEP_ERRORS.deliveryRefused;
  readonly code = 'delivery_failed';

  constructor(options?: ErrorOptions) {
    super('The message service refused', options);
  }
}

/** The name that a fault is counted under. */
export const errorName = (error: unknown): ErrorName =>
  error instanceof CourierError ? error.name : ERROR_NAMES.internalError;

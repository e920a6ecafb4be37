/**
 * The faults that the rules, the state machine and the HTTP boundary know by name, as classes.
 *
 * Names, problem codes and messages are in contract/faults.ts. The `name` is data because minifiers rename
 * classes and Amazon States Language matches errors by name.
 */
import type { FaultName } from '../contract/faults.ts';
import { FAULTS } from '../contract/faults.ts';
import type { ProblemCode } from '../contract/problems.ts';

export abstract class CourierError extends Error {
  /** From a closed set: it is a dimension of a metric. */
  abstract override readonly name: FaultName;
  /** The problem that an endpoint answers with. */
  abstract readonly code: ProblemCode;
}

/** Calls to this are marked as pure, so that a bundle leaves out the classes that it never throws. */
function fault<Name extends FaultName>(faultName: Name) {
  return class extends CourierError {
    override readonly name = faultName;
    readonly code = FAULTS[faultName].code;

    constructor(options?: ErrorOptions) {
      super(FAULTS[faultName].message, options);
    }
  };
}

/** The store does not respond; the same call may succeed later. */
export class StoreUnavailable extends /* @__PURE__ */ fault('StoreUnavailable') {}

/** The secret, or the version that a token needs, cannot be read. */
export class SecretUnavailable extends /* @__PURE__ */ fault('SecretUnavailable') {}

/** The signing key cannot be used, so no receipt can be signed and no key published. */
export class SigningUnavailable extends /* @__PURE__ */ fault('SigningUnavailable') {}

/** CloudWatch does not respond, or returns partial data. */
export class MetricsUnavailable extends /* @__PURE__ */ fault('MetricsUnavailable') {}

/** The execution log cannot be read; tokens and deliveries are not affected. */
export class ExecutionsUnavailable extends /* @__PURE__ */ fault('ExecutionsUnavailable') {}

/** The audit log cannot be written or read. An action that could not be recorded was not carried out. */
export class AuditUnavailable extends /* @__PURE__ */ fault('AuditUnavailable') {}

/** The reason why a text was not handed to the message service at all; the cause of a DeliveryRefused. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
}

/** The message service does not respond; the same call may succeed later. */
export class DeliveryUnavailable extends /* @__PURE__ */ fault('DeliveryUnavailable') {
  /** The call got no conclusive answer, so it may have taken effect. */
  readonly isOutcomeUnknown: boolean;

  constructor({ isOutcomeUnknown = false, ...options }: ErrorOptions & { isOutcomeUnknown?: boolean } = {}) {
    super(options);
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}

/** The message service refused permanently: another channel may work, a retry will not. */
export class DeliveryRefused extends /* @__PURE__ */ fault('DeliveryRefused') {}

/** The name under which a fault is counted. */
export const errorName = (error: unknown): FaultName =>
  error instanceof CourierError ? error.name : 'InternalError';

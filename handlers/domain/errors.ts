/**
 * Faults that the rules, the state machine and the HTTP boundary know by name, as classes.
 *
 * Names, problems and messages are in contract/faults.ts: `name` is data because minifiers rename classes and Amazon
 * States Language matches names.
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

/** Its calls are marked as pure, so that bundles leave out the classes that nothing in them throws. */
function fault<Name extends FaultName>(faultName: Name) {
  return class extends CourierError {
    override readonly name = faultName;
    readonly code = FAULTS[faultName].code;

    constructor(options?: ErrorOptions) {
      super(FAULTS[faultName].message, options);
    }
  };
}

/** The store does not answer now; the same call may succeed later. */
export class StoreUnavailable extends /* @__PURE__ */ fault('StoreUnavailable') {}

/** The secret, or the version of it that a token needs, cannot be read. */
export class SecretUnavailable extends /* @__PURE__ */ fault('SecretUnavailable') {}

/** The signing key cannot be used: whatever the reason, there is no receipt and no key to publish. */
export class SigningUnavailable extends /* @__PURE__ */ fault('SigningUnavailable') {}

/** CloudWatch does not answer, or not in full. */
export class MetricsUnavailable extends /* @__PURE__ */ fault('MetricsUnavailable') {}

/** The log of executions cannot be read; the token and its delivery have nothing to do with it. */
export class ExecutionsUnavailable extends /* @__PURE__ */ fault('ExecutionsUnavailable') {}

/** The audit log cannot be written or read. What was to be written there has not been done. */
export class AuditUnavailable extends /* @__PURE__ */ fault('AuditUnavailable') {}

/** Why a text was not handed to the message service at all; the cause of a DeliveryRefused. */
export class BudgetExhausted extends Error {
  override readonly name = 'BudgetExhausted';
}

/** The message service does not answer now; the same call may succeed later. */
export class DeliveryUnavailable extends /* @__PURE__ */ fault('DeliveryUnavailable') {
  /** The call was made and got no answer that tells, so it may have taken effect. */
  readonly isOutcomeUnknown: boolean;

  constructor({ isOutcomeUnknown = false, ...options }: ErrorOptions & { isOutcomeUnknown?: boolean } = {}) {
    super(options);
    this.isOutcomeUnknown = isOutcomeUnknown;
  }
}

/** The message service refused for good: another channel may do, a retry will not. */
export class DeliveryRefused extends /* @__PURE__ */ fault('DeliveryRefused') {}

/** The name that a fault is counted under. */
export const errorName = (error: unknown): FaultName =>
  error instanceof CourierError ? error.name : 'InternalError';

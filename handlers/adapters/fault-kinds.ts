/** Tells passing faults of a service from its refusals, and both from mistakes of our own. */
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';

/** KMS's own, which services that call KMS pass on; the SDK does not count them among its throttling errors. */
const KMS_THROTTLING = new Set(['KMSThrottlingException', 'KMSThrottling']);

/** What the SDK's functions take: they look into the cause as into the error. */
type Fault = Parameters<typeof isTransientError>[0];

const isFault = (error: unknown): error is Fault =>
  error instanceof Error && (error.cause === undefined || error.cause instanceof Error);

interface ServiceFault {
  readonly name: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode?: number };
}

/** Whether the service answered with an error, as against no answer or a fault in our own code. */
export const isServiceFault = (error: unknown): error is ServiceFault =>
  error instanceof Error && '$fault' in error && '$metadata' in error;

/** Node's error codes for a connection that was never made, so the request cannot have arrived. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Whether a passing fault leaves the outcome unknown: the request may have been carried out although no answer said
 * so. A throttled request was not; one that ended in an error of the service's own (5xx) may have been.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  return isServiceFault(error) ? !isThrottled(error) : !isNeverConnected(error);
}

/**
 * The SDK's own time-out of a connection is the one without a code (@smithy/node-http-handler); a time-out of the
 * request has ETIMEDOUT, and one of the kernel's names the system call.
 */
function isNeverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) {
    return false;
  }
  if (!('code' in error)) {
    return error.name === 'TimeoutError';
  }
  return NOT_CONNECTED.has(String(error.code)) || ('syscall' in error && error.syscall === 'connect');
}

/** Whether TLS was not agreed on; the codes are Node's and OpenSSL's. */
export const isUnsecured = (error: Error): boolean =>
  'code' in error &&
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/.test(String(error.code));

const isThrottled = (error: ServiceFault): boolean =>
  (isFault(error) && isThrottlingError(error)) || KMS_THROTTLING.has(error.name);

/** Whether the same call may succeed in a moment: throttled, broken at their end, or not reached. */
export function isPassing(error: unknown): boolean {
  if (isFault(error) && (isTransientError(error) || isServerError(error))) {
    return true;
  }
  return isServiceFault(error) && (error.$fault === 'server' || isThrottled(error));
}

/** Tells transient faults of a service from its refusals, and both from bugs in this code. */
import { isServerError, isThrottlingError, isTransientError } from '@smithy/core/retry';

/**
 * KMS's throttling errors, which services that call KMS pass on; the SDK does not treat them as throttling.
 */
const KMS_THROTTLING = new Set(['KMSThrottlingException', 'KMSThrottling']);

/** What the SDK's functions take: they inspect the cause like the error itself. */
type Fault = Parameters<typeof isTransientError>[0];

const isFault = (error: unknown): error is Fault =>
  error instanceof Error && (error.cause === undefined || error.cause instanceof Error);

interface ServiceFault {
  readonly name: string;
  readonly $fault: 'client' | 'server';
  readonly $metadata: { readonly httpStatusCode?: number };
}

/** Whether the service answered with an error, as opposed to no answer or a fault in our own code. */
export const isServiceFault = (error: unknown): error is ServiceFault =>
  error instanceof Error && '$fault' in error && '$metadata' in error;

/** Node's error codes for a connection that was never made, so the request cannot have arrived. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/**
 * Whether a transient fault leaves the outcome unknown: the request may have been carried out although no
 * answer said so. A throttled request was not carried out; one that ended in a server error (5xx) may have
 * been.
 */
export function isOutcomeUnknown(error: unknown): boolean {
  return isServiceFault(error) ? !isThrottled(error) : !isNeverConnected(error);
}

/**
 * A connection timeout of the SDK is the one without a code (@smithy/node-http-handler). A request timeout
 * has ETIMEDOUT; a timeout of the kernel names the system call.
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

/** Whether the TLS handshake failed; the codes are Node's and OpenSSL's. */
export const isUnsecured = (error: Error): boolean =>
  'code' in error &&
  /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|EPROTO$)/.test(String(error.code));

const isThrottled = (error: ServiceFault): boolean =>
  (isFault(error) && isThrottlingError(error)) || KMS_THROTTLING.has(error.name);

/**
 * Whether the same call may succeed a moment later: it was throttled, failed inside the service or never
 * reached it.
 */
export function isPassing(error: unknown): boolean {
  if (isFault(error) && (isTransientError(error) || isServerError(error))) {
    return true;
  }
  return isServiceFault(error) && (error.$fault === 'server' || isThrottled(error));
}

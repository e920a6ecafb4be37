/** Tells passing faults of a service from its refusals, and both from mistakes of our own. */

/** Error codes of Node's sockets and name lookups, and of the SDK's own time-outs. */
const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
const TIMEOUT_NAMES = new Set(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException']);

/** Names by which services say "slow down" with status 400; see each service's common errors. */
const THROTTLING_NAMES = new Set([
  'ThrottlingException',
  'ThrottledException',
  'Throttling',
  'TooManyRequestsException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'LimitExceededException',
  'KMSThrottlingException',
  'KMSThrottling',
]);

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

/** Whether a passing fault leaves the outcome unknown: the request may have arrived although no answer did. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (isServiceFault(error)) return TIMEOUT_NAMES.has(error.name);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return !NOT_CONNECTED.has(code);
}

/** Whether the same call may succeed in a moment: throttled, broken at their end, or not reached. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (TIMEOUT_NAMES.has(error.name)) return true;
  if ('code' in error && typeof error.code === 'string' && NETWORK_CODES.has(error.code)) return true;
  if (!isServiceFault(error)) return false;
  const status = error.$metadata.httpStatusCode ?? 0;
  return error.$fault === 'server' || status >= 500 || status === 429 || THROTTLING_NAMES.has(error.name);
}

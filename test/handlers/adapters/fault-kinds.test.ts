import { describe, expect, it } from '@jest/globals';
import { isOutcomeUnknown, isPassing } from '../../../handlers/adapters/fault-kinds.ts';
import { notReached, serviceError } from './service-errors.ts';

const named = (name: string) => Object.assign(new Error(), { name });
const THROTTLED = [
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'KMSThrottling',
  'KMSThrottlingException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
  'TransactionInProgressException',
];
const CODES = [
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
];

describe('a fault', () => {
  it.each(THROTTLED)('named %s is transient, and its request was not carried out', (name) => {
    expect(isPassing(serviceError(name, 400))).toBe(true);
    expect(isOutcomeUnknown(serviceError(name, 400))).toBe(false);
  });

  it.each([500, 501, 502, 503, 504, 505])(
    'with status %s is transient, and its request may have been carried out',
    (status) => {
      expect(isPassing(serviceError('Whatever', status))).toBe(true);
      expect(isOutcomeUnknown(serviceError('Whatever', status))).toBe(true);
    },
  );

  it('with status 429 is transient under any name', () => {
    expect(isPassing(serviceError('Whatever', 429))).toBe(true);
  });

  it.each(CODES)('of the network, %s, is transient', (code) => {
    expect(isPassing(notReached(code))).toBe(true);
  });

  it.each(['TimeoutError', 'RequestTimeout', 'RequestTimeoutException'])('named %s is transient', (name) => {
    expect(isPassing(named(name))).toBe(true);
  });

  it.each([
    ['a refusal', serviceError('AccessDeniedException', 403)],
    ['a rejected request', serviceError('ValidationException', 400)],
    ['an error in its code', new TypeError('undefined is not a function')],
    ['a call that we aborted', named('AbortError')],
    ['not an error', 'ECONNRESET'],
  ])('is not transient when it is %s', (_, error) => {
    expect(isPassing(error)).toBe(false);
  });
});

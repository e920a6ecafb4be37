/** Alarms on requests that fail. */
import type { Alarm } from '../alarm.ts';
import { answeredWith, endedWith, errorsOf, FAILED, STARTED, TIMED_OUT } from './requests.ts';

const IN_FIVE_MINUTES =
  'Three in five minutes are more than a blip: the SDK and the machine have retried each.';

export const AVAILABILITY_ALARMS = {
  'requests-failing': {
    title: 'Requests for tokens fail',
    means: 'At least a quarter of the requests for tokens end in a fault.',
    runbook: 'requests-that-fail',
    row: 'availability',
    severity: 'page',
    metrics: { failed: FAILED, timedOut: TIMED_OUT, started: STARTED },
    expression: 'IF(failed + timedOut >= 3, 100 * (failed + timedOut) / started, 0)',
    unit: '%',
    raised: { from: 25 },
    periodMinutes: 5,
    because:
      'A number that opted out fails by itself, so single faults page nobody: it takes three, and a quarter of all.',
  },
  'api-failing': {
    title: 'The API answers with server errors',
    means: 'At least a tenth of all answers are 5xx.',
    runbook: 'requests-that-fail',
    row: 'availability',
    severity: 'page',
    metrics: {
      errors: { namespace: 'AWS/ApiGateway', metric: '5XXError', statistic: 'Sum', of: 'API' },
      // API Gateway counts requests by samples.
      requests: { namespace: 'AWS/ApiGateway', metric: 'Count', statistic: 'SampleCount', of: 'API' },
    },
    expression: 'IF(errors >= 5, 100 * errors / requests, 0)',
    unit: '%',
    raised: { from: 10 },
    periodMinutes: 5,
    because: 'Below five errors a share says little. A caller that retries hides a tenth from people.',
  },
  'canary-failing': {
    title: 'The canary fails',
    means: 'From outside, no code could be issued and verified in two of three runs, or nothing tried.',
    runbook: 'canary',
    row: 'availability',
    severity: 'page',
    metrics: { succeeded: { own: { metric: 'CanarySucceeded' } } },
    raised: { below: 1 },
    periodMinutes: 5,
    periodOf: 'canary',
    periods: { breaching: 2, of: 3 },
    missing: 'breaching',
    because:
      'One run may fail for itself, such as by a broken connection. A canary that is silent may be dead.',
    needs: 'canary',
  },
  'store-unavailable': {
    title: 'DynamoDB does not respond',
    means: 'Requests ended with `store_unavailable` after every retry.',
    runbook: 'store_unavailable',
    row: 'availability',
    severity: 'ticket',
    ...endedWith('StoreUnavailable'),
    raised: { from: 3 },
    periodMinutes: 5,
    because: IN_FIVE_MINUTES,
  },
  'secret-unavailable': {
    title: 'The token secret cannot be read',
    means:
      'Requests ended with `secret_unavailable`: Secrets Manager or KMS did not respond, or the key is disabled.',
    runbook: 'secret_unavailable',
    row: 'availability',
    severity: 'ticket',
    ...endedWith('SecretUnavailable'),
    raised: { from: 3 },
    periodMinutes: 5,
    because: `${IN_FIVE_MINUTES} Warm functions have the secret for five minutes, so it begins slowly.`,
  },
  'service-unavailable': {
    title: 'Requests for tokens are throttled or time out',
    means: 'Step Functions throttled or timed out executions, or an endpoint could not reach a service.',
    runbook: 'service_unavailable',
    row: 'availability',
    severity: 'ticket',
    metrics: {
      timedOut: TIMED_OUT,
      throttled: {
        namespace: 'AWS/States',
        metric: 'ExecutionThrottled',
        statistic: 'Sum',
        of: 'state machine',
      },
      requests: answeredWith('DeliveryUnavailable'),
    },
    expression: 'timedOut + throttled + requests',
    raised: { from: 3 },
    periodMinutes: 5,
    because: IN_FIVE_MINUTES,
  },
  'functions-throttled': {
    title: 'Lambda throttles functions',
    means: 'The account has no executions left for the first step or for verifying.',
    runbook: 'service_unavailable',
    row: 'availability',
    severity: 'ticket',
    metrics: {
      throttles: {
        namespace: 'AWS/Lambda',
        metric: 'Throttles',
        statistic: 'Sum',
        // Executions are the account's, so whichever function is called most shows it.
        of: ['function admit-request', 'function verify-token'],
      },
    },
    raised: { from: 10 },
    periodMinutes: 5,
    because: 'The machine retries a throttled step. Ten are more than one burst of cold starts.',
  },
  'internal-error': {
    title: 'Unexpected errors',
    means: 'A request ended with `internal_error`: a bug, or a missing permission.',
    runbook: 'internal_error',
    row: 'availability',
    severity: 'ticket',
    ...endedWith('InternalError'),
    raised: { from: 1 },
    periodMinutes: 5,
    because: 'Each one is a bug.',
  },
  'verify-crashing': {
    title: 'Verifying crashes',
    means: 'The function that verifies codes was killed: it ran out of time or memory, or did not start.',
    runbook: 'internal_error',
    row: 'availability',
    severity: 'ticket',
    metrics: { errors: errorsOf('verify-token') },
    raised: { from: 3 },
    periodMinutes: 5,
    because:
      'It answers every fault it can name, so Lambda counts crashes only. A deployment may cause one or two.',
  },
} as const satisfies Record<string, Alarm>;

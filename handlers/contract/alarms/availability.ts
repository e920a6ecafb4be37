/** Alarms on requests that fail. */
import type { Alarm, AlarmMetric } from '../alarm.ts';
import {
  answeredWith,
  endedWith,
  errorsOf,
  FAILED,
  REFUSED,
  STARTED,
  stepsFailed,
  TIMED_OUT,
} from './requests.ts';

const IN_FIVE_MINUTES =
  'Three in five minutes are more than a blip: the SDK and the machine have retried each.';

const AS_VERIFYING = 'As with `verify-crashing`: every fault that can be named is answered.';

/** What people wait for. The console's routes are none of it: an open Health view would page. */
const SIGNING_IN = ['POST /tokens', 'POST /tokens/verify'] as const;
const of = (
  metric: string,
  statistic: 'SampleCount' | 'Sum',
  ...routes: readonly (typeof SIGNING_IN)[number][]
): AlarmMetric => ({ namespace: 'AWS/ApiGateway', metric, statistic, of: routes });

const ERRORS = 'verifying + IF(issuing > refused, issuing - refused, 0)';

export const AVAILABILITY_ALARMS = {
  'requests-failing': {
    title: 'Requests for tokens fail',
    means: 'At least a quarter of the requests for tokens end in a fault, refused messages left out.',
    runbook: 'requests-that-fail',
    row: 'availability',
    severity: 'page',
    metrics: { failed: FAILED, timedOut: TIMED_OUT, refused: REFUSED, started: STARTED },
    expression: 'IF(failed + timedOut - refused >= 3, 100 * (failed + timedOut - refused) / started, 0)',
    unit: '%',
    raised: { from: 25 },
    periodMinutes: 5,
    because:
      'A single fault pages nobody: it takes three, and a quarter of all. A number that opted out is no fault of the service.',
  },
  'api-failing': {
    title: 'Issuing and verifying answer with server errors',
    means: 'At least a tenth of the answers to issuing and verifying are 5xx, refused messages left out.',
    runbook: 'requests-that-fail',
    row: 'availability',
    severity: 'page',
    metrics: {
      issuing: of('5XXError', 'Sum', 'POST /tokens'),
      verifying: of('5XXError', 'Sum', 'POST /tokens/verify'),
      // API Gateway counts requests by samples.
      requests: of('Count', 'SampleCount', ...SIGNING_IN),
      refused: REFUSED,
    },
    // Refusals that the other channel recovered are no errors of issuing, and must not hide those of verifying.
    expression: `IF(${ERRORS} >= 5, 100 * (${ERRORS}) / requests, 0)`,
    unit: '%',
    raised: { from: 10 },
    periodMinutes: 5,
    because: 'Below five errors a share says little. A caller that retries hides a tenth from people.',
  },
  'canary-failing': {
    title: 'The canary fails',
    means:
      'From outside, no code could be issued and verified in two of three runs, or nothing has tried for four.',
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
      'One run may fail for itself, such as by a broken connection. A silent canary may be dead; older data hides it for three periods.',
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
    means:
      'Executions timed out, Step Functions throttled StartSyncExecution anywhere in the account, or an endpoint could not reach a service.',
    runbook: 'service_unavailable',
    row: 'availability',
    severity: 'ticket',
    metrics: {
      timedOut: TIMED_OUT,
      // ExecutionThrottled is about state transitions, which express executions have no quota of.
      // https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
      throttled: {
        namespace: 'AWS/States',
        metric: 'ThrottledEvents',
        statistic: 'Sum',
        of: 'StartSyncExecution',
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
  'steps-crashing': {
    title: 'Steps before the delivery crash',
    means:
      'Functions of the first three steps were killed: they ran out of time or memory, or did not start.',
    runbook: 'service_unavailable',
    row: 'availability',
    severity: 'ticket',
    metrics: {
      errors: errorsOf('admit-request', 'generate-token', 'persist-token'),
      // These end with an error of Lambda too, but not by a kill.
      told: stepsFailed('StoreUnavailable', 'SecretUnavailable', 'DeliveryUnavailable', 'InternalError'),
    },
    expression: 'IF(errors > told, errors - told, 0)',
    raised: { from: 5 },
    periodMinutes: 5,
    because:
      'The machine tries each step twice, so people see half of it or less. A deployment may cause a few.',
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
  'deliveries-crashing': {
    title: "Taking other systems' codes crashes",
    means: 'The function of `POST /deliveries` was killed: it ran out of time or memory, or did not start.',
    runbook: 'internal_error',
    row: 'availability',
    severity: 'ticket',
    metrics: { errors: errorsOf('deliver-code') },
    raised: { from: 3 },
    periodMinutes: 5,
    because: AS_VERIFYING,
  },
  'hooks-crashing': {
    title: 'Answering hooks crashes',
    means: 'A function of a hook was killed: it ran out of time or memory, or did not start.',
    runbook: 'internal_error',
    row: 'availability',
    severity: 'ticket',
    metrics: {
      errors: {
        namespace: 'AWS/Lambda',
        metric: 'Errors',
        statistic: 'Sum',
        of: 'functions of hooks',
      },
    },
    raised: { from: 3 },
    periodMinutes: 5,
    because: AS_VERIFYING,
    needs: 'hooks',
  },
} as const satisfies Record<string, Alarm>;

/** The metrics that several alarms need of requests for tokens. */
import type { AlarmMetric } from '../alarm.ts';
import type { FaultName } from '../faults.ts';

const ofMachine = (metric: string): AlarmMetric => ({
  namespace: 'AWS/States',
  metric,
  statistic: 'Sum',
  of: 'state machine',
});

/** Requests for tokens that ended in a fault. */
export const FAILED = ofMachine('ExecutionsFailed');
export const TIMED_OUT = ofMachine('ExecutionsTimedOut');
export const STARTED = ofMachine('ExecutionsStarted');

export const stepsFailed = (...errors: readonly FaultName[]): AlarmMetric => ({
  own: errors.map((error) => ({ metric: 'StepsFailed', error })),
});

/**
 * Messages that SNS or SES refused for good. One person whose number opted out fails by every request, so alarms that one
 * pages for leave these out, and `messages-refused` is about them alone.
 */
export const REFUSED = stepsFailed('DeliveryRefused');

const requestsFailed = (error: FaultName): AlarmMetric => ({ own: { metric: 'RequestsFailed', error } });

/**
 * Requests that ended with this fault. Step Functions counts failures without their names, and StepsFailed counts
 * names of attempts, many of which a retry or the other channel recovered. So attempts count only in a window in which
 * an execution failed.
 */
export const endedWith = (error: FaultName) => ({
  metrics: { failed: FAILED, attempts: stepsFailed(error), requests: requestsFailed(error) },
  expression: 'requests + IF(failed > 0, attempts, 0)',
});

export const answeredWith = (...errors: readonly FaultName[]): AlarmMetric => ({
  own: errors.map((error) => ({ metric: 'RequestsFailed', error })),
});

export const errorsOf = (...functions: readonly string[]): AlarmMetric => ({
  namespace: 'AWS/Lambda',
  metric: 'Errors',
  statistic: 'Sum',
  of: functions.map((name) => `function ${name}` as const),
});

/**
 * How long each task state may take and how often it is retried.
 *
 * API Gateway ends a request after 29 s, so the whole machine must have answered, or compensated, by then. So
 * every state gets at most two attempts. The AWS SDK retries brief faults of a store inside the step, within
 * milliseconds; the retry of the state, which costs seconds, is for faults that last longer.
 * test/workflows/time-budget.test.ts adds up the slowest path.
 */
import type { RepeatedStep } from '../handlers/contract/faults.ts';
import { STEP_FAULTS } from '../handlers/contract/faults.ts';
import { NEVER_RUN_ERRORS } from '../handlers/contract/workflow.ts';
import type { Catcher, Retrier } from './states-language.ts';

/**
 * Seconds for one attempt of a Lambda step, including a cold start; infra/functions/courier-function.ts says
 * how long that takes.
 */
export const STEP_TIMEOUT_SECONDS = 2;

/**
 * Seconds for a delivery: more than for other steps, because it is not retried after a timeout. By then SNS
 * may have sent the text, and a second one costs money too. The step itself repeats the call to SNS
 * (handlers/domain/delivering/send-in-time.ts).
 */
export const DELIVERY_TIMEOUT_SECONDS = 4;

/** Seconds that one attempt of a direct DynamoDB call may take. */
export const STORE_CALL_TIMEOUT_SECONDS = 1;

/**
 * The transient Lambda errors that AWS recommends retrying, and the errors of a crash or a timeout, for which
 * Lambda and Step Functions each have their own.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#bp-lambda-serviceexception
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html#error-handling-error-representation
 */
export const TRANSIENT_LAMBDA_ERRORS = [
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.ServiceException',
  'Lambda.AWSLambdaException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
  'Runtime.ExitError',
  'Sandbox.Timedout',
  'States.Timeout',
];

const ONCE_WITH_JITTER = {
  IntervalSeconds: 1,
  BackoffRate: 2,
  MaxDelaySeconds: 2,
  MaxAttempts: 1,
  JitterStrategy: 'FULL',
} as const satisfies Omit<Retrier, 'ErrorEquals'>;

/** Retries of a Lambda step: AWS's transient errors and the step's own. */
export const retryStep = (step: RepeatedStep): Retrier[] => [
  { ErrorEquals: [...faultsRepeatedBy(step), ...TRANSIENT_LAMBDA_ERRORS], ...ONCE_WITH_JITTER },
];

const faultsRepeatedBy = (step: RepeatedStep): string[] =>
  Object.entries<readonly RepeatedStep[]>(STEP_FAULTS).flatMap(([name, steps]) =>
    steps.includes(step) ? [name] : [],
  );

/**
 * Errors after which a function may have done its work and sent its message. Any other error was thrown by
 * the function itself, or means that the function was not run.
 */
export const MAY_HAVE_RUN = TRANSIENT_LAMBDA_ERRORS.filter((error) => !NEVER_RUN_ERRORS.includes(error));

/** Retries only where the function did not run. */
export const retryNeverRun = (): Retrier[] => [{ ErrorEquals: NEVER_RUN_ERRORS, ...ONCE_WITH_JITTER }];

/** Retries of a direct DynamoDB call; a condition that does not hold will not hold a second later. */
export const retryStoreCall = (): Retrier[] => [
  { ErrorEquals: ['DynamoDB.ConditionalCheckFailedException'], MaxAttempts: 0 },
  { ErrorEquals: ['States.TaskFailed', 'States.Timeout'], ...ONCE_WITH_JITTER },
];

/** Sends every error to one state; `resultPath` is where later states find the error. */
export const catchAll = (next: string, resultPath = '$.failure'): Catcher[] => [
  { ErrorEquals: ['States.ALL'], ResultPath: resultPath, Next: next },
];

/**
 * AWS Lambda in this process: every function of the stack has its own pool of environments, each of which
 * handles one invocation at a time and stays warm.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from '../../cloudformation/load-stack.ts';
import type { Fault, FaultRegistry } from '../faults/fault-registry.ts';
import { AwsError } from '../wire/aws-error.ts';
import type { Outcome } from './environment.ts';
import type { LambdaFunction } from './functions.ts';
import { functionsOf } from './functions.ts';
import type { LogStore } from './log-store.ts';
import type { FunctionError } from './protocol.ts';
import type { FunctionRunner } from './runner.ts';
import { createFunctionRunner } from './runner.ts';

const CRASH = 'crash';
const RESTART = 'restart';
/** A cold start on a busy machine may take this long. */
const SHORT_TIMEOUT_SECONDS = 5;
/** Handlers of CDK's custom resources: only CloudFormation calls them, so nothing does here. */
const CDK_OWN = 'Custom::';
const FAULT_MESSAGE = 'An injected fault.';
/** Errors of the service itself, not of a function. */
const SERVICE_ERRORS: Record<string, number> = {
  TooManyRequestsException: 429,
  ServiceException: 500,
  EC2ThrottledException: 502,
  EC2UnexpectedException: 502,
  ResourceNotReadyException: 502,
};

/** A payload as JSON text, or what went wrong in the function. */
export type InvocationResult =
  | { readonly kind: 'result'; readonly payload: string }
  | { readonly kind: 'error' | 'timeout' | 'crash'; readonly error: FunctionError };

export interface LambdaPool {
  /**
   * Invokes a function by short name, physical name or ARN and waits for the result.
   * @throws {AwsError} `ResourceNotFoundException`, or a service error that was injected as a fault
   */
  invoke(functionName: string, payload: string): Promise<InvocationResult>;
  /**
   * Starts an environment of each function with a short timeout, so that its first invocation does not time
   * out. On AWS a cold start takes a fraction of that time; here it shares the cores with everything else.
   */
  warm(): Promise<void>;
  close(): Promise<void>;
}

export interface LambdaPoolOptions {
  readonly stack: Stack;
  readonly endpointUrl: string;
  readonly localise: (value: string) => string;
  readonly faults: FaultRegistry;
  readonly logs: LogStore;
  /** See wire/patience.ts. */
  readonly patience: number;
}

/** A pool without environments: they are started when needed, or by `warm`. */
export function createLambdaPool(options: LambdaPoolOptions): LambdaPool {
  const { stack, endpointUrl, localise, faults, logs, patience } = options;
  const runners = functionsOf(stack, endpointUrl, localise).map((fn) => createFunctionRunner(fn, logs));

  return {
    async invoke(functionName, payload) {
      const runner = runners.find(({ fn }) => [fn.shortName, fn.name, fn.arn].includes(functionName));
      if (!runner) {
        throw new AwsError('ResourceNotFoundException', `Function not found: ${functionName}`, 404);
      }
      const requestId = randomUUID();
      const { shortName } = runner.fn;
      const fault = faults.take({ service: 'lambda', operation: 'Invoke', function: shortName });
      const outcome = await runWithFault({ runner, fault, requestId, payload, patience });
      const result = inWords(outcome, runner.fn, requestId);
      if (result.kind === 'timeout' || result.kind === 'crash') {
        logs.add({ at: new Date().toISOString(), function: shortName, line: result.error.errorMessage });
      }
      return result;
    },
    async warm() {
      for (const runner of runners) {
        const { shortName, runtime, timeoutSeconds } = runner.fn;
        if (timeoutSeconds > SHORT_TIMEOUT_SECONDS || shortName.startsWith(CDK_OWN)) {
          continue;
        }
        if (runtime.startsWith('nodejs')) {
          await runner.warm();
        }
      }
    },
    async close() {
      await Promise.all(runners.map((runner) => runner.close()));
    },
  };
}

/** A delay counts towards the function's duration: a delay as long as the timeout is a timeout. */
async function runWithFault(call: {
  runner: FunctionRunner;
  fault: Fault | undefined;
  requestId: string;
  payload: string;
  patience: number;
}): Promise<Outcome> {
  const { runner, fault, requestId, payload, patience } = call;
  const timeoutMs = runner.fn.timeoutSeconds * 1000;
  const delayMs = Math.min(fault?.delay_ms ?? 0, timeoutMs);
  if (delayMs > 0) {
    await sleep(delayMs, undefined, { ref: false });
  }
  if (delayMs === timeoutMs) {
    return { kind: 'timeout' };
  }
  if (fault?.error === CRASH) {
    return runner.crash();
  }
  if (fault?.error === RESTART) {
    await runner.forget();
  } else if (fault?.error !== undefined) {
    return failAs(fault.error);
  }
  const timeLeftMs = timeoutMs - delayMs;
  return runner.invoke({ requestId, payload, timeLeftMs, allowedMs: timeLeftMs * patience });
}

/** @throws {AwsError} when the name is an error of the Lambda service itself */
function failAs(error: string): Outcome {
  const code = error.replace(/^Lambda\./, '');
  const status = SERVICE_ERRORS[code];
  if (status !== undefined) {
    throw new AwsError(code, FAULT_MESSAGE, status);
  }
  return { kind: 'error', error: { errorType: error, errorMessage: FAULT_MESSAGE } };
}

/** Words timeouts and crashes as Lambda does. */
function inWords(outcome: Outcome, { timeoutSeconds }: LambdaFunction, requestId: string): InvocationResult {
  if (outcome.kind === 'result' || outcome.kind === 'error') {
    return outcome;
  }
  const [errorType, reason] =
    outcome.kind === 'timeout'
      ? ['Sandbox.Timedout', `Task timed out after ${timeoutSeconds.toFixed(2)} seconds`]
      : ['Runtime.ExitError', 'Runtime exited with error: exit status 1'];
  return {
    kind: outcome.kind,
    error: { errorType, errorMessage: `RequestId: ${requestId} Error: ${reason}` },
  };
}

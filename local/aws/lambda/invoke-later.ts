/**
 * Asynchronous invocation: nobody waits, a function that fails is called twice more or as its EventInvokeConfig says, and
 * then the event goes to its dead-letter queue, if it has one. On AWS the waits are one minute and two.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import type { Resource, Stack } from '../../cloudformation/load-stack.ts';
import { toObject, toText } from '../../http/json-values.ts';
import type { LambdaPool } from './pool.ts';

const FUNCTION_TYPE = 'AWS::Lambda::Function';
const CONFIG_TYPE = 'AWS::Lambda::EventInvokeConfig';
/** No event gets as old here as the least age that AWS takes. */
const CONFIG_PROPERTIES = ['FunctionName', 'MaximumEventAgeInSeconds', 'MaximumRetryAttempts', 'Qualifier'];
const WAITS_MS = [1_000, 2_000] as const;

interface LaterInvocations {
  invoke(functionName: string, payload: string): void;
  /** Forgets what waits to be tried again. */
  stop(): void;
}

/** @throws when a function's configuration has what is not supported here */
export function createLaterInvocations(
  stack: Stack,
  invoke: LambdaPool['invoke'],
  sendTo: (queueArn: string, body: string) => void,
): LaterInvocations {
  const timers = new Set<NodeJS.Timeout>();
  const repeats = repeatsByFunction(stack);

  function attempt(functionName: string, payload: string, tries: number): void {
    // A service error is tried again too; here it counts among the three.
    const outcome = invoke(functionName, payload).catch(() => ({ kind: 'error' as const }));
    void outcome.then(({ kind }) => {
      if (kind === 'result') {
        return;
      }
      const waitMs = WAITS_MS[tries - 1];
      const called = functionOf(functionName, stack);
      if (waitMs === undefined || tries > (repeats.get(called?.ref) ?? WAITS_MS.length)) {
        const queue = deadLetterQueueOf(called);
        if (queue !== undefined) {
          sendTo(queue, payload);
        }
        return;
      }
      const timer = setTimeout(() => {
        timers.delete(timer);
        attempt(functionName, payload, tries + 1);
      }, waitMs).unref();
      timers.add(timer);
    });
  }

  return {
    invoke: (functionName, payload) => attempt(functionName, payload, 1),
    stop() {
      for (const timer of timers) {
        clearTimeout(timer);
      }
      timers.clear();
    },
  };
}

const functionOf = (name: string, { resources }: Stack): Resource | undefined =>
  [...resources.values()].find(({ type, ref, arn }) => type === FUNCTION_TYPE && [ref, arn].includes(name));

function repeatsByFunction({ resources }: Stack): ReadonlyMap<string | undefined, number> {
  const configs = [...resources.values()].filter(({ type }) => type === CONFIG_TYPE);
  return new Map(
    configs.map(({ path, properties }) => {
      const other = Object.keys(properties).find((name) => !CONFIG_PROPERTIES.includes(name));
      if (other !== undefined) {
        throw new Error(`${path}: the local runtime supports asynchronous calls without ${other}.`);
      }
      return [toText(properties.FunctionName), Number(properties.MaximumRetryAttempts ?? WAITS_MS.length)];
    }),
  );
}

function deadLetterQueueOf(called: Resource | undefined): string | undefined {
  const { TargetArn } = toObject(called?.properties.DeadLetterConfig);
  return typeof TargetArn === 'string' ? TargetArn : undefined;
}

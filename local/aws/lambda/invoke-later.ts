/**
 * Asynchronous invocation: nobody waits, a function that fails is called twice more, and then the event goes to its
 * dead-letter queue, if it has one. On AWS the waits are one minute and two.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import type { Stack } from '../../cloudformation/load-stack.ts';
import { toObject } from '../../http/json-values.ts';
import type { LambdaPool } from './pool.ts';

const FUNCTION_TYPE = 'AWS::Lambda::Function';
const WAITS_MS = [1_000, 2_000] as const;

interface LaterInvocations {
  invoke(functionName: string, payload: string): void;
  /** Forgets what waits to be tried again. */
  stop(): void;
}

export function createLaterInvocations(
  stack: Stack,
  invoke: LambdaPool['invoke'],
  sendTo: (queueArn: string, body: string) => void,
): LaterInvocations {
  const timers = new Set<NodeJS.Timeout>();

  function attempt(functionName: string, payload: string, tries: number): void {
    // A service error is tried again too; here it counts among the three.
    const outcome = invoke(functionName, payload).catch(() => ({ kind: 'error' as const }));
    void outcome.then(({ kind }) => {
      if (kind === 'result') {
        return;
      }
      const waitMs = WAITS_MS[tries - 1];
      if (waitMs === undefined) {
        const queue = deadLetterQueueOf(functionName, stack);
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

function deadLetterQueueOf(functionName: string, stack: Stack): string | undefined {
  const resource = [...stack.resources.values()].find(
    ({ type, ref, arn }) => type === FUNCTION_TYPE && [ref, arn].includes(functionName),
  );
  const { TargetArn } = toObject(resource?.properties.DeadLetterConfig);
  return typeof TargetArn === 'string' ? TargetArn : undefined;
}

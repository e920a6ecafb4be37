import { describe, expect, it } from '@jest/globals';
import type { State, TaskState } from '../../workflows/states-language.ts';
import { synthesisedDefinition } from '../support/machine.ts';

/** API Gateway ends an integration after 29 s. */
const GATEWAY_LIMIT_SECONDS = 29;

/** Every try runs into its timeout, and every wait before a retry is as long as jitter allows. */
function slowestSeconds(state: State): number {
  if (state.Type !== 'Task') return 0;
  const waits = state.Retry.flatMap((retrier) =>
    Array.from({ length: retrier.MaxAttempts ?? 3 }, (_, attempt) =>
      Math.min(
        (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempt,
        retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
      ),
    ),
  );
  return state.TimeoutSeconds * (waits.length + 1) + waits.reduce((sum, wait) => sum + wait, 0);
}

function following(state: State): string[] {
  const next = 'Next' in state ? [state.Next] : [];
  if (state.Type === 'Task') return [...next, ...state.Catch.map((catcher) => catcher.Next)];
  if (state.Type === 'Choice') return [state.Default, ...state.Choices.map((choice) => choice.Next)];
  return next;
}

const definition = synthesisedDefinition();
const tasks = Object.entries(definition.States).filter(
  (entry): entry is [string, TaskState] => entry[1].Type === 'Task',
);

function longest(name: string, seen: readonly string[] = []): number {
  const state = definition.States[name];
  // Choices on the first channel keep a way from entering a state twice; the graph alone would loop.
  if (!state || seen.includes(name)) return 0;
  const rest = following(state).map((next) => longest(next, [...seen, name]));
  return slowestSeconds(state) + Math.max(0, ...rest);
}

describe('the time budget', () => {
  it('lets the slowest way through the machine end before API Gateway does', () => {
    expect(longest(definition.StartAt)).toBe(28);
    expect(definition.TimeoutSeconds).toBeLessThan(GATEWAY_LIMIT_SECONDS);
    expect(longest(definition.StartAt)).toBeLessThanOrEqual(definition.TimeoutSeconds);
  });

  it.each(tasks)(
    'has %s retried for what AWS recommends, with jitter and a longest wait, and caught',
    (_, task) => {
      const retried = task.Retry.flatMap((retrier) => retrier.ErrorEquals);
      if (!task.Resource.startsWith('arn:')) {
        expect(retried).toEqual(
          expect.arrayContaining([
            'Lambda.ClientExecutionTimeoutException',
            'Lambda.ServiceException',
            'Lambda.AWSLambdaException',
            'Lambda.SdkClientException',
            'Lambda.TooManyRequestsException',
            'States.Timeout',
          ]),
        );
      }
      for (const retrier of task.Retry.filter(({ MaxAttempts }) => MaxAttempts !== 0)) {
        expect(retrier).toMatchObject({ JitterStrategy: 'FULL', MaxDelaySeconds: 2 });
      }
      expect(task.Catch.at(-1)?.ErrorEquals).toEqual(['States.ALL']);
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import type { ChoiceState, State, TaskState } from '../../workflows/states-language.ts';
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

/** What is known on a way: what Admit request decided, and whether a delivery failed. */
interface Facts {
  readonly decision: string;
  readonly hasFailed: boolean;
}

/** The states that may follow, and what is known there. */
function following(state: State, facts: Facts): [next: string, facts: Facts][] {
  if (state.Type === 'Choice') return possibleChoices(state, facts).map((next) => [next, facts]);
  const next: [string, Facts][] = 'Next' in state ? [[state.Next, facts]] : [];
  if (state.Type !== 'Task') return next;
  return [
    ...next,
    ...state.Catch.map(({ Next, ResultPath }): [string, Facts] => [
      Next,
      ResultPath === '$.delivery_failure' ? { ...facts, hasFailed: true } : facts,
    ]),
  ];
}

/** Choices on what is known go one way; any other may go every way. */
function possibleChoices({ Choices, Default }: ChoiceState, { decision, hasFailed }: Facts): string[] {
  const possible: string[] = [];
  for (const choice of Choices) {
    const rules = 'And' in choice ? choice.And : 'Or' in choice ? choice.Or : [choice];
    const holds = rules.map(({ Variable, StringEquals }) => {
      if (Variable === '$.delivery_failure') return hasFailed;
      return Variable === '$.admission.decision' ? decision === StringEquals : undefined;
    });
    if (!holds.includes(false)) possible.push(choice.Next);
    if (holds.every((each) => each === true)) return possible;
  }
  return [...possible, Default];
}

const definition = synthesisedDefinition();
const tasks = Object.entries(definition.States).filter(
  (entry): entry is [string, TaskState] => entry[1].Type === 'Task',
);

function longest(name: string, facts: Facts, seen: readonly string[] = []): number {
  const state = definition.States[name];
  // Choices on the first channel keep a way from entering a state twice; the graph alone would loop.
  if (!state || seen.includes(name)) return 0;
  const rest = following(state, facts).map(([next, known]) => longest(next, known, [...seen, name]));
  return slowestSeconds(state) + Math.max(0, ...rest);
}

describe('the time budget', () => {
  it.each([
    ['admitted', 28],
    ['resend', 18],
  ])('lets the slowest way of a request that is %s end before API Gateway does', (decision, seconds) => {
    expect(longest(definition.StartAt, { decision, hasFailed: false })).toBe(seconds);
    expect(seconds).toBeLessThanOrEqual(definition.TimeoutSeconds);
    expect(definition.TimeoutSeconds).toBeLessThan(GATEWAY_LIMIT_SECONDS);
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

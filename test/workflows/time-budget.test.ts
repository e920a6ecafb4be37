import { describe, expect, it } from '@jest/globals';
import { CLIENT_SETTINGS, PUBLISH_SETTINGS } from '../../handlers/adapters/client-settings.ts';
import { requestClaimEnds, verificationClaimEnds } from '../../handlers/contract/limits-table.ts';
import { MOST_LEGS, NEVER_RUN_ERRORS } from '../../handlers/contract/workflow.ts';
import { NOTED_WITHIN_MS } from '../../handlers/domain/delivering/note-message.ts';
import { TRIES_BEGIN_WITHIN_MS } from '../../handlers/domain/delivering/send-in-time.ts';
import { TAKEN_BACK_WITHIN_MS } from '../../handlers/domain/delivering/settle-send.ts';
import { ENTRY_KEPT_WITHIN_MS } from '../../handlers/runtime/delivery-step.ts';
import type { ChoiceState, Condition, State, TaskState } from '../../workflows/states-language.ts';
import { synthesisedDefinition } from '../support/machine.ts';
import { ownFunctions, synthesised } from '../support/synth.ts';

const FAILURES = '$.admission.request.failures';
const NEXT_LEG = /^\$\.admission\.request\.route\[[1-9]\]/;

/** API Gateway ends an integration after 29 s. */
const GATEWAY_LIMIT_SECONDS = 29;

/** DEFAULT_RETRY_DELAY_BASE of @smithy/util-retry; the SDK waits for a random part of it. */
const SDK_FIRST_WAIT_MS = 100;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/**
 * The longest time of a state: every try times out, and every wait before a retry is as long as jitter
 * allows. A try that ends with one of NEVER_RUN_ERRORS is assumed to take no time: Lambda refuses it before
 * anything runs. So if no other error is retried, only one try takes time. AWS does not promise how fast that
 * refusal comes: at worst just before the state's timeout, and then the machine's own timeout ends the path.
 */
function slowestSeconds(state: State): number {
  if (state.Type !== 'Task') {
    return 0;
  }
  const waits = state.Retry.flatMap((retrier) =>
    Array.from({ length: retrier.MaxAttempts ?? 3 }, (_, attempt) =>
      Math.min(
        (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** attempt,
        retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
      ),
    ),
  );
  const isOverAtOnce = (error: string) => NEVER_RUN_ERRORS.includes(error);
  const slowTries = state.Retry.every(({ ErrorEquals }) => ErrorEquals.every(isOverAtOnce))
    ? 1
    : waits.length + 1;
  return state.TimeoutSeconds * slowTries + sum(waits);
}

/** A task that Lambda never ran takes only its waits, by the same assumption. */
const waitedSeconds = (state: TaskState): number => slowestSeconds(state) - state.TimeoutSeconds;

/** What is known on a path: the decision of Admit request, and whether and how deliveries failed. */
interface Facts {
  readonly decision: string;
  readonly hasFailed: boolean;
  readonly deliveries: number;
  readonly neverRan: boolean;
}

interface Step {
  readonly next: string;
  readonly facts: Facts;
  readonly seconds: number;
}

/** The states that may follow, with what is known there and the seconds that pass until then. */
function following(state: State, facts: Facts): Step[] {
  const seconds = slowestSeconds(state);
  if (state.Type === 'Choice') {
    return possibleChoices(state, facts).map((next) => ({ next, facts, seconds }));
  }
  const next = 'Next' in state ? [{ next: state.Next, facts, seconds }] : [];
  if (state.Type !== 'Task') {
    return next;
  }
  const caught = state.Catch.flatMap(({ Next, ResultPath }): Step[] => {
    if (!ResultPath.startsWith(FAILURES)) {
      return [{ next: Next, facts, seconds }];
    }
    const failed = { ...facts, hasFailed: true, deliveries: facts.deliveries + 1 };
    return [
      { next: Next, facts: { ...failed, neverRan: false }, seconds },
      { next: Next, facts: { ...failed, neverRan: true }, seconds: waitedSeconds(state) },
    ];
  });
  return [...next, ...caught];
}

/** A choice that depends on known facts has one outcome; any other may have every outcome. */
function possibleChoices({ Choices, Default }: ChoiceState, facts: Facts): string[] {
  const { decision, hasFailed, deliveries, neverRan } = facts;
  const possible: string[] = [];
  for (const choice of Choices) {
    const rules: readonly Condition[] = 'And' in choice ? choice.And : 'Or' in choice ? choice.Or : [choice];
    const ofFailures = rules.filter((rule) => 'Variable' in rule && rule.Variable.startsWith(`${FAILURES}.`));
    const holds = rules.map((rule) => {
      if ('Not' in rule) {
        // No second leg: at most one delivery. A channel that has not failed: fewer deliveries than legs.
        const most = NEXT_LEG.test(rule.Not.Variable) ? 1 : MOST_LEGS - 1;
        return deliveries > most ? false : undefined;
      }
      const { Variable, StringEquals = '' } = rule;
      if (Variable === FAILURES) {
        return hasFailed;
      }
      if (Variable.startsWith(FAILURES) && Variable.endsWith('.Error')) {
        return NEVER_RUN_ERRORS.includes(StringEquals) ? (neverRan ? undefined : false) : undefined;
      }
      // Together with the leg's failure, this means that the leg was tried, and so was one before it.
      if (NEXT_LEG.test(Variable) && ofFailures.length > 0) {
        return deliveries > 1 ? undefined : false;
      }
      return Variable === '$.admission.decision' ? decision === StringEquals : undefined;
    });
    if (!holds.includes(false)) {
      possible.push(choice.Next);
    }
    if (holds.every((each) => each === true)) {
      return possible;
    }
  }
  return [...possible, Default];
}

/** Tasks that are not retried after a timeout: the deliveries, what takes back two of them, and what notes outcomes. */
const isTriedOnce = (name: string, task: TaskState): boolean =>
  isDelivery(task) || name === 'Take back both sends' || name.startsWith('Note the ');

const definition = synthesisedDefinition();
const functions = ownFunctions(synthesised().main);
const tasks = Object.entries(definition.States).filter(
  (entry): entry is [string, TaskState] => entry[1].Type === 'Task',
);

/** Functions of states that are not called like them. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  'Take back both sends': 'take-back-the-send',
  'Note the failure': 'note-the-outcome',
  'Note the doubt': 'note-the-outcome',
};
const functionOf = (state: string): string => FUNCTIONS[state] ?? state.toLowerCase().replaceAll(' ', '-');

/** A message may have been sent before a timeout, so a delivery is not retried after one. */
const isDelivery = ({ ResultPath }: TaskState): boolean => ResultPath === '$.delivery';

/** The slowest call in milliseconds: every try times out, and every wait in between is the SDK's longest. */
function slowestCallMs({ maxAttempts, requestHandler }: typeof CLIENT_SETTINGS | typeof PUBLISH_SETTINGS) {
  const { connectionTimeout, requestTimeout } = requestHandler;
  const waits = Array.from({ length: maxAttempts - 1 }, (_, retry) => SDK_FIRST_WAIT_MS * 2 ** retry);
  // Both timeouts run from the start of the request.
  return maxAttempts * Math.max(connectionTimeout, requestTimeout) + sum(waits);
}

function longest(name: string, facts: Facts, seen: readonly string[] = []): number {
  const state = definition.States[name];
  // A leg that failed is not tried again, so no path enters a task twice; the graph alone would loop.
  if (!state || (state.Type === 'Task' && seen.includes(name))) {
    return 0;
  }
  const ways = following(state, facts).map(
    ({ next, facts: known, seconds }) => seconds + longest(next, known, [...seen, name]),
  );
  return Math.max(slowestSeconds(state), ...ways);
}

describe('the time budget', () => {
  it.each([
    ['admitted', 28],
    ['resend', 25],
  ])('ends the slowest path after the decision %s before API Gateway times out', (decision, seconds) => {
    expect(longest(definition.StartAt, { decision, hasFailed: false, deliveries: 0, neverRan: false })).toBe(
      seconds,
    );
    expect(seconds).toBeLessThanOrEqual(definition.TimeoutSeconds);
    expect(definition.TimeoutSeconds).toBeLessThan(GATEWAY_LIMIT_SECONDS);
  });

  it.each(tasks)(
    'retries %s on the errors that AWS recommends, with jitter and a maximum wait, and catches the rest',
    (name, task) => {
      const retried = task.Retry.flatMap((retrier) => retrier.ErrorEquals);
      if (isTriedOnce(name, task)) {
        expect(retried).toEqual([
          'Lambda.AWSLambdaException',
          'Lambda.ServiceException',
          'Lambda.TooManyRequestsException',
        ]);
      } else if (!task.Resource.startsWith('arn:')) {
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

  it.each(tasks.filter(([, task]) => !task.Resource.startsWith('arn:')))(
    'gives %s time for a call that times out on every try, and its function the same',
    (name, task) => {
      const [, fn] = functions.find(([each]) => each === functionOf(name)) ?? [];
      expect(fn?.Properties.Timeout).toBe(task.TimeoutSeconds);
      expect(slowestCallMs(CLIENT_SETTINGS)).toBeLessThan(task.TimeoutSeconds * 1000);
    },
  );

  it('ends a request and a verification before the lease of their Idempotency-Key', () => {
    const [, verifyToken] = functions.find(([name]) => name === 'verify-token') ?? [];
    expect(definition.TimeoutSeconds).toBeLessThan(requestClaimEnds(0, 0).leased_until);
    expect(verifyToken?.Properties.Timeout).toBeLessThan(verificationClaimEnds(0).leased_until);
  });

  it('gives a delivery time for a slow secret or for failed tries, and then one whole Publish', () => {
    const beforeMs = Math.max(slowestCallMs(CLIENT_SETTINGS), TRIES_BEGIN_WITHIN_MS);
    for (const [, task] of tasks.filter(([, each]) => isDelivery(each))) {
      expect(beforeMs + slowestCallMs(PUBLISH_SETTINGS)).toBeLessThan(task.TimeoutSeconds * 1000);
      expect(TAKEN_BACK_WITHIN_MS).toBeLessThan(beforeMs + slowestCallMs(PUBLISH_SETTINGS));
      expect(NOTED_WITHIN_MS).toBeLessThan(beforeMs + slowestCallMs(PUBLISH_SETTINGS));
      expect(ENTRY_KEPT_WITHIN_MS).toBeLessThan(beforeMs + slowestCallMs(PUBLISH_SETTINGS));
    }
    expect(PUBLISH_SETTINGS.maxAttempts).toBe(1);
    expect(PUBLISH_SETTINGS.requestHandler.requestTimeout).toBeGreaterThanOrEqual(2000);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { LoggedEvent } from '../../../../handlers/domain/reporting/execution-log.ts';
import { executionPath } from '../../../../handlers/domain/reporting/execution-path.ts';
import { NOW_MS } from '../../fixtures.ts';

const EXECUTION = { executionArn: 'arn:1', atMs: NOW_MS };

/** One event per second, in the order of the log: a type, then a state or an error. */
const logged = (...events: [type: string, more?: Partial<LoggedEvent>][]): LoggedEvent[] =>
  events.map(([type, more], index) => ({ id: index + 1, type, atMs: NOW_MS + index * 1000, ...more }));

const way = (...events: [type: string, more?: Partial<LoggedEvent>][]) =>
  executionPath(EXECUTION, logged(...events)).events.map(({ type, state, error }) =>
    [type, state, error].filter(Boolean).join(' '),
  );

const entered = (state: string): [string, Partial<LoggedEvent>] => ['TaskStateEntered', { state }];
const exited = (state: string): [string, Partial<LoggedEvent>] => ['TaskStateExited', { state }];
const begins = (): [string][] => [['LambdaFunctionScheduled'], ['LambdaFunctionStarted']];
const fails = (error: string): [string, Partial<LoggedEvent>] => ['LambdaFunctionFailed', { error }];

describe('the path of an execution', () => {
  it('is its states with their times, and its start and end', () => {
    const history = logged(
      ['ExecutionStarted'],
      entered('Persist token'),
      ...begins(),
      ['LambdaFunctionSucceeded'],
      exited('Persist token'),
      ['ChoiceStateEntered', { state: 'Choose channel' }],
      ['ChoiceStateExited', { state: 'Choose channel' }],
      ['ExecutionSucceeded'],
    );
    expect(executionPath(EXECUTION, history)).toEqual({
      execution_arn: 'arn:1',
      status: 'SUCCEEDED',
      started_at: '2026-11-22T10:00:00.000Z',
      stopped_at: '2026-11-22T10:00:08.000Z',
      events: [
        { type: 'StateEntered', state: 'Persist token', at: '2026-11-22T10:00:01.000Z' },
        { type: 'StateExited', state: 'Persist token', at: '2026-11-22T10:00:05.000Z' },
        { type: 'StateEntered', state: 'Choose channel', at: '2026-11-22T10:00:06.000Z' },
        { type: 'StateExited', state: 'Choose channel', at: '2026-11-22T10:00:07.000Z' },
      ],
    });
  });

  it('follows the IDs of the events, whatever their order in the log', () => {
    const history = logged(['ExecutionStarted'], entered('One'), exited('One'), ['ExecutionSucceeded']);
    expect(executionPath(EXECUTION, [...history].reverse())).toEqual(executionPath(EXECUTION, history));
  });

  it('shows a retry when a state runs again after a failure', () => {
    expect(
      way(
        entered('Persist token'),
        ...begins(),
        fails('StoreUnavailable'),
        ...begins(),
        ['LambdaFunctionSucceeded'],
        exited('Persist token'),
      ),
    ).toEqual([
      'StateEntered Persist token',
      'StateFailed Persist token StoreUnavailable',
      'StateRetried Persist token StoreUnavailable',
      'StateExited Persist token',
    ]);
  });

  it.each<[string, [string, Partial<LoggedEvent>][]]>([
    ['with the exit that Step Functions logs', [exited('Deliver by SMS')]],
    ['without one', []],
  ])('shows a catch when a state is left after a failure, %s', (_, exit) => {
    const shown = way(entered('Deliver by SMS'), ...begins(), fails('DeliveryRefused'), ...exit, [
      'ChoiceStateEntered',
      { state: 'Take the next channel' },
    ]);
    expect(shown.filter((event) => !event.startsWith('StateExited'))).toEqual([
      'StateEntered Deliver by SMS',
      'StateFailed Deliver by SMS DeliveryRefused',
      'StateCaught Deliver by SMS DeliveryRefused',
      'StateEntered Take the next channel',
    ]);
  });

  it('shows the failures of service integrations and their timeouts the same way', () => {
    expect(
      way(
        entered('Record delivery'),
        ['TaskScheduled'],
        ['TaskTimedOut'],
        ['TaskScheduled'],
        ['TaskFailed', { error: 'DynamoDB.ConditionalCheckFailedException' }],
        exited('Record delivery'),
      ),
    ).toEqual([
      'StateEntered Record delivery',
      'StateFailed Record delivery States.Timeout',
      'StateRetried Record delivery States.Timeout',
      'StateFailed Record delivery DynamoDB.ConditionalCheckFailedException',
      'StateCaught Record delivery DynamoDB.ConditionalCheckFailedException',
      'StateExited Record delivery',
    ]);
  });

  it('ends in the Fail state, with its error', () => {
    const path = executionPath(
      EXECUTION,
      logged(
        ['FailStateEntered', { state: 'Delivery failed' }],
        ['ExecutionFailed', { error: 'DeliveryFailed' }],
      ),
    );
    expect(path).toMatchObject({ status: 'FAILED', error: 'DeliveryFailed' });
    expect(path.events.at(-1)).toMatchObject({
      type: 'StateFailed',
      state: 'Delivery failed',
      error: 'DeliveryFailed',
    });
  });

  it('leaves out the names of errors when the log does', () => {
    const path = executionPath(
      EXECUTION,
      logged(entered('Persist token'), ...begins(), ['LambdaFunctionFailed'], ['ExecutionFailed']),
    );
    expect(path).not.toHaveProperty('error');
    expect(path.events).toEqual([
      { type: 'StateEntered', state: 'Persist token', at: '2026-11-22T10:00:00.000Z' },
      { type: 'StateFailed', state: 'Persist token', at: '2026-11-22T10:00:03.000Z' },
    ]);
  });

  it('ends in the state in which the execution timed out', () => {
    const path = executionPath(EXECUTION, logged(entered('Persist token'), ['ExecutionTimedOut']));
    expect(path).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(path.events.at(-1)).toMatchObject({ type: 'StateFailed', error: 'States.Timeout' });
  });

  it('is running, since its known start, while the log has nothing of it', () => {
    expect(executionPath(EXECUTION, [])).toEqual({
      execution_arn: 'arn:1',
      status: 'RUNNING',
      started_at: '2026-11-22T10:00:00.000Z',
      events: [],
    });
  });

  it('leaves out what a log without its beginning cannot tell', () => {
    expect(way(fails('StoreUnavailable'), exited('One'), entered('Two'))).toEqual(['StateEntered Two']);
  });
});

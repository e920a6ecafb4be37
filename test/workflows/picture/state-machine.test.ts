import { describe, expect, it } from '@jest/globals';
import { stepsOf } from '../../../docs/build/diagrams/architecture/steps.ts';
import type { DeployedDefinition } from '../../../workflows/picture/deployed-definition.ts';
import { seatsOf } from '../../../workflows/picture/seats.ts';
import { transitionsOf } from '../../../workflows/picture/transitions.ts';
import { workflowDefinition } from '../../../workflows/picture/workflow-definition.ts';

/** Asks, sends by one of two channels, falls back to the other, and undoes what failed. */
const MACHINE: DeployedDefinition = {
  StartAt: 'Ask',
  States: {
    Ask: {
      Type: 'Task',
      Resource: 'ask',
      Next: 'Which?',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Undo' }],
    },
    'Which?': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.by', StringEquals: 'sms', Next: 'Send by SMS' },
        { Variable: '$.by', StringEquals: 'none', Next: 'Answer: nowhere' },
      ],
      Default: 'Send by email',
    },
    'Send by SMS': {
      Type: 'Task',
      Resource: 'sms',
      Next: 'Record',
      Catch: [
        { ErrorEquals: ['States.Timeout'], Next: 'Presume' },
        { ErrorEquals: ['States.ALL'], Next: 'Other one' },
      ],
    },
    'Send by email': {
      Type: 'Task',
      Resource: 'email',
      Next: 'Record',
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Other one' }],
    },
    'Other one': {
      Type: 'Choice',
      Choices: [
        { Variable: '$.left', StringEquals: 'sms', Next: 'Send by SMS' },
        { Variable: '$.left', StringEquals: 'email', Next: 'Send by email' },
      ],
      Default: 'Undo',
    },
    Presume: { Type: 'Pass', Next: 'Record' },
    Record: { Type: 'Task', Resource: 'record', End: true },
    'Answer: nowhere': { Type: 'Pass', End: true },
    Undo: { Type: 'Task', Resource: 'undo', Next: 'Failed' },
    Failed: { Type: 'Fail', Error: 'Failed' },
  },
};

const definition = workflowDefinition(MACHINE);
const transitions = transitionsOf(definition);

describe('the seats of states', () => {
  const { seats, firstFailure } = seatsOf(definition, transitions, { shows: () => true });

  it('put the path in the middle, answers and failures beside it', () => {
    expect(Object.fromEntries(seats)).toEqual({
      Ask: { lane: 'path', row: 0, column: 1 },
      'Which?': { lane: 'path', row: 1, column: 1 },
      'Send by SMS': { lane: 'path', row: 2, column: 0 },
      'Other one': { lane: 'path', row: 2, column: 1 },
      'Send by email': { lane: 'path', row: 2, column: 2 },
      Presume: { lane: 'path', row: 3, column: 2 },
      Record: { lane: 'path', row: 4, column: 1 },
      'Answer: nowhere': { lane: 'answers', row: 1, column: 0 },
      Undo: { lane: 'failures', row: 2, column: 0 },
    });
    expect(firstFailure).toBe(2);
  });

  it('leave out failures that are not shown', () => {
    const folded = seatsOf(definition, transitions, { shows: () => false });
    expect([...folded.seats.keys()]).toEqual([...seats.keys()].filter((name) => name !== 'Undo'));
    expect(folded.firstFailure).toBe(2);
  });

  it('begin failures higher where they and what is below them would end lower than the path', () => {
    const high = seatsOf(definition, transitions, { shows: () => true, rowsBelowFailures: 5 });
    expect(high.seats.get('Undo')).toEqual({ lane: 'failures', row: 0, column: 0 });
    const low = seatsOf(definition, transitions, { shows: () => true, rowsBelowFailures: 1 });
    expect(low.seats.get('Undo')).toEqual({ lane: 'failures', row: 2, column: 0 });
  });
});

describe('the transitions', () => {
  const labelOf = (from: string, to: string): string | undefined =>
    transitions.find((each) => each.from === from && each.to === to)?.label;

  it('say which value decides', () => {
    expect(labelOf('Which?', 'Answer: nowhere')).toBe('none');
  });

  it('do not repeat what the name of the next state says', () => {
    expect(labelOf('Which?', 'Send by SMS')).toBeUndefined();
  });

  it('tell a timeout from other errors', () => {
    expect(labelOf('Send by SMS', 'Presume')).toBe('timed out');
    expect(labelOf('Send by SMS', 'Other one')).toBeUndefined();
  });
});

describe('the steps in the architecture diagram', () => {
  const steps = stepsOf(MACHINE);

  it('are the tasks from which an execution can succeed, and those that only undo', () => {
    expect(steps.usual.map(({ name, level }) => [name, level])).toEqual([
      ['Ask', 0],
      ['Send by SMS', 1],
      ['Send by email', 1],
      ['Record', 2],
    ]);
    expect(steps.compensating).toEqual([{ name: 'Undo', resource: 'undo' }]);
  });

  it('are connected past the choices, with the fallback both ways', () => {
    expect(steps.arrows.map(({ from, to, isFallback }) => `${from} ${isFallback ? '⇢' : '→'} ${to}`)).toEqual(
      [
        'Ask → Send by SMS',
        'Ask → Send by email',
        'Send by SMS → Record',
        'Send by email → Record',
        'Send by SMS ⇢ Send by email',
        'Send by email ⇢ Send by SMS',
      ],
    );
  });

  it('lead to what undoes them on errors', () => {
    expect(steps.compensated).toEqual(['Ask', 'Send by SMS', 'Send by email']);
  });
});

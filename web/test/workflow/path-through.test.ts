import { describe, expect, it } from '@jest/globals';
import type { WorkflowDefinition } from '../../../handlers/contract/page.ts';
import type { ExecutionEvent } from '../../../handlers/contract/routes/executions.ts';
import { END, START } from '../../../workflows/picture/lay-out-machine.ts';
import { pathThrough } from '../../src/views/workflow/path-through.ts';

const DEFINITION: WorkflowDefinition = {
  comment: '',
  start_at: 'Make',
  states: [
    { name: 'Make', type: 'Task', edges: [{ to: 'Text', kind: 'next' }] },
    {
      name: 'Text',
      type: 'Task',
      edges: [
        { to: 'Record', kind: 'next' },
        { to: 'Other?', kind: 'catch' },
      ],
    },
    {
      name: 'Other?',
      type: 'Choice',
      edges: [
        { to: 'Mail', kind: 'choice' },
        { to: 'Failed', kind: 'default' },
      ],
    },
    { name: 'Mail', type: 'Task', edges: [{ to: 'Record', kind: 'next' }] },
    { name: 'Record', type: 'Task', edges: [{ to: 'Failed', kind: 'catch' }] },
    { name: 'Failed', type: 'Fail', error: 'DeliveryFailed', edges: [] },
  ],
};

/** One event every half second. */
const events = (...shown: [type: string, state: string, error?: string][]): ExecutionEvent[] =>
  shown.map(([type, state, error], index) => ({
    type: `State${type}` as ExecutionEvent['type'],
    state,
    at: new Date(1_795_341_600_000 + index * 500).toISOString(),
    ...(error === undefined ? {} : { error }),
  }));

const passed = (state: string): [string, string][] => [
  ['Entered', state],
  ['Exited', state],
];
const FALLBACK = events(
  ...passed('Make'),
  ['Entered', 'Text'],
  ['Failed', 'Text', 'DeliveryRefused'],
  ['Caught', 'Text', 'DeliveryRefused'],
  ['Exited', 'Text'],
  ...passed('Other?'),
  ...passed('Mail'),
  ...passed('Record'),
);

describe('a path through the state machine', () => {
  it('knows what passed, with times, and what was skipped', () => {
    const path = pathThrough(DEFINITION, events(...passed('Make'), ...passed('Text'), ...passed('Record')));
    expect(path.visits[1]).toEqual({
      state: 'Text',
      outcome: 'passed',
      retries: 0,
      errors: [],
      enteredAt: '2026-11-22T10:00:01.000Z',
      exitedAt: '2026-11-22T10:00:01.500Z',
      durationMs: 500,
    });
    expect(path.markOf('Mail')).toEqual({ outcome: 'skipped', retries: 0 });
    expect(path.wentAlong(START, 'Make')).toBe(true);
    expect(path.wentAlong('Make', 'Text')).toBe(true);
    expect(path.wentAlong('Text', 'Other?')).toBe(false);
    expect(path.wentAlong('Record', END)).toBe(true);
  });

  it('counts the retries of a state that passed in the end', () => {
    const path = pathThrough(
      DEFINITION,
      events(
        ['Entered', 'Make'],
        ['Failed', 'Make', 'StoreUnavailable'],
        ['Retried', 'Make', 'StoreUnavailable'],
        ['Failed', 'Make', 'States.Timeout'],
        ['Retried', 'Make', 'States.Timeout'],
        ['Exited', 'Make'],
      ),
    );
    expect(path.visits).toMatchObject([
      {
        outcome: 'passed',
        retries: 2,
        error: 'States.Timeout',
        errors: ['StoreUnavailable', 'States.Timeout'],
        durationMs: 2500,
      },
    ]);
    expect(path.markOf('Make')).toEqual({ outcome: 'passed', retries: 2 });
  });

  it('follows a caught failure to the fallback', () => {
    const path = pathThrough(DEFINITION, FALLBACK);
    expect(path.markOf('Text')).toEqual({ outcome: 'caught', retries: 0 });
    expect(path.visits[1]).toMatchObject({ state: 'Text', error: 'DeliveryRefused', durationMs: 1500 });
    expect(path.wentAlong('Text', 'Other?')).toBe(true);
    expect(path.wentAlong('Text', 'Record')).toBe(false);
    expect(path.wentAlong('Mail', 'Record')).toBe(true);
  });

  it('ends in the state that failed it, with the error from the definition', () => {
    const path = pathThrough(DEFINITION, events(['Entered', 'Failed'], ['Failed', 'Failed']));
    expect(path.visits).toMatchObject([
      { outcome: 'failed', error: 'DeliveryFailed', errors: ['DeliveryFailed'] },
    ]);
    expect(path.wentAlong('Failed', END)).toBe(false);
  });

  it('is still in a state that was entered and not exited, also between two tries', () => {
    const entered = pathThrough(DEFINITION, events(...passed('Make'), ['Entered', 'Text']));
    expect(entered.markOf('Text').outcome).toBe('running');
    expect(entered.visits[1]).not.toHaveProperty('durationMs');
    const again = pathThrough(
      DEFINITION,
      events(['Entered', 'Make'], ['Failed', 'Make'], ['Retried', 'Make']),
    );
    expect(again.visits[0]).toMatchObject({ outcome: 'running', retries: 1 });
    expect(again.visits[0]).not.toHaveProperty('durationMs');
    expect(again.visits[0]).not.toHaveProperty('exitedAt');
  });

  it('draws attention to what failed, else was caught, else was retried, else was entered last', () => {
    const cruxOf = (...shown: ExecutionEvent[]) => pathThrough(DEFINITION, shown).crux;
    expect(cruxOf(...events(...passed('Make'), ...passed('Text')))).toBe('Text');
    const retried = events(
      ['Entered', 'Make'],
      ['Failed', 'Make'],
      ['Retried', 'Make'],
      ['Exited', 'Make'],
      ...passed('Text'),
    );
    expect(cruxOf(...retried)).toBe('Make');
    expect(cruxOf(...retried, ...FALLBACK)).toBe('Text');
    expect(cruxOf(...FALLBACK)).toBe('Text');
    expect(cruxOf(...FALLBACK, ...events(['Entered', 'Failed'], ['Failed', 'Failed']))).toBe('Failed');
  });

  it('was in trouble where an attempt failed, also if a retry helped', () => {
    const troubled = (...shown: ExecutionEvent[]) => pathThrough(DEFINITION, shown).troubled;
    expect(troubled(...FALLBACK)).toBe('Text');
    expect(troubled(...events(['Entered', 'Make'], ['Retried', 'Make', 'Slow'], ['Exited', 'Make']))).toBe(
      'Make',
    );
    expect(troubled(...events(...passed('Make')))).toBeUndefined();
  });

  it('is empty before anything is known', () => {
    const path = pathThrough(DEFINITION, []);
    expect(path.crux).toBeUndefined();
    expect(path.visits).toEqual([]);
    expect(path.wentAlong(START, 'Make')).toBe(false);
  });
});

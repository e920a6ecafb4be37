import { describe, expect, it } from '@jest/globals';
import {
  DEFAULT_PREFERENCES,
  parsePreferences,
  shownColumns,
} from '../src/views/issued/table-preferences.ts';

describe('parsePreferences', () => {
  it.each([null, '', '{', '7', 'null', '[]', '{"pageSize":"20","columns":{},"autoRefresh":1}'])(
    'uses the defaults for %j',
    (stored) => {
      expect(parsePreferences(stored)).toEqual(DEFAULT_PREFERENCES);
    },
  );

  it('reads back what was written', () => {
    const preferences = { ...DEFAULT_PREFERENCES, pageSize: 50, autoRefresh: false };
    expect(parsePreferences(JSON.stringify(preferences))).toEqual(preferences);
  });

  it('keeps the order of columns, adds new ones, and drops those that no longer exist', () => {
    const stored = { columns: [{ id: 'status', visible: true }, null, { id: 'gone', visible: true }] };
    expect(parsePreferences(JSON.stringify(stored)).columns?.map(({ id }) => id)).toEqual([
      'status',
      'user',
      'timeLeft',
      'purpose',
      'token',
      'channel',
      'destination',
      'attempts',
      'issued',
      'actions',
    ]);
  });

  it('never hides the user, without which a row says nothing', () => {
    const stored = {
      columns: [
        { id: 'user', visible: false },
        { id: 'purpose', visible: false },
      ],
    };
    expect(parsePreferences(JSON.stringify(stored)).columns?.slice(0, 2)).toEqual([
      { id: 'user', visible: true },
      { id: 'purpose', visible: false },
    ]);
  });
});

describe('shownColumns', () => {
  const shown = (widthPx: number): string[] =>
    shownColumns(DEFAULT_PREFERENCES, widthPx)
      .filter(({ visible }) => visible)
      .map(({ id }) => id);

  it('are those that fit the table, until the operator chooses', () => {
    expect(shown(320)).toEqual(['user', 'status', 'timeLeft', 'actions']);
    expect(shown(688)).toEqual(['user', 'status', 'timeLeft', 'purpose', 'actions']);
    expect(shown(1_000)).toEqual([
      'user',
      'status',
      'timeLeft',
      'purpose',
      'token',
      'destination',
      'actions',
    ]);
    expect(shown(1_100)).toContain('attempts');
    expect(shown(1_400)).toHaveLength(10);
  });

  it('are what the operator chose, however narrow the window', () => {
    const columns = [{ id: 'issued', visible: true }] as const;
    expect(shownColumns({ ...DEFAULT_PREFERENCES, columns }, 360)).toEqual(columns);
  });
});

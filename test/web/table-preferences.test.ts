import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PREFERENCES, parsePreferences } from '../../web/src/views/issued/table-preferences.ts';

describe('parsePreferences', () => {
  it.each([null, '', '{', '7', 'null', '[]', '{"pageSize":"20","columns":{},"autoRefresh":1}'])(
    'takes the defaults for %j',
    (stored) => {
      expect(parsePreferences(stored)).toEqual(DEFAULT_PREFERENCES);
    },
  );

  it('reads back what was written', () => {
    const preferences = { ...DEFAULT_PREFERENCES, pageSize: 50, autoRefresh: false };
    expect(parsePreferences(JSON.stringify(preferences))).toEqual(preferences);
  });

  it('keeps the order of columns, adds those that it did not know, and drops those that are gone', () => {
    const stored = { columns: [{ id: 'status', visible: true }, null, { id: 'gone', visible: true }] };
    expect(parsePreferences(JSON.stringify(stored)).columns.map(({ id }) => id)).toEqual([
      'status',
      'user',
      'purpose',
      'token',
      'channel',
      'destination',
      'attempts',
      'timeLeft',
      'issued',
      'actions',
    ]);
  });

  it('never hides the user, without whom a row says nothing', () => {
    const stored = {
      columns: [
        { id: 'user', visible: false },
        { id: 'purpose', visible: false },
      ],
    };
    expect(parsePreferences(JSON.stringify(stored)).columns.slice(0, 2)).toEqual([
      { id: 'user', visible: true },
      { id: 'purpose', visible: false },
    ]);
  });
});

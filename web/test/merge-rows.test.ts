import { describe, expect, it } from '@jest/globals';
import type { ListedToken } from '../../handlers/contract/routes/issued-tokens.ts';
import type { TimedToken } from '../src/views/issued/merge-rows.ts';
import { mergeFirstPage, newcomers, timed } from '../src/views/issued/merge-rows.ts';

describe('mergeFirstPage', () => {
  it('drops the row of a token that a newer one of the same person and purpose replaced', () => {
    const loaded = [row('c', { issued_at: at(3) }), row('a', { user_id: 'ana', issued_at: at(1) })];
    const page = [row('d', { user_id: 'ana', issued_at: at(4) }), row('c', { issued_at: at(3) })];
    expect(ids(mergeFirstPage(loaded, page, false))).toEqual(['d', 'c']);
  });

  it('drops a row that belongs on the page and is not on it', () => {
    const loaded = [row('gone', { issued_at: at(3) }), row('a', { issued_at: at(1) })];
    expect(ids(mergeFirstPage(loaded, [row('b', { issued_at: at(2) })], false))).toEqual(['b', 'a']);
  });

  it('keeps nothing besides a page that is the whole list, even an empty one', () => {
    expect(mergeFirstPage([row('a')], [], true)).toEqual([]);
    expect(
      ids(mergeFirstPage([row('a', { issued_at: at(1) })], [row('b', { issued_at: at(2) })], true)),
    ).toEqual(['b']);
  });
});

describe('newcomers', () => {
  it('are the tokens that were not there before', () => {
    expect([...newcomers([row('a')], [row('b'), row('a')])]).toEqual(['b']);
  });
});

describe('timed', () => {
  it('leaves the deadline of a known token alone, so that its countdown does not jump', () => {
    const known = row('a', { expires_in: 300, deadlineMs: 300_400 });
    expect(timed([row('a', { expires_in: 299 })], [known], 1_900)[0]?.deadlineMs).toBe(300_400);
  });

  it('recalculates the deadline of a token that was given more time', () => {
    const known = row('a', { deadlineMs: 300_000 });
    const again = row('a', { expires_at: at(9), expires_in: 300 });
    expect(timed([again], [known], 60_000)[0]?.deadlineMs).toBe(360_000);
  });
});

const ids = (rows: readonly ListedToken[]): string[] => rows.map(({ token_id }) => token_id);
const at = (second: number): string => `2026-01-01T00:00:0${second}.000Z`;

function row(id: string, part: Partial<TimedToken> = {}): TimedToken {
  return {
    token_id: id,
    user_id: `user of ${id}`,
    purpose: 'login',
    client_group: 'auth-system',
    token: '••••••',
    channel: 'sms',
    destination: '+49••••1234',
    status: 'sent',
    attempts: 0,
    max_attempts: 5,
    issued_at: at(0),
    expires_at: '2026-01-01T00:05:00.000Z',
    expires_in: 300,
    deadlineMs: 300_000,
    ...part,
  };
}

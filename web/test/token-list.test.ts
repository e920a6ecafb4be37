import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ListedToken, TokenList as TokenPage } from '../../handlers/contract/routes/issued-tokens.ts';
import { loadNextPage } from '../src/api/answer-query.ts';
import type { TokenQuery } from '../src/api/api-client.ts';
import { CallFailed } from '../src/api/failures.ts';
import type { TokenList, TokenSearch } from '../src/views/issued/token-list.ts';
import { lookForNew, renew, tokenListQuery } from '../src/views/issued/token-list.ts';
import { PausedCalls } from './paused-calls.ts';
import type { Watched } from './watch-query.ts';
import { watch } from './watch-query.ts';

const NOW_MS = 1_000_000;

let api: PausedCalls<TokenQuery, TokenPage>;
let list: Watched<TokenList>;

const query = (search: TokenSearch = {}) => tokenListQuery({ listTokens: api.ask }, search);
const refresh = (): void => void renew(list.client, query(), list.reload);
const poll = (): void => void lookForNew(list.client);
const loadMore = (): void => void loadNextPage(list.client, query());

beforeEach(() => {
  jest.useFakeTimers({ now: NOW_MS });
  api = new PausedCalls();
  list = watch(query());
});

afterEach(() => {
  list.leave();
  jest.useRealTimers();
});

describe('the list of issued tokens', () => {
  it('measures deadlines from the answer, not from the server clock', async () => {
    await api.answer({ tokens: [token('a', { expires_in: 120 })] });
    expect(list.state().answer?.tokens[0]?.deadlineMs).toBe(1_120_000);
  });

  it('appends the next page, and lists a token that moved between pages only once', async () => {
    await api.answer({ tokens: [token('b'), token('a')], next_cursor: 'page-2' });
    loadMore();
    await api.answer({ tokens: [token('a'), token('z')] });
    expect(api.asked[1]).toEqual({ limit: 50, cursor: 'page-2' });
    expect(ids()).toEqual(['b', 'a', 'z']);
    expect(list.state().answer?.nextCursor).toBeUndefined();
  });

  it('drops a page that a refresh has overtaken', async () => {
    await api.answer({ tokens: [token('a')], next_cursor: 'page-2' });
    loadMore();
    refresh();
    await api.answer({ tokens: [token('new')] });
    await api.answer({ tokens: [token('old')] }, 1);
    expect(ids()).toEqual(['new']);
    expect(list.state().loading).toBe(false);
  });

  it('keeps its rows until a refresh succeeds, and then replaces them', async () => {
    await api.answer({ tokens: [of('b', 2)], next_cursor: 'page-2' });
    loadMore();
    await api.answer({ tokens: [of('a', 1)] });
    refresh();
    expect(ids()).toEqual(['b', 'a']);
    await api.fail(new CallFailed({ kind: 'unreachable' }));
    expect([ids(), list.state().failure]).toEqual([['b', 'a'], { kind: 'unreachable' }]);
    refresh();
    await api.answer({ tokens: [of('c', 3), of('b', 2)], next_cursor: 'page-2' });
    expect([ids(), list.state().failure]).toEqual([['c', 'b'], undefined]);
  });

  it('is empty only once the API says so, for each search separately', async () => {
    expect(list.state().answer).toBeUndefined();
    await api.fail(new CallFailed({ kind: 'unreachable' }));
    expect(list.state().answer).toBeUndefined();
    refresh();
    await api.answer({ tokens: [] });
    expect(list.state().answer?.tokens).toEqual([]);
    const search = watch(query({ user_id: 'somebody' }), list.client);
    expect(search.state().answer).toBeUndefined();
    await api.answer({ tokens: [] });
    expect(search.state().answer?.tokens).toEqual([]);
    search.leave();
  });

  it('is searched by the API, starting with the first page', async () => {
    await api.answer({ tokens: [token('a')], next_cursor: 'page-2' });
    const search = watch(query({ status: 'locked' }), list.client);
    await api.answer({ tokens: [token('b')] });
    expect(api.asked[1]).toEqual({ status: 'locked', limit: 50 });
    expect(search.state().answer).toMatchObject({ tokens: [{ token_id: 'b' }], nextCursor: undefined });
    search.leave();
  });
});

describe('looking for new tokens', () => {
  it('puts them on top, marks them, and keeps the pages that were loaded', async () => {
    await api.answer({ tokens: [of('c', 3), of('b', 2)], next_cursor: 'after-b' });
    loadMore();
    await api.answer({ tokens: [of('a', 1)], next_cursor: 'after-a' });
    poll();
    await api.answer({ tokens: [of('d', 4), of('c', 3)], next_cursor: 'after-c' });
    expect(ids()).toEqual(['d', 'c', 'b', 'a']);
    expect([...(list.state().answer?.newIds ?? [])]).toEqual(['d']);
    expect(list.state().answer?.nextCursor).toBe('after-a');
    expect(list.state().loading).toBe(false);
  });

  it('keeps a page that came in the meantime', async () => {
    await api.answer({ tokens: [of('c', 3), of('b', 2)], next_cursor: 'after-b' });
    poll();
    loadMore();
    await api.answer({ tokens: [of('a', 1)], next_cursor: 'after-a' });
    await api.answer({ tokens: [of('d', 4), of('c', 3)], next_cursor: 'after-c' }, 1);
    expect(ids()).toEqual(['d', 'c', 'b', 'a']);
  });

  it('marks nothing when everything was reloaded', async () => {
    await api.answer({ tokens: [token('a')] });
    refresh();
    await api.answer({ tokens: [token('b')] });
    expect(list.state().answer?.newIds.size).toBe(0);
  });

  it('removes what is no longer in the list', async () => {
    await api.answer({ tokens: [of('b', 2), of('a', 1)] });
    poll();
    await api.answer({ tokens: [of('b', 2)] });
    expect(ids()).toEqual(['b']);
  });
});

const ids = (): string[] => list.state().answer?.tokens.map(({ token_id }) => token_id) ?? [];

/** A token for a person with the same id, issued at that second. */
const of = (id: string, second: number): ListedToken =>
  token(id, { user_id: id, issued_at: `2026-01-01T00:00:0${second}.000Z` });

function token(id: string, part: Partial<ListedToken> = {}): ListedToken {
  return {
    token_id: id,
    user_id: 'ana',
    purpose: 'login',
    client_group: 'auth-system',
    token: '••••••',
    channel: 'sms',
    destination: '+49••••1234',
    status: 'sent',
    attempts: 0,
    max_attempts: 5,
    issued_at: '2026-01-01T00:00:00.000Z',
    expires_at: '2026-01-01T00:05:00.000Z',
    expires_in: 300,
    ...part,
  };
}

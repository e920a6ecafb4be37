import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type {
  ListedToken,
  TokenList as TokenListAnswer,
} from '../../handlers/contract/routes/issued-tokens.ts';
import type { TokenQuery } from '../../web/src/api/api-client.ts';
import { CallFailed } from '../../web/src/api/failures.ts';
import { createTokenList } from '../../web/src/views/issued/token-list.ts';

const NOW_MS = 1_000_000;

/** An API whose answers are given by hand, in any order. */
class PausedApi {
  readonly calls: (PromiseWithResolvers<TokenListAnswer> & { query: TokenQuery })[] = [];

  listTokens(query: TokenQuery): Promise<TokenListAnswer> {
    const call = { ...Promise.withResolvers<TokenListAnswer>(), query };
    this.calls.push(call);
    return call.promise;
  }
}

let api: PausedApi;
let list: ReturnType<typeof createTokenList>;

beforeEach(() => {
  jest.useFakeTimers({ now: NOW_MS });
  api = new PausedApi();
  list = createTokenList(api);
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the list of issued tokens', () => {
  it('measures deadlines from the answer, not from the server clock', async () => {
    await answered(list.refresh(), { tokens: [token('a', { expires_in: 120 })] });
    expect(list.state().tokens[0]?.deadlineMs).toBe(1_120_000);
  });

  it('appends the next page and lists a token that moved between pages once', async () => {
    await answered(list.refresh(), { tokens: [token('b'), token('a')], next_cursor: 'page-2' });
    await answered(list.loadMore(), { tokens: [token('a'), token('z')] });
    expect(api.calls[1]?.query).toEqual({ limit: 50, cursor: 'page-2' });
    expect(ids()).toEqual(['b', 'a', 'z']);
    expect(list.state().nextCursor).toBeUndefined();
  });

  it('drops a page that a refresh has overtaken', async () => {
    await answered(list.refresh(), { tokens: [token('a')], next_cursor: 'page-2' });
    const more = list.loadMore();
    const refresh = list.refresh();
    api.calls[2]?.resolve({ tokens: [token('new')] });
    await refresh;
    api.calls[1]?.resolve({ tokens: [token('old')] });
    await more;
    expect(ids()).toEqual(['new']);
    expect(list.state().loading).toBeUndefined();
  });

  it('keeps its rows when a refresh fails, and says why', async () => {
    await answered(list.refresh(), { tokens: [token('a')] });
    const refresh = list.refresh();
    api.calls[1]?.reject(new CallFailed({ kind: 'unreachable' }));
    await refresh;
    expect(ids()).toEqual(['a']);
    expect(list.state().failure).toEqual({ kind: 'unreachable' });
  });

  it('knows of none only once the API said so, for each search anew', async () => {
    expect(list.state()).toMatchObject({ tokens: [], known: false });
    const refresh = list.refresh();
    expect(list.state().known).toBe(false);
    api.calls[0]?.reject(new CallFailed({ kind: 'unreachable' }));
    await refresh;
    expect(list.state()).toMatchObject({ tokens: [], known: false });
    await answered(list.refresh(), { tokens: [] });
    expect(list.state().known).toBe(true);
    const search = list.search({ user_id: 'somebody' });
    expect(list.state().known).toBe(false);
    await answered(search, { tokens: [] });
    expect(list.state().known).toBe(true);
  });

  it('is searched by the API, from the first page on', async () => {
    await answered(list.refresh(), { tokens: [token('a')], next_cursor: 'page-2' });
    await answered(list.search({ status: 'locked' }), { tokens: [token('b')] });
    expect(api.calls[1]?.query).toEqual({ status: 'locked', limit: 50 });
    expect(ids()).toEqual(['b']);
    expect(list.state().nextCursor).toBeUndefined();
  });
});

describe('polling the list', () => {
  it('puts new tokens on top, marks them, and keeps the pages that were loaded', async () => {
    await answered(list.refresh(), { tokens: [of('c', 3), of('b', 2)], next_cursor: 'after-b' });
    await answered(list.loadMore(), { tokens: [of('a', 1)], next_cursor: 'after-a' });
    await answered(list.poll(), { tokens: [of('d', 4), of('c', 3)], next_cursor: 'after-c' });
    expect(ids()).toEqual(['d', 'c', 'b', 'a']);
    expect([...list.state().newIds]).toEqual(['d']);
    expect(list.state().nextCursor).toBe('after-a');
    expect(list.state().loading).toBeUndefined();
  });

  it('marks nothing when everything was loaded anew', async () => {
    await answered(list.refresh(), { tokens: [token('a')] });
    await answered(list.refresh(), { tokens: [token('b')] });
    expect(list.state().newIds.size).toBe(0);
  });

  it('takes away what is no longer in the list', async () => {
    await answered(list.refresh(), { tokens: [of('b', 2), of('a', 1)] });
    await answered(list.poll(), { tokens: [of('b', 2)] });
    expect(ids()).toEqual(['b']);
  });

  it('waits while something is being loaded', async () => {
    const refresh = list.refresh();
    await list.poll();
    expect(api.calls).toHaveLength(1);
    await answered(refresh, { tokens: [] });
  });

  it('goes on after a failure, and keeps the rows', async () => {
    await answered(list.refresh(), { tokens: [token('a')] });
    const poll = list.poll();
    api.calls[1]?.reject(new CallFailed({ kind: 'unreachable' }));
    await poll;
    expect([ids(), list.state().failure]).toEqual([['a'], { kind: 'unreachable' }]);
    await answered(list.poll(), { tokens: [token('a')] });
    expect(list.state().failure).toBeUndefined();
  });
});

const ids = (): string[] => list.state().tokens.map(({ token_id }) => token_id);

async function answered(loading: Promise<void>, answer: TokenListAnswer): Promise<void> {
  api.calls.at(-1)?.resolve(answer);
  await loading;
}

/** A token of a person of its own, issued at that second. */
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

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AnswerQuery } from '../src/api/answer-query.ts';
import { loadNextPage } from '../src/api/answer-query.ts';
import { CallFailed } from '../src/api/failures.ts';
import { createQueryClient } from '../src/api/query-client.ts';
import { PausedCalls } from './paused-calls.ts';
import type { Watched } from './watch-query.ts';
import { showPage, watch } from './watch-query.ts';

const UNREACHABLE = new CallFailed({ kind: 'unreachable' });

let api: PausedCalls<void, string>;
let watched: Watched<string> | undefined;

beforeEach(() => {
  jest.useFakeTimers();
  api = new PausedCalls();
});

afterEach(() => {
  watched?.leave();
  jest.useRealTimers();
});

function start(options: Partial<AnswerQuery<string>> = {}): Watched<string> {
  watched = watch({ key: ['answer'], load: () => api.ask(), ...options });
  return watched;
}

describe('an answer', () => {
  it('is unknown until it arrives', async () => {
    const { state } = start();
    expect(state()).toEqual({ answer: undefined, failure: undefined, loading: true });
    await api.answer('first');
    expect(state()).toEqual({ answer: 'first', failure: undefined, loading: false });
  });

  it('is not requested while the query is incomplete', async () => {
    const { state } = start({ enabled: false, pollMs: () => 1_000 });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(api.asked).toHaveLength(0);
    expect(state().loading).toBe(false);
  });

  it('is kept when later calls fail, with the reason, until one succeeds', async () => {
    const { state, reload } = start();
    await api.answer('first');
    void reload();
    expect(state().failure).toBeUndefined();
    await api.fail(UNREACHABLE);
    expect(state()).toEqual({ answer: 'first', failure: { kind: 'unreachable' }, loading: false });
    void reload();
    expect(state()).toEqual({ answer: 'first', failure: { kind: 'unreachable' }, loading: true });
    await api.answer('second');
    expect(state()).toEqual({ answer: 'second', failure: undefined, loading: false });
  });

  it('is dropped when a later call has overtaken its own', async () => {
    const { state, reload } = start();
    await api.answer('first');
    void reload();
    void reload();
    await api.answer('newest', 2);
    await api.answer('late', 1);
    expect(state()).toEqual({ answer: 'newest', failure: undefined, loading: false });
  });

  it('and a failure stay unchanged when the session ends', async () => {
    const { state, reload } = start();
    await api.fail(UNREACHABLE);
    void reload();
    await api.fail(new CallFailed({ kind: 'session_expired' }));
    expect(state()).toEqual({ answer: undefined, failure: { kind: 'unreachable' }, loading: false });
  });

  it('is not requested again by itself, however it failed', async () => {
    const { state } = start();
    await api.fail(UNREACHABLE);
    await jest.advanceTimersByTimeAsync(600_000);
    await showPage(false);
    await showPage(true);
    expect(api.asked).toHaveLength(1);
    expect(state().failure).toEqual({ kind: 'unreachable' });
  });

  it('that throws anything else is a defect, not a failure of the service', async () => {
    const defects: Error[] = [];
    const client = createQueryClient((defect) => defects.push(defect));
    watched = watch({ key: ['answer'], load: () => api.ask() }, client);
    await api.fail(new TypeError('undefined is not a function'));
    expect(watched.state()).toEqual({ answer: undefined, failure: undefined, loading: false });
    expect(defects).toEqual([new TypeError('undefined is not a function')]);
  });

  it('is dropped when nobody watches it any more', async () => {
    const { client, leave } = start();
    await api.answer('first');
    leave();
    await jest.advanceTimersByTimeAsync(0);
    expect(client.getQueryData(['answer'])).toBeUndefined();
  });
});

describe('polling', () => {
  it('begins after the first wait and ends with the last watcher', async () => {
    const { leave } = start({ pollMs: () => 5_000 });
    await api.answer('first');
    await jest.advanceTimersByTimeAsync(4_999);
    expect(api.asked).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(api.asked).toHaveLength(2);
    await api.answer('second');
    await jest.advanceTimersByTimeAsync(5_000);
    expect(api.asked).toHaveLength(3);
    leave();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(api.asked).toHaveLength(3);
  });

  it('waits while something is being loaded', async () => {
    start({ pollMs: () => 5_000 });
    await jest.advanceTimersByTimeAsync(60_000);
    expect(api.asked).toHaveLength(1);
  });

  it('pauses while the page is hidden, and catches up at once when it is shown', async () => {
    start({ pollMs: () => 5_000 });
    await api.answer('first');
    await showPage(false);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(api.asked).toHaveLength(1);
    await showPage(true);
    expect(api.asked).toHaveLength(2);
  });

  it('continues after a failure', async () => {
    const { state } = start({ pollMs: () => 5_000 });
    await api.answer('first');
    await jest.advanceTimersByTimeAsync(5_000);
    await api.fail(UNREACHABLE);
    expect(state()).toMatchObject({ answer: 'first', failure: { kind: 'unreachable' } });
    await jest.advanceTimersByTimeAsync(5_000);
    await api.answer('second');
    expect(state()).toMatchObject({ answer: 'second', failure: undefined });
  });

  it('ends when an answer says that there is nothing to wait for', async () => {
    start({ pollMs: (known) => known?.answer !== 'done' && 5_000 });
    await api.answer('running');
    await jest.advanceTimersByTimeAsync(5_000);
    await api.answer('done');
    await jest.advanceTimersByTimeAsync(60_000);
    await showPage(false);
    await showPage(true);
    expect(api.asked).toHaveLength(2);
  });
});

describe('a further page', () => {
  interface Rows {
    readonly rows: string;
    readonly nextCursor: string | undefined;
  }
  let pages: PausedCalls<string | undefined, Rows>;
  const query = () => ({
    key: ['rows'],
    load: () => pages.ask(undefined),
    loadPage: (_: Rows, cursor: string) => pages.ask(cursor),
    append: (shown: Rows, page: Rows) => ({ ...page, rows: shown.rows + page.rows }),
  });

  beforeEach(() => {
    pages = new PausedCalls();
  });

  it('is added to what is shown', async () => {
    const { client, state, leave } = watch(query());
    await pages.answer({ rows: 'a', nextCursor: '2' });
    const more = loadNextPage(client, query());
    await pages.answer({ rows: 'b', nextCursor: undefined });
    await more;
    expect(state().answer).toEqual({ rows: 'ab', nextCursor: undefined });
    await loadNextPage(client, query());
    expect(pages.asked).toEqual([undefined, '2']);
    leave();
  });

  it('is dropped when the pages before it have been replaced', async () => {
    const { client, state, reload, leave } = watch(query());
    await pages.answer({ rows: 'a', nextCursor: '2' });
    const more = loadNextPage(client, query());
    void reload();
    await pages.answer({ rows: 'new', nextCursor: 'other' });
    await pages.answer({ rows: 'b', nextCursor: '3' }, 1);
    await more;
    expect(state().answer).toEqual({ rows: 'new', nextCursor: 'other' });
    leave();
  });

  it('leaves what is shown unchanged when it fails, and says why', async () => {
    const { client, state, leave } = watch(query());
    await pages.answer({ rows: 'a', nextCursor: '2' });
    const more = loadNextPage(client, query());
    await pages.fail(UNREACHABLE);
    await more;
    expect(state()).toMatchObject({
      answer: { rows: 'a', nextCursor: '2' },
      failure: { kind: 'unreachable' },
    });
    leave();
  });
});

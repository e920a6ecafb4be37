import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MetricsAnswer } from '../../handlers/contract/routes/metrics.ts';
import { CallFailed } from '../../web/src/api/failures.ts';
import { createMetricsFeed, type MetricsFeed, type Period } from '../../web/src/views/health/metrics-feed.ts';

class FakePage {
  hidden = false;
  private readonly listeners = new Set<() => void>();

  addEventListener(_type: string, listener: () => void): void {
    this.listeners.add(listener);
  }

  removeEventListener(_type: string, listener: () => void): void {
    this.listeners.delete(listener);
  }

  turn(hidden: boolean): void {
    this.hidden = hidden;
    for (const listener of this.listeners) {
      listener();
    }
  }
}

/** An API whose answers are given by hand, in any order. */
class PausedApi {
  readonly calls: (PromiseWithResolvers<MetricsAnswer> & { period: Period })[] = [];

  readMetrics(period: Period): Promise<MetricsAnswer> {
    const call = { ...Promise.withResolvers<MetricsAnswer>(), period };
    this.calls.push(call);
    return call.promise;
  }

  async answer(index: number): Promise<void> {
    const call = this.calls[index];
    call?.resolve({ period: call.period } as MetricsAnswer);
    await jest.advanceTimersByTimeAsync(0);
  }
}

let api: PausedApi;
let page: FakePage;
let feed: MetricsFeed;

beforeEach(() => {
  jest.useFakeTimers();
  api = new PausedApi();
  page = new FakePage();
  feed = createMetricsFeed(api, page);
});

afterEach(() => {
  jest.useRealTimers();
});

describe('the feed of metrics', () => {
  it('asks when the first one watches, then every 30 seconds, until the last one leaves', async () => {
    const leave = feed.subscribe(() => undefined);
    expect(api.calls).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(60_000);
    expect(api.calls).toHaveLength(3);
    leave();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(api.calls).toHaveLength(3);
  });

  it('rests while the page is hidden and asks at once when it is seen again', async () => {
    feed.subscribe(() => undefined);
    page.turn(true);
    await jest.advanceTimersByTimeAsync(120_000);
    expect(api.calls).toHaveLength(1);
    page.turn(false);
    expect(api.calls).toHaveLength(2);
  });

  it('drops the answer for a period that is no longer the chosen one', async () => {
    feed.subscribe(() => undefined);
    feed.choose('day');
    expect(feed.state()).toMatchObject({ period: 'day', loading: true, answer: undefined });
    await api.answer(0);
    expect(feed.state().answer).toBeUndefined();
    await api.answer(1);
    expect(feed.state()).toMatchObject({ answer: { period: 'day' }, loading: false });
  });

  it('keeps the latest figures while a refresh fails, and says why', async () => {
    feed.subscribe(() => undefined);
    await api.answer(0);
    const refresh = feed.refresh();
    api.calls[1]?.reject(new CallFailed({ kind: 'unreachable' }));
    await refresh;
    expect(feed.state()).toMatchObject({ answer: { period: 'hour' }, failure: { kind: 'unreachable' } });
    const again = feed.refresh();
    await api.answer(2);
    await again;
    expect(feed.state().failure).toBeUndefined();
  });
});

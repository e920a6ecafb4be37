import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { PageVisibility } from '../src/time/ticker.ts';
import { createTicker } from '../src/time/ticker.ts';

class FakePage implements PageVisibility {
  hidden = false;
  readonly listeners = new Set<() => void>();

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

describe('the ticker', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 1_000_000 });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('serves every watcher from one timer and stops it after the last one leaves', () => {
    const ticker = createTicker(new FakePage());
    const leaveFirst = ticker.subscribe(() => {});
    const leaveSecond = ticker.subscribe(() => {});
    expect(jest.getTimerCount()).toBe(1);
    leaveFirst();
    expect(jest.getTimerCount()).toBe(1);
    leaveSecond();
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives every watcher the same time between two ticks', () => {
    const ticker = createTicker(new FakePage());
    ticker.subscribe(() => {});
    jest.advanceTimersByTime(2_400);
    expect(ticker.nowMs()).toBe(1_002_000);
  });

  it('pauses while the page is hidden and catches up at once when it is visible again', () => {
    const page = new FakePage();
    const ticker = createTicker(page);
    const ticked = jest.fn();
    ticker.subscribe(ticked);
    ticked.mockClear();
    page.turn(true);
    jest.advanceTimersByTime(60_000);
    expect(ticked).toHaveBeenCalledTimes(0);
    page.turn(false);
    expect(ticked).toHaveBeenCalledTimes(1);
    expect(ticker.nowMs()).toBe(1_060_000);
  });

  it('is never stale for a new watcher', () => {
    const ticker = createTicker(new FakePage());
    ticker.subscribe(() => {})();
    jest.advanceTimersByTime(90_000);
    expect(ticker.nowMs()).toBe(1_090_000);
  });
});

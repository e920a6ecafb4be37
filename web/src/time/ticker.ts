/**
 * One clock for all countdowns: it ticks every second while it has subscribers and the page is visible, and stops
 * otherwise.
 */
const TICK_MS = 1_000;

/** The part of `document` that says whether the page is visible. */
export interface PageVisibility {
  readonly hidden: boolean;
  addEventListener(type: 'visibilitychange', listener: () => void): void;
  removeEventListener(type: 'visibilitychange', listener: () => void): void;
}

export interface Ticker {
  /** Epoch milliseconds of the latest tick; without subscribers, of the current second. */
  nowMs(): number;
  /** Calls the listener after each tick until the returned function is called. */
  subscribe(listener: () => void): () => void;
}

export function createTicker(page: PageVisibility): Ticker {
  const listeners = new Set<() => void>();
  let tickedAtMs = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function tick(): void {
    tickedAtMs = Date.now();
    for (const listener of listeners) {
      listener();
    }
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  function followVisibility(): void {
    stop();
    if (!page.hidden) {
      tick();
      timer = setInterval(tick, TICK_MS);
    }
  }

  return {
    nowMs: () => (listeners.size > 0 ? tickedAtMs : Math.floor(Date.now() / TICK_MS) * TICK_MS),
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        page.addEventListener('visibilitychange', followVisibility);
        tickedAtMs = Date.now();
        followVisibility();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          page.removeEventListener('visibilitychange', followVisibility);
          stop();
        }
      };
    },
  };
}

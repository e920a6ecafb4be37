/**
 * The latest metrics, outside of components: asked for every 30 s while somebody watches and the page can
 * be seen, and at once when it is seen again. Answers that a later call has overtaken are dropped.
 */
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import type { Api } from '../../api/api-client.ts';
import { type Failure, failureOf } from '../../api/failures.ts';
import type { PageVisibility } from '../../time/ticker.ts';

const REFRESH_MS = 30_000;

export type Period = MetricsAnswer['period'];

export interface MetricsState {
  readonly period: Period;
  readonly loading: boolean;
  /** Of the chosen period; kept while a refresh fails. */
  readonly answer: MetricsAnswer | undefined;
  /** ISO 8601, by this browser's clock. */
  readonly answeredAt: string | undefined;
  readonly failure: Failure | undefined;
}

export interface MetricsFeed {
  readonly state: () => MetricsState;
  /** The first listener starts the feed, and the last one that leaves stops it. */
  readonly subscribe: (listener: () => void) => () => void;
  readonly choose: (period: Period) => void;
  readonly refresh: () => Promise<void>;
}

export function createMetricsFeed(api: Pick<Api, 'readMetrics'>, page: PageVisibility): MetricsFeed {
  const listeners = new Set<() => void>();
  let latestCall = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  let state: MetricsState = {
    period: 'hour',
    loading: false,
    answer: undefined,
    answeredAt: undefined,
    failure: undefined,
  };

  function change(part: Partial<MetricsState>): void {
    state = { ...state, ...part };
    for (const listener of listeners) {
      listener();
    }
  }

  async function refresh(): Promise<void> {
    latestCall += 1;
    const call = latestCall;
    change({ loading: true });
    const part = await read(api, state.period);
    if (call === latestCall) {
      change({ ...part, loading: false });
    }
  }

  function followVisibility(): void {
    clearInterval(timer);
    timer = undefined;
    if (!page.hidden) {
      void refresh();
      timer = setInterval(() => void refresh(), REFRESH_MS);
    }
  }

  return {
    state: () => state,
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        page.addEventListener('visibilitychange', followVisibility);
        followVisibility();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) {
          page.removeEventListener('visibilitychange', followVisibility);
          clearInterval(timer);
        }
      };
    },
    choose(period) {
      change({ period, answer: undefined, answeredAt: undefined, failure: undefined });
      void refresh();
    },
    refresh,
  };
}

async function read(api: Pick<Api, 'readMetrics'>, period: Period): Promise<Partial<MetricsState>> {
  try {
    const answer = await api.readMetrics(period);
    return { answer, answeredAt: new Date().toISOString(), failure: undefined };
  } catch (error) {
    return { failure: failureOf(error) };
  }
}

/** Metrics, as they are read back. */

/** One metric by the statistic that is asked for. */
export interface MetricQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'p50' | 'p95';
  readonly bucketSeconds: number;
}

/** What a statistic was in the bucket that began then; where nothing was counted there is no point. */
export interface MetricPoint {
  readonly atMs: number;
  readonly value: number;
}

export interface MetricReader {
  /** The points of each query, in the order of the queries. @throws MetricsUnavailable */
  read(
    queries: readonly MetricQuery[],
    window: { readonly fromMs: number; readonly toMs: number },
  ): Promise<readonly (readonly MetricPoint[])[]>;
}

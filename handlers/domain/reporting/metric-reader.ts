/** Reading metrics back. */

/** One metric with the requested statistic. */
export interface MetricQuery {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: 'Sum' | 'p50' | 'p95' | 'p99';
  readonly bucketSeconds: number;
}

/** The statistic in the bucket that begins at `atMs`. A bucket without data has no point. */
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

/** Reads metrics from CloudWatch, many with one call. */
import type { GetMetricDataOutput, MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { MetricsUnavailable } from '../../domain/errors.ts';
import type { MetricPoint, MetricQuery, MetricReader } from '../../domain/reporting/metric-reader.ts';
import { CLIENT_SETTINGS, withoutErrorMessages } from '../client-settings.ts';
import { isPassing } from '../fault-kinds.ts';

/** No step of the state machine waits for this, and dozens of metrics take longer to read than an item. */
const REQUEST_TIMEOUT_MS = 3_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MAX_QUERIES = 500;

export const createCloudWatchClient = (): CloudWatchClient =>
  withoutErrorMessages(
    new CloudWatchClient({
      ...CLIENT_SETTINGS,
      requestHandler: { ...CLIENT_SETTINGS.requestHandler, requestTimeout: REQUEST_TIMEOUT_MS },
    }),
  );

export const cloudWatchMetrics = (client: CloudWatchClient): MetricReader => ({
  async read(queries, window) {
    const parts = Array.from({ length: Math.ceil(queries.length / MAX_QUERIES) }, (_, part) =>
      queries.slice(part * MAX_QUERIES, (part + 1) * MAX_QUERIES),
    );
    return (await Promise.all(parts.map((part) => readPart(client, part, window)))).flat();
  },
});

/** What fits into one request; its answer may come in several pages. */
async function readPart(
  client: CloudWatchClient,
  queries: readonly MetricQuery[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<MetricPoint[][]> {
  const points = queries.map((): MetricPoint[] => []);
  let NextToken: string | undefined;
  do {
    const command = new GetMetricDataCommand({
      MetricDataQueries: queries.map(toDataQuery),
      StartTime: new Date(fromMs),
      EndTime: new Date(toMs),
      ScanBy: 'TimestampAscending',
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    const page = await onCloudWatch(() => client.send(command));
    collect(page, points);
    NextToken = page.NextToken;
  } while (NextToken);
  return points;
}

/** Ids must begin with a lowercase letter. */
const toDataQuery = (query: MetricQuery, index: number): MetricDataQuery => ({
  Id: `q${index}`,
  MetricStat: {
    Metric: {
      Namespace: query.namespace,
      MetricName: query.metric,
      Dimensions: Object.entries(query.dimensions).map(([Name, Value]) => ({ Name, Value })),
    },
    Period: query.bucketSeconds,
    Stat: query.statistic,
  },
});

/** Fails on a result that CloudWatch could not compute: a dashboard must not show it as zero. */
function collect({ MetricDataResults = [] }: GetMetricDataOutput, points: MetricPoint[][]): void {
  for (const { Id = '', StatusCode, Timestamps = [], Values = [] } of MetricDataResults) {
    if (StatusCode === 'InternalError' || StatusCode === 'Forbidden') {
      throw new MetricsUnavailable();
    }
    const found = Timestamps.map((time, index) => ({ atMs: time.getTime(), value: Values[index] ?? 0 }));
    points[Number(Id.slice(1))]?.push(...found);
  }
}

async function onCloudWatch<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw isPassing(error) ? new MetricsUnavailable({ cause: error }) : error;
  }
}

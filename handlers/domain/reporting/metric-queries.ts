/** The CloudWatch queries about the state of the service, each with the place of its points in the answer. */
import { FAULT_NAMES } from '../../contract/faults.ts';
import type { CountedMetric, MetricPeriod } from '../../contract/metrics.ts';
import {
  DELIVERY_LATENCY,
  EXECUTION_FAILURES,
  METRIC_PERIODS,
  METRICS_NAMESPACE,
  REFUSAL_CODES,
} from '../../contract/metrics.ts';
import type { Arrival, Channel } from '../../contract/vocabulary.ts';
import { CHANNEL_FACTS, CHANNELS } from '../../contract/vocabulary.ts';
import type { MetricQuery } from './metric-reader.ts';

/** What is counted by channel: accepted, or perhaps; and what became of it. */
type CountByChannel = 'delivered' | 'unknown' | 'arrived' | 'failed';

/** Where the points of a query belong in the answer. */
export type MetricPlace =
  | { readonly of: 'issued' | 'deliveries' | 'verified' | `${CountByChannel}_${Channel}` }
  | { readonly of: 'country'; readonly name: string; readonly arrival: Arrival }
  | { readonly of: 'refused'; readonly name: string }
  /** If final, a request ended with it. Otherwise an attempt failed, which may have been recovered. */
  | { readonly of: 'failures'; readonly name: string; readonly final: boolean }
  | { readonly of: 'p50_ms' | 'p95_ms' }
  /** Over the whole window, because the percentiles of buckets cannot be combined. */
  | { readonly of: 'p50' | 'p95' };

export interface PlacedQuery {
  readonly place: MetricPlace;
  readonly query: MetricQuery;
}

/** The deployment whose metrics are read. */
export interface MetricSubject {
  /** The value of the dimension `service`. */
  readonly service: string;
  readonly stateMachineArn: string;
  /** ISO 3166-1, of the texts whose carriers are asked about. */
  readonly countries: readonly string[];
}

const TEXT_CHANNELS = CHANNELS.filter((channel) => CHANNEL_FACTS[channel].isText);

/** The queries for a period: fewer than 60 and two for each country, of the 500 that one call may contain. */
export function metricQueries(
  period: MetricPeriod,
  { service, stateMachineArn, countries }: MetricSubject,
): PlacedQuery[] {
  const { seconds, bucketSeconds } = METRIC_PERIODS[period];
  const own = (metric: string, place: MetricPlace, more: Partial<MetricQuery> = {}): PlacedQuery => ({
    place,
    query: {
      namespace: METRICS_NAMESPACE,
      metric,
      statistic: 'Sum',
      bucketSeconds,
      ...more,
      dimensions: { service, ...more.dimensions },
    },
  });
  const sum = (place: MetricPlace, { metric, ...dimensions }: CountedMetric) =>
    own(metric, place, { dimensions });
  const latency = (statistic: 'p50' | 'p95') => [
    own(DELIVERY_LATENCY, { of: `${statistic}_ms` }, { statistic }),
    own(DELIVERY_LATENCY, { of: statistic }, { statistic, bucketSeconds: seconds }),
  ];
  return [
    sum({ of: 'issued' }, { metric: 'TokensIssued' }),
    ...CHANNELS.map((channel) => sum({ of: `delivered_${channel}` }, { metric: 'TokensDelivered', channel })),
    sum({ of: 'deliveries' }, { metric: 'DeliveriesSent' }),
    ...CHANNELS.map((channel) => sum({ of: `unknown_${channel}` }, { metric: 'DeliveriesUnknown', channel })),
    ...CHANNELS.flatMap((channel) => [
      own('MessagesDelivered', { of: `arrived_${channel}` }, { dimensions: { channel } }),
      own('MessagesUndelivered', { of: `failed_${channel}` }, { dimensions: { channel } }),
    ]),
    ...countries.flatMap((country) =>
      TEXT_CHANNELS.flatMap((channel) => [
        sum(
          { of: 'country', name: country, arrival: 'delivered' },
          { metric: 'MessagesDelivered', channel, country },
        ),
        sum(
          { of: 'country', name: country, arrival: 'undelivered' },
          { metric: 'MessagesUndelivered', channel, country },
        ),
      ]),
    ),
    sum({ of: 'verified' }, { metric: 'TokensVerified' }),
    ...REFUSAL_CODES.map((reason) =>
      sum({ of: 'refused', name: reason }, { metric: 'RequestsRefused', reason }),
    ),
    ...FAULT_NAMES.flatMap((error) => [
      sum({ of: 'failures', name: error, final: false }, { metric: 'StepsFailed', error }),
      sum({ of: 'failures', name: error, final: true }, { metric: 'RequestsFailed', error }),
    ]),
    ...EXECUTION_FAILURES.map((metric) => ({
      place: { of: 'failures', name: metric, final: true } as const,
      query: {
        namespace: 'AWS/States',
        metric,
        dimensions: { StateMachineArn: stateMachineArn },
        statistic: 'Sum' as const,
        bucketSeconds,
      },
    })),
    ...latency('p50'),
    ...latency('p95'),
  ];
}

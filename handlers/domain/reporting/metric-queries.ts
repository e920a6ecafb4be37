/** The CloudWatch queries about the state of the service, each with the place of its points in the answer. */
import { FAULT_NAMES } from '../../contract/faults.ts';
import type { CountedMetric, MetricSlice } from '../../contract/metrics.ts';
import {
  DELIVERY_LATENCY,
  EXECUTION_FAILURES,
  METRICS_NAMESPACE,
  REFUSAL_CODES,
  TEXTS_COST,
} from '../../contract/metrics.ts';
import type { Arrival, Channel } from '../../contract/vocabulary.ts';
import { CHANNEL_FACTS, CHANNELS } from '../../contract/vocabulary.ts';
import type { MetricQuery } from './metric-reader.ts';
import type { MetricWindow } from './metric-window.ts';

/** What is counted by channel: accepted, or perhaps; and what became of it. */
type CountByChannel = 'delivered' | 'unknown' | 'arrived' | 'failed';

const PERCENTILES = ['p50', 'p95', 'p99'] as const;
export type Percentile = (typeof PERCENTILES)[number];

/** Where the points of a query belong in the answer. */
export type MetricPlace =
  | { readonly of: 'issued' | 'deliveries' | 'verified' | 'cost' | `${CountByChannel}_${Channel}` }
  | { readonly of: 'country'; readonly name: string; readonly arrival: Arrival }
  | { readonly of: 'refused'; readonly name: string }
  /** If final, a request ended with it. Otherwise an attempt failed, which may have been recovered. */
  | { readonly of: 'failures'; readonly name: string; readonly final: boolean }
  | { readonly of: `${Percentile}_ms` }
  /** Over the whole window, because the percentiles of buckets cannot be combined. */
  | { readonly of: Percentile }
  | { readonly of: 'slice'; readonly value: string; readonly count: SliceCount };

export type SliceCount = 'delivered' | 'deliveries' | 'verified' | 'cost';

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
  /** Whether the price of texts is known when they are sent. */
  readonly countsCost: boolean;
}

/** What the breakdown is by; without values where the deployment does not count that. */
export interface AskedSlice {
  readonly by: MetricSlice;
  readonly values: readonly string[];
}

const TEXT_CHANNELS = CHANNELS.filter((channel) => CHANNEL_FACTS[channel].isText);

/** The queries for a window: some 70, two for each country with reports, and four for each value of the breakdown. */
export function metricQueries(
  { fromMs, toMs, bucketSeconds }: Pick<MetricWindow, 'fromMs' | 'toMs' | 'bucketSeconds'>,
  { service, stateMachineArn, countries, countsCost }: MetricSubject,
  slice: AskedSlice,
): PlacedQuery[] {
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
  const latency = (statistic: Percentile) => [
    own(DELIVERY_LATENCY, { of: `${statistic}_ms` }, { statistic }),
    own(DELIVERY_LATENCY, { of: statistic }, { statistic, bucketSeconds: (toMs - fromMs) / 1000 }),
  ];
  const ofSlice = (value: string) => {
    const counted = (metric: string, count: SliceCount) =>
      own(metric, { of: 'slice', value, count }, { dimensions: { [slice.by]: value } });
    return [
      counted('TokensDelivered', 'delivered'),
      counted('DeliveriesSent', 'deliveries'),
      counted('TokensVerified', 'verified'),
      ...(countsCost && slice.by !== 'channel' ? [counted(TEXTS_COST, 'cost')] : []),
    ];
  };
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
    ...(countsCost ? [own(TEXTS_COST, { of: 'cost' })] : []),
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
    ...PERCENTILES.flatMap(latency),
    ...slice.values.flatMap(ofSlice),
  ];
}

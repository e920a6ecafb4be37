/** What the dashboard draws beside the alarms: traffic, and what has no threshold. */
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { OwnMetric, Row } from '../../handlers/contract/alarm.ts';
import {
  CANARY_LATENCY,
  CANARY_STEPS,
  DELIVERY_LATENCY,
  METRICS_NAMESPACE,
} from '../../handlers/contract/metrics.ts';
import { CHANNELS, REFUSAL_REASONS } from '../../handlers/contract/vocabulary.ts';
import type { Config } from '../config/schema.ts';
import type { DimensionsOf } from './subjects.ts';

export interface Graph {
  readonly title: string;
  readonly metrics: readonly IMetric[];
}

export type Graphs = Readonly<Record<Row, readonly Graph[]>>;

export function graphsOf(
  service: string,
  dimensionsOf: DimensionsOf,
  { canary }: Pick<Config, 'canary'>,
): Graphs {
  const own = (
    { metric: metricName, ...dimensions }: OwnMetric | { readonly metric: typeof CANARY_LATENCY },
    statistic = 'Sum',
    label: string = metricName,
  ) =>
    new Metric({
      namespace: METRICS_NAMESPACE,
      metricName,
      dimensionsMap: { service, ...dimensions },
      statistic,
      label,
    });
  const machine = (metricName: string) =>
    new Metric({
      namespace: 'AWS/States',
      metricName,
      dimensionsMap: dimensionsOf('state machine')[0] ?? {},
      statistic: 'Sum',
    });
  const byChannel = (metric: 'TokensDelivered' | 'DeliveriesUnknown' | 'MessagesUndelivered') =>
    CHANNELS.map((channel) => own({ metric, channel }, 'Sum', `${metric} ${channel}`));
  return {
    availability: [
      {
        title: 'Requests for tokens',
        metrics: ['ExecutionsStarted', 'ExecutionsFailed', 'ExecutionsTimedOut'].map(machine),
      },
      ...(canary === null
        ? []
        : [
            {
              title: 'Where the canary failed',
              metrics: CANARY_STEPS.map((step) => own({ metric: 'CanaryFailed', step }, 'Sum', step)),
            },
          ]),
    ],
    delivery: [
      { title: 'Messages accepted', metrics: byChannel('TokensDelivered') },
      {
        title: 'Perhaps sent, or not delivered',
        metrics: [...byChannel('DeliveriesUnknown'), ...byChannel('MessagesUndelivered')],
      },
    ],
    verification: [
      {
        title: 'Issued and verified',
        metrics: [own({ metric: 'TokensIssued' }), own({ metric: 'TokensVerified' })],
      },
      {
        title: 'Codes refused',
        metrics: REFUSAL_REASONS.map((reason) =>
          own({ metric: 'VerificationsRefused', reason }, 'Sum', reason),
        ),
      },
    ],
    security: [
      {
        title: 'Requests refused',
        metrics: (['rate_limited', 'destination_paused', 'destination_not_allowed'] as const).map((reason) =>
          own({ metric: 'RequestsRefused', reason }, 'Sum', reason),
        ),
      },
    ],
    spend: [
      {
        title: 'Texts of the account this month, USD',
        metrics: [
          new Metric({ namespace: 'AWS/SNS', metricName: 'SMSMonthToDateSpentUSD', statistic: 'Maximum' }),
        ],
      },
    ],
    latency: [
      {
        title: 'Milliseconds until accepted',
        metrics: ['p50', 'p95', 'p99'].map((percentile) =>
          own({ metric: DELIVERY_LATENCY }, percentile, percentile),
        ),
      },
      ...(canary === null
        ? []
        : [
            {
              title: 'Milliseconds of a run of the canary',
              metrics: ['p50', 'p95'].map((percentile) =>
                own({ metric: CANARY_LATENCY }, percentile, percentile),
              ),
            },
          ]),
    ],
  };
}

/** The metrics of a range, with the states of the alarms: one request, polled. */
import type { MetricSlice } from '../../../../handlers/contract/metrics.ts';
import { METRIC_PERIODS, METRIC_SLICES } from '../../../../handlers/contract/metrics.ts';
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import type { AnswerQuery } from '../../api/answer-query.ts';
import type { Api, MetricsAsked } from '../../api/api-client.ts';
import type { UrlValues } from '../../shell/url-parameters.ts';
import { choice, instant, name } from '../../shell/url-parameters.ts';

export const PERIODS = ['quarter_hour', 'hour', 'three_hours', 'day', 'week', 'month'] as const;
export type Period = MetricsAnswer['period'];

/** What is shown, in the URL. */
export const SHOWN = {
  period: choice<Period>([...PERIODS, 'custom'], 'hour'),
  from: instant(),
  to: instant(),
  by: choice<MetricSlice>(METRIC_SLICES, 'channel'),
  value: name(),
};
export type Shown = UrlValues<typeof SHOWN>;

const POLL_MS = 30_000;
/** A point of a long range changes little in half a minute, and each reading is paid for. */
const SLOW_POLL_MS = 120_000;
const LONG_SECONDS = 86_400;

export interface Metrics extends MetricsAnswer {
  /** ISO 8601, by this browser's clock. */
  readonly answeredAt: string;
}

export function metricsQuery(api: Pick<Api, 'readMetrics'>, shown: Shown): AnswerQuery<Metrics> {
  const asked = askedBy(shown);
  return {
    key: ['metrics', asked],
    load: async () => ({ ...(await api.readMetrics(asked)), answeredAt: new Date().toISOString() }),
    pollMs: () => (isLong(shown) ? SLOW_POLL_MS : POLL_MS),
  };
}

/** A range without its times, such as from a broken link, is the last hour. */
export function askedBy({ period, from, to, by, value }: Shown): MetricsAsked {
  const slice = { by, ...(value === '' ? {} : { value }) };
  return period === 'custom' && from !== '' && to !== ''
    ? { from, to, ...slice }
    : { period: period === 'custom' ? 'hour' : period, ...slice };
}

const isLong = ({ period }: Shown): boolean =>
  period === 'custom' || METRIC_PERIODS[period].seconds > LONG_SECONDS;

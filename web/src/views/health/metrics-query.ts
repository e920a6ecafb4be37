/** The metrics of a period, polled every 30 s. */
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import type { AnswerQuery } from '../../api/answer-query.ts';
import type { Api } from '../../api/api-client.ts';

const POLL_MS = 30_000;

export type Period = MetricsAnswer['period'];

export interface Metrics extends MetricsAnswer {
  /** ISO 8601, by this browser's clock. */
  readonly answeredAt: string;
}

export const metricsQuery = (api: Pick<Api, 'readMetrics'>, period: Period): AnswerQuery<Metrics> => ({
  key: ['metrics', period],
  load: async () => ({ ...(await api.readMetrics(period)), answeredAt: new Date().toISOString() }),
  pollMs: () => POLL_MS,
});

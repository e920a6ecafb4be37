/** GET /metrics: how the service did in the last hour or day, from CloudWatch. */
import { cloudWatchMetrics, createCloudWatchClient } from '../adapters/cloudwatch/metrics.ts';
import { READ_METRICS } from '../contract/functions/operation.ts';
import { MOST_COUNTRIES_READ } from '../contract/metrics.ts';
import { METRIC_ROUTES } from '../contract/routes/metrics.ts';
import { accept } from '../domain/decision.ts';
import { readMetrics } from '../domain/reporting/read-metrics.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { serviceName } from '../runtime/service-name.ts';

const { settings, deployed } = readFunction(READ_METRICS);
const { allowedCountries } = settings.destinationPolicy;
const ports = {
  ...deployed,
  countries:
    settings.deliveryStatus !== 'off' && allowedCountries.length <= MOST_COUNTRIES_READ
      ? allowedCountries
      : [],
  service: serviceName,
  metrics: cloudWatchMetrics(traced(createCloudWatchClient())),
  now: Date.now,
};

export const handler = endpoint(METRIC_ROUTES.readMetrics, async ({ query }, notes) => {
  notes.add({ outcome: 'read' });
  return accept(json(await readMetrics(query.period, ports)));
});

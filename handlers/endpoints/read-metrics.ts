/** GET /metrics: how the service did in a range of time, and the states of its alarms, from CloudWatch. */
import { cloudWatchAlarms } from '../adapters/cloudwatch/alarms.ts';
import { cloudWatchMetrics, createCloudWatchClient } from '../adapters/cloudwatch/metrics.ts';
import { READ_METRICS } from '../contract/functions/operation.ts';
import { MOST_COUNTRIES_READ } from '../contract/metrics.ts';
import { METRIC_ROUTES } from '../contract/routes/metrics.ts';
import { accept, refuseFields } from '../domain/decision.ts';
import { windowOf } from '../domain/reporting/metric-window.ts';
import { readAlarms } from '../domain/reporting/read-alarms.ts';
import { readMetrics } from '../domain/reporting/read-metrics.ts';
import { valuesOf } from '../domain/reporting/slices.ts';
import { endpoint } from '../runtime/endpoint.ts';
import { readFunction } from '../runtime/environment.ts';
import { json } from '../runtime/http-answer.ts';
import { traced } from '../runtime/observability.ts';
import { serviceName } from '../runtime/service-name.ts';

const { settings, deployed } = readFunction(READ_METRICS);
const { allowedCountries } = settings.destinationPolicy;
const { budget, metricsBy } = settings;
const client = traced(createCloudWatchClient());
const ports = {
  ...deployed,
  hasReports: settings.deliveryStatus !== 'off',
  countries:
    settings.deliveryStatus !== 'off' && allowedCountries.length <= MOST_COUNTRIES_READ
      ? allowedCountries
      : [],
  countsCost: metricsBy.length > 0 || budget.hourlyUsd !== undefined || budget.monthlyUsd !== undefined,
  service: serviceName,
  metrics: cloudWatchMetrics(client),
};

export const handler = endpoint(METRIC_ROUTES.readMetrics, async ({ query }, notes) => {
  const window = windowOf(query, Date.now());
  if (!window.ok) {
    return window;
  }
  const { by, value } = query;
  const counted = valuesOf(by, settings);
  if (value !== undefined && !counted?.includes(value)) {
    return refuseFields([{ field: 'value', rule: 'must be a value that is counted; see breakdown.rows' }]);
  }
  const slice = { by, value, values: counted ?? [], isCounted: counted !== undefined };
  const alarms =
    deployed.alarmPrefix === ''
      ? undefined
      : cloudWatchAlarms(client, deployed.alarmPrefix, (error) =>
          notes.warn('the states of the alarms could not be read', error),
        );
  const [metrics, states] = await Promise.all([
    readMetrics({ window: window.value, slice }, ports),
    readAlarms(alarms),
  ]);
  notes.add({ outcome: 'read' });
  return accept(json({ ...metrics, alarms: states }));
});

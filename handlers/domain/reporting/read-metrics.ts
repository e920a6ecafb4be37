/**
 * How the service is doing: tokens from issue to verification, refusals, faults and delivery times.
 *
 * Failures are counted in two separate ways. By name: every error that a step or endpoint threw, so that
 * trouble is visible even if retries or the other channel recover from it. By request: each request that
 * ended in a fault, once, as the caller saw it. A function that is killed counts nothing by name, but its
 * request is counted.
 */
import type { MetricPeriod } from '../../contract/metrics.ts';
import { METRIC_PERIODS } from '../../contract/metrics.ts';
import type { MetricSeries, MetricsAnswer, MetricTotals } from '../../contract/routes/metrics.ts';
import type { Arrival, Channel } from '../../contract/vocabulary.ts';
import { CHANNELS } from '../../contract/vocabulary.ts';
import type { Clock } from '../clock.ts';
import type { MetricPlace, MetricSubject } from './metric-queries.ts';
import { metricQueries } from './metric-queries.ts';
import type { MetricPoint, MetricReader } from './metric-reader.ts';

export interface ReadMetricsPorts extends MetricSubject {
  readonly metrics: MetricReader;
  readonly now: Clock;
}

type Reading = { readonly place: MetricPlace; readonly points: readonly MetricPoint[] };

/** The metrics of the last hour or day, up to the end of the current bucket. @throws MetricsUnavailable */
export async function readMetrics(period: MetricPeriod, ports: ReadMetricsPorts): Promise<MetricsAnswer> {
  const { seconds, bucketSeconds } = METRIC_PERIODS[period];
  const bucketMs = bucketSeconds * 1000;
  const toMs = (Math.floor(ports.now() / bucketMs) + 1) * bucketMs;
  const fromMs = toMs - seconds * 1000;
  const asked = metricQueries(period, ports);
  const answers = await ports.metrics.read(
    asked.map(({ query }) => query),
    { fromMs, toMs },
  );
  const readings = asked.map(({ place }, index) => ({ place, points: answers[index] ?? [] }));
  const startsMs = Array.from({ length: seconds / bucketSeconds }, (_, index) => fromMs + index * bucketMs);
  return {
    period,
    from: isoTime(fromMs),
    to: isoTime(toMs),
    bucket_seconds: bucketSeconds,
    totals: totalsOf(readings),
    series: seriesOf(readings, startsMs, bucketMs),
  };
}

function totalsOf(readings: readonly Reading[]): MetricTotals {
  const total = (of: MetricPlace['of']) =>
    sum(readings.filter(({ place }) => place.of === of).map(({ points }) => sumOf(points)));
  const delivered = ofChannels((channel) => total(`delivered_${channel}`));
  const verified = total('verified');
  const deliveries = total('deliveries');
  const sent = sum(Object.values(delivered)) - deliveries;
  const percentile = (of: 'p50' | 'p95') =>
    readings.find(({ place }) => place.of === of)?.points.at(-1)?.value ?? null;
  return {
    issued: total('issued'),
    delivered,
    deliveries,
    unknown: ofChannels((channel) => total(`unknown_${channel}`)),
    arrived: ofChannels((channel) => total(`arrived_${channel}`)),
    undelivered: ofChannels((channel) => total(`failed_${channel}`)),
    countries: byCountry(readings),
    verified,
    // A code that was delivered before the window may be verified in it.
    conversion: sent <= 0 ? null : Math.min(1, verified / sent),
    refused: byName(readings, 'refused'),
    failures: byName(readings, 'failures'),
    delivery_ms: { p50: percentile('p50'), p95: percentile('p95') },
  };
}

function seriesOf(readings: readonly Reading[], startsMs: readonly number[], bucketMs: number): MetricSeries {
  const [firstMs = 0] = startsMs;
  const points = (isWanted: (place: MetricPlace) => boolean) => {
    const buckets = new Map<number, number>();
    for (const { atMs, value } of readings.flatMap(({ place, points }) => (isWanted(place) ? points : []))) {
      const index = Math.floor((atMs - firstMs) / bucketMs);
      buckets.set(index, (buckets.get(index) ?? 0) + value);
    }
    return buckets;
  };
  const counts = (isWanted: (place: MetricPlace) => boolean) => {
    const buckets = points(isWanted);
    return startsMs.map((_, index) => buckets.get(index) ?? 0);
  };
  const milliseconds = (of: 'p50_ms' | 'p95_ms') => {
    const buckets = points((place) => place.of === of);
    return startsMs.map((_, index) => buckets.get(index) ?? null);
  };
  return {
    times: startsMs.map(isoTime),
    issued: counts(({ of }) => of === 'issued'),
    ...deliveredByChannel((place) => counts(({ of }) => of === place)),
    verified: counts(({ of }) => of === 'verified'),
    refused: counts(({ of }) => of === 'refused'),
    failures: counts((place) => place.of === 'failures' && place.final),
    p50_ms: milliseconds('p50_ms'),
    p95_ms: milliseconds('p95_ms'),
  };
}

const ofChannels = <Value>(give: (channel: Channel) => Value) =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, give(channel)])) as Record<Channel, Value>;

type DeliveredPlace = `delivered_${Channel}`;

const deliveredByChannel = <Value>(give: (place: DeliveredPlace) => Value) =>
  Object.fromEntries(
    CHANNELS.map((channel): [DeliveredPlace, Value] => [
      `delivered_${channel}`,
      give(`delivered_${channel}`),
    ]),
  ) as Record<DeliveredPlace, Value>;

function byName(readings: readonly Reading[], of: 'refused' | 'failures'): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { place, points } of readings) {
    const count = sumOf(points);
    if (place.of === of && 'name' in place && count > 0) {
      counts[place.name] = (counts[place.name] ?? 0) + count;
    }
  }
  return counts;
}

/** Only countries that were texted. */
function byCountry(readings: readonly Reading[]): MetricTotals['countries'] {
  const countries: Record<string, Record<Arrival, number>> = {};
  for (const { place, points } of readings) {
    const count = sumOf(points);
    if (place.of === 'country' && count > 0) {
      const known = countries[place.name] ?? { delivered: 0, undelivered: 0 };
      countries[place.name] = { ...known, [place.arrival]: known[place.arrival] + count };
    }
  }
  return countries;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const sumOf = (points: readonly MetricPoint[]): number => sum(points.map(({ value }) => value));
const isoTime = (ms: number): string => new Date(ms).toISOString();

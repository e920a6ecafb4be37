/**
 * How the service is doing: tokens from issue to verification, refusals, faults, delivery times and cost.
 *
 * Failures are counted in two separate ways. By name: every error that a step or endpoint threw, so that
 * trouble is visible even if retries or the other channel recover from it. By request: each request that
 * ended in a fault, once, as the caller saw it. A function that is killed counts nothing by name, but its
 * request is counted.
 */
import type { MetricSeries, MetricsAnswer, MetricTotals } from '../../contract/routes/metrics.ts';
import type { Arrival, Channel } from '../../contract/vocabulary.ts';
import { CHANNELS } from '../../contract/vocabulary.ts';
import { breakdownOf, sliceOf } from './metric-breakdown.ts';
import type { AskedSlice, MetricPlace, MetricSubject, Percentile } from './metric-queries.ts';
import { metricQueries } from './metric-queries.ts';
import type { MetricReader } from './metric-reader.ts';
import type { Reading } from './metric-readings.ts';
import { conversionOf, pointsOf, roundedUsd, sum, sumOf, totalOf, within } from './metric-readings.ts';
import type { MetricWindow } from './metric-window.ts';

export interface ReadMetricsPorts extends MetricSubject {
  readonly metrics: MetricReader;
  /** Whether carriers and mail servers report. */
  readonly hasReports: boolean;
}

export interface AskedMetrics {
  readonly window: MetricWindow;
  readonly slice: AskedSlice & { readonly isCounted: boolean; readonly value?: string | undefined };
}

/**
 * Reads a window together with the one before it: CloudWatch charges by the metric, however many points it has.
 * @throws MetricsUnavailable
 */
export async function readMetrics(
  { window, slice }: AskedMetrics,
  ports: ReadMetricsPorts,
): Promise<Omit<MetricsAnswer, 'alarms'>> {
  const { period, fromMs, toMs, bucketSeconds, hasBefore } = window;
  const bucketMs = bucketSeconds * 1000;
  const beforeMs = fromMs - (toMs - fromMs);
  const asked = metricQueries(window, ports, slice);
  const answers = await ports.metrics.read(
    asked.map(({ query }) => query),
    { fromMs: hasBefore ? beforeMs : fromMs, toMs },
  );
  const all = asked.map(({ place }, index) => ({ place, points: answers[index] ?? [] }));
  const readings = within(all, fromMs, toMs);
  const startsMs = Array.from(
    { length: (toMs - fromMs) / bucketMs },
    (_, index) => fromMs + index * bucketMs,
  );
  const ofPoints = (isWanted: (place: MetricPlace) => boolean) =>
    pointsOf(readings, startsMs, bucketMs, isWanted);
  return {
    period,
    from: isoTime(fromMs),
    to: isoTime(toMs),
    bucket_seconds: bucketSeconds,
    totals: totalsOf(readings, ports),
    series: { times: startsMs.map(isoTime), ...seriesOf(ofPoints) },
    before: hasBefore ? beforeOf(within(all, beforeMs, fromMs), beforeMs, ports) : null,
    breakdown: breakdownOf(readings, slice, ports),
    slice: slice.value === undefined ? null : sliceOf(slice.by, slice.value, ofPoints, ports),
  };
}

function totalsOf(readings: readonly Reading[], { countsCost }: ReadMetricsPorts): MetricTotals {
  const total = (of: MetricPlace['of']) => totalOf(readings, (place) => place.of === of);
  const delivered = ofChannels((channel) => total(`delivered_${channel}`));
  const verified = total('verified');
  const deliveries = total('deliveries');
  return {
    issued: total('issued'),
    delivered,
    deliveries,
    unknown: ofChannels((channel) => total(`unknown_${channel}`)),
    arrived: ofChannels((channel) => total(`arrived_${channel}`)),
    undelivered: ofChannels((channel) => total(`failed_${channel}`)),
    countries: byCountry(readings),
    verified,
    conversion: conversionOf(verified, sum(Object.values(delivered)), deliveries),
    cost_usd: countsCost ? roundedUsd(total('cost')) : null,
    refused: byName(readings, 'refused'),
    failures: byName(readings, 'failures'),
    delivery_ms: percentilesOf(readings),
  };
}

function beforeOf(
  readings: readonly Reading[],
  fromMs: number,
  ports: ReadMetricsPorts,
): NonNullable<MetricsAnswer['before']> {
  const { issued, delivered, verified, conversion, refused, cost_usd, delivery_ms } = totalsOf(
    readings,
    ports,
  );
  return {
    from: isoTime(fromMs),
    ...{ issued, verified, conversion, cost_usd, delivery_ms },
    delivered: sum(Object.values(delivered)),
    refused: sum(Object.values(refused)),
    failed: totalOf(readings, isFinal),
  };
}

type OfPoints = (isWanted: (place: MetricPlace) => boolean) => readonly (number | undefined)[];

function seriesOf(ofPoints: OfPoints): Omit<MetricSeries, 'times'> {
  const counts = (isWanted: (place: MetricPlace) => boolean) => ofPoints(isWanted).map((count) => count ?? 0);
  const milliseconds = (of: `${Percentile}_ms`) =>
    ofPoints((place) => place.of === of).map((value) => value ?? null);
  return {
    issued: counts(({ of }) => of === 'issued'),
    ...deliveredByChannel((place) => counts(({ of }) => of === place)),
    verified: counts(({ of }) => of === 'verified'),
    refused: counts(({ of }) => of === 'refused'),
    failures: counts(isFinal),
    p50_ms: milliseconds('p50_ms'),
    p95_ms: milliseconds('p95_ms'),
    p99_ms: milliseconds('p99_ms'),
  };
}

const isFinal = (place: MetricPlace): boolean => place.of === 'failures' && place.final;

function percentilesOf(readings: readonly Reading[]): MetricTotals['delivery_ms'] {
  const percentile = (of: Percentile) =>
    readings.find(({ place }) => place.of === of)?.points.at(-1)?.value ?? null;
  return { p50: percentile('p50'), p95: percentile('p95'), p99: percentile('p99') };
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

const isoTime = (ms: number): string => new Date(ms).toISOString();

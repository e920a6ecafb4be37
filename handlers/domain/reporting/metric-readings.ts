/** What was read, added up over a window or point by point. */
import type { MetricPlace } from './metric-queries.ts';
import type { MetricPoint } from './metric-reader.ts';

export interface Reading {
  readonly place: MetricPlace;
  readonly points: readonly MetricPoint[];
}

type IsWanted = (place: MetricPlace) => boolean;

/** The points from one time on and before another. */
export const within = (readings: readonly Reading[], fromMs: number, toMs: number): readonly Reading[] =>
  readings.map(({ place, points }) => ({
    place,
    points: points.filter(({ atMs }) => atMs >= fromMs && atMs < toMs),
  }));

export const totalOf = (readings: readonly Reading[], isWanted: IsWanted): number =>
  sum(readings.filter(({ place }) => isWanted(place)).map(({ points }) => sumOf(points)));

/** Undefined for a point without a value. */
export function pointsOf(
  readings: readonly Reading[],
  startsMs: readonly number[],
  bucketMs: number,
  isWanted: IsWanted,
): readonly (number | undefined)[] {
  const [firstMs = 0] = startsMs;
  const buckets = new Map<number, number>();
  for (const { atMs, value } of readings.flatMap(({ place, points }) => (isWanted(place) ? points : []))) {
    const index = Math.floor((atMs - firstMs) / bucketMs);
    buckets.set(index, (buckets.get(index) ?? 0) + value);
  }
  return startsMs.map((_, index) => buckets.get(index));
}

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
export const sumOf = (points: readonly MetricPoint[]): number => sum(points.map(({ value }) => value));

/** Sums of prices in binary would show 0.30000000000000004; a price has at most six digits after the point. */
export const roundedUsd = (usd: number): number => Math.round(usd * 1e6) / 1e6;

/** The share of messages that were verified here, or null when there was none. */
export const conversionOf = (verified: number, delivered: number, deliveries: number): number | null => {
  const sent = delivered - deliveries;
  // A code that was delivered before the window may be verified in it.
  return sent <= 0 ? null : Math.min(1, verified / sent);
};

/** Parts of the answer of GET /metrics: series, shares, and what is counted by channel, country or client group. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, schemaOf } from '../described.ts';
import { METRIC_PERIODS, METRIC_SLICES, MOST_POINTS } from '../metrics.ts';
import { count } from './answer-parts.ts';

const FEWEST_POINTS = Math.min(
  ...Object.values(METRIC_PERIODS).map(({ seconds, bucketSeconds }) => seconds / bucketSeconds),
);

/** How many points a series has; a range between two times may be a single one. */
export const points = () => ({ minItems: Math.min(1, FEWEST_POINTS), maxItems: MOST_POINTS });

export const COUNTS = {
  id: 'Counts',
  schema: () => described(z.array(count()), points()),
  description: 'One for each point, oldest first.',
} satisfies Component;

export const MILLISECONDS = {
  id: 'Milliseconds',
  schema: () => z.nullable(z.number()),
  minimum: 0,
  description: 'Null if nothing was delivered.',
} satisfies Component;

export const deliveryTimes = () =>
  described(z.array(schemaOf(MILLISECONDS)), {
    description: 'Milliseconds from the request to acceptance for delivery, one for each point.',
    ...points(),
  });

export const conversion = (more = '') =>
  described(z.nullable(z.number()), {
    description: `The share of delivered tokens that were verified, \`deliveries\` left out; null when no token was delivered.${more}`,
    minimum: 0,
    maximum: 1,
  });

export const costUsd = () =>
  described(z.nullable(z.number()), {
    description:
      'What texts cost by `smsPricesUsd`, in US dollars; null if that is not counted, which takes a `budget` or `metricsBy`.',
    minimum: 0,
  });

const METRIC_SLICE_ROW = {
  id: 'MetricSliceRow',
  schema: () =>
    z.strictObject({
      value: described(
        z.string(),
        'A channel, the name of a client group, or an ISO 3166-1 country: several with commas between them where they share a calling code. `_other` is every client that is in no group, or every country that is not listed.',
      ),
      delivered: count(),
      deliveries: count(),
      arrived: described(z.nullable(count()), 'Null where it is not counted.'),
      undelivered: described(z.nullable(count()), 'Null where it is not counted.'),
      verified: count(),
      conversion: conversion(),
      cost_usd: costUsd(),
    }),
  examples: [
    {
      ...{ value: 'DE', delivered: 9, deliveries: 0, arrived: 8, undelivered: 1 },
      ...{ verified: 6, conversion: 2 / 3, cost_usd: 0.9 },
    },
  ],
} satisfies Component;
export type MetricSliceRow = Answered<typeof METRIC_SLICE_ROW>;

export const METRIC_BREAKDOWN = {
  id: 'MetricBreakdown',
  schema: () =>
    z.strictObject({
      by: z.enum(METRIC_SLICES),
      counted: described(z.boolean(), 'Whether the deployment counts by this: see the setting `metricsBy`.'),
      rows: described(
        z.array(schemaOf(METRIC_SLICE_ROW)),
        'One for each value that is counted, also without any.',
      ),
    }),
} satisfies Component;
export type MetricBreakdown = Answered<typeof METRIC_BREAKDOWN>;

export const METRIC_ONE_SLICE = {
  id: 'MetricOneSlice',
  schema: () =>
    z.strictObject({
      value: z.string(),
      delivered: schemaOf(COUNTS),
      verified: schemaOf(COUNTS),
      cost_usd: z.nullable(described(z.array(z.number()), points())),
    }),
  description: 'The series of the value that was asked for. Nothing else is counted by it.',
} satisfies Component;
export type MetricOneSlice = Answered<typeof METRIC_ONE_SLICE>;

const METRICS_BEFORE = {
  id: 'MetricsBefore',
  schema: () =>
    z.strictObject({
      from: z.string(),
      issued: count(),
      delivered: count(),
      verified: count(),
      conversion: conversion(),
      refused: count(),
      failed: described(count(), 'Requests that ended in a fault.'),
      cost_usd: costUsd(),
      delivery_ms: z.strictObject({
        p50: schemaOf(MILLISECONDS),
        p95: schemaOf(MILLISECONDS),
        p99: schemaOf(MILLISECONDS),
      }),
    }),
  description: 'The range before, which is as long and ends where this one begins.',
} satisfies Component;

export const before = () =>
  described(z.nullable(schemaOf(METRICS_BEFORE)), 'Null if CloudWatch no longer keeps it.');

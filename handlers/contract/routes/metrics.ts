/** GET /metrics: how the service is doing. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, referenceTo, schemaOf } from '../described.ts';
import { FAULT_NAMES } from '../faults.ts';
import { instant, oneOf, text } from '../fields.ts';
import type { MetricPeriod } from '../metrics.ts';
import {
  EXECUTION_FAILURES,
  METRIC_BUCKETS,
  METRIC_PERIODS,
  METRIC_RETENTION,
  METRIC_SLICES,
  MOST_COUNTRIES_READ,
} from '../metrics.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import type { Channel } from '../vocabulary.ts';
import { CHANNELS, SCOPES } from '../vocabulary.ts';
import { ALARMS_ANSWER } from './alarm-states.ts';
import { count, time } from './answer-parts.ts';
import {
  before,
  COUNTS,
  conversion,
  costUsd,
  deliveryTimes,
  METRIC_BREAKDOWN,
  METRIC_ONE_SLICE,
  MILLISECONDS,
  points,
} from './metric-parts.ts';
import { PROBLEM_CODE } from './problem-schemas.ts';

const metricPeriod = oneOf(Object.keys(METRIC_PERIODS) as [MetricPeriod, ...MetricPeriod[]]);

const metricsQuery = z.strictObject({
  period: z.optional(metricPeriod),
  from: z.optional(instant),
  to: z.optional(instant),
  by: z._default(oneOf(METRIC_SLICES), 'channel'),
  value: z.optional(text(200)),
});

const LONGEST_DAYS = (METRIC_RETENTION[METRIC_RETENTION.length - 1]?.keptSeconds ?? 0) / 86_400;

export const METRIC_ROUTES = {
  readMetrics: {
    ...ROUTE_KEYS.readMetrics,
    scope: SCOPES.read,
    answeredBy: 'read-metrics',
    query: metricsQuery,
  },
} as const satisfies Routes;

const FAILURE_NAME = {
  id: 'FailureName',
  schema: () => z.enum([...FAULT_NAMES, ...EXECUTION_FAILURES]),
} satisfies Component;

type Counter = ReturnType<typeof count>;

const byChannel = () =>
  z.strictObject(Object.fromEntries(CHANNELS.map((each) => [each, count()])) as Record<Channel, Counter>);

/** Counts in the order of CHANNELS; channels without one have 0. */
const exampleByChannel = (...counts: readonly number[]) =>
  Object.fromEntries(CHANNELS.map((each, index) => [each, counts[index] ?? 0]));

/** One series per channel, next to the other series. */
const deliveredByChannel = () =>
  Object.fromEntries(CHANNELS.map((each) => [`delivered_${each}`, schemaOf(COUNTS)])) as Record<
    `delivered_${Channel}`,
    ReturnType<typeof COUNTS.schema>
  >;

const aboveZero = () => described(z.int(), { minimum: 1 });

const METRIC_TOTALS = {
  id: 'MetricTotals',
  schema: () =>
    z.strictObject({
      issued: described(count(), 'Tokens that were issued or sent again.'),
      delivered: described(
        byChannel(),
        'Messages that SNS or SES accepted. What was reported of them later is in `arrived` and `undelivered`.',
      ),
      deliveries: described(
        count(),
        'Those of `delivered` with a code that another system made. They are verified there, so `conversion` leaves them out.',
      ),
      unknown: described(byChannel(), 'Messages that may have been sent.'),
      arrived: described(
        byChannel(),
        'Messages that carriers and mail servers reported as accepted. 0 if `deliveryStatus` is off.',
      ),
      undelivered: described(byChannel(), 'Messages that they reported as not delivered.'),
      countries: described(
        z.record(z.string(), z.strictObject({ delivered: count(), undelivered: count() })),
        {
          description: `\
Texts by ISO 3166-1 country, only countries with any. If the deployment allows more than ${MOST_COUNTRIES_READ} countries, or
all, these figures are in CloudWatch only.`,
          propertyNames: { pattern: '^[A-Z]{2}$' },
        },
      ),
      verified: count(),
      conversion: conversion(),
      cost_usd: costUsd(),
      refused: described(z.record(z.string(), aboveZero()), {
        description: 'Requests that were refused by policy, by problem code; only those above 0.',
        propertyNames: referenceTo(PROBLEM_CODE),
      }),
      failures: described(z.record(z.string(), aboveZero()), {
        description: `\
By error name; only those above 0. \`ExecutionsFailed\` and \`ExecutionsTimedOut\` are requests for
tokens that ended in a fault; every other name counts the attempts that threw it, including those
that a retry or the other channel recovered.`,
        propertyNames: referenceTo(FAILURE_NAME),
      }),
      delivery_ms: described(
        z.strictObject({
          p50: schemaOf(MILLISECONDS),
          p95: schemaOf(MILLISECONDS),
          p99: schemaOf(MILLISECONDS),
        }),
        'Milliseconds from the request to acceptance for delivery.',
      ),
    }),
  examples: [
    {
      issued: 12,
      delivered: /* @__PURE__ */ exampleByChannel(9, 3),
      deliveries: 0,
      unknown: /* @__PURE__ */ exampleByChannel(),
      arrived: /* @__PURE__ */ exampleByChannel(8, 0),
      undelivered: /* @__PURE__ */ exampleByChannel(1, 0),
      countries: { DE: { delivered: 8, undelivered: 1 } },
      verified: 9,
      conversion: 0.75,
      cost_usd: 0.9,
      refused: { rate_limited: 1 },
      failures: { DeliveryRefused: 1 },
      delivery_ms: { p50: 412, p95: 903.5, p99: 1204 },
    },
  ],
} satisfies Component;
export type MetricTotals = Answered<typeof METRIC_TOTALS>;

const METRIC_SERIES = {
  id: 'MetricSeries',
  schema: () =>
    z.strictObject({
      times: described(z.array(time()), {
        description: 'When each point begins, oldest first.',
        ...points(),
      }),
      issued: schemaOf(COUNTS),
      ...deliveredByChannel(),
      verified: schemaOf(COUNTS),
      refused: schemaOf(COUNTS),
      failures: described(
        schemaOf(COUNTS),
        'Requests that ended in a fault, each counted once, whatever was retried.',
      ),
      p50_ms: deliveryTimes(),
      p95_ms: deliveryTimes(),
      p99_ms: deliveryTimes(),
    }),
  description: 'Arrays of equal length.',
} satisfies Component;
export type MetricSeries = Answered<typeof METRIC_SERIES>;

const METRICS_ANSWER = {
  id: 'MetricsAnswer',
  schema: () =>
    z.strictObject({
      period: described(
        z.enum([...(Object.keys(METRIC_PERIODS) as MetricPeriod[]), 'custom']),
        '`custom` for a range between two times.',
      ),
      from: time(),
      to: time(),
      bucket_seconds: described(z.int(), {
        description: 'Seconds that a point spans.',
        enum: METRIC_BUCKETS,
      }),
      before: before(),
      breakdown: schemaOf(METRIC_BREAKDOWN),
      slice: described(z.nullable(schemaOf(METRIC_ONE_SLICE)), 'Null unless the request had a `value`.'),
      alarms: schemaOf(ALARMS_ANSWER),
      totals: schemaOf(METRIC_TOTALS),
      series: schemaOf(METRIC_SERIES),
    }),
} satisfies Component;
export type MetricsAnswer = Answered<typeof METRICS_ANSWER>;

export const metricReference = (): References<
  typeof METRIC_ROUTES,
  { readMetrics: typeof METRICS_ANSWER }
> => ({
  readMetrics: {
    tag: 'operation',
    summary: 'What was issued, delivered, verified, refused and failed, and how long delivery took',
    description: `\
A range with a name ends now. One between two times is widened to whole points, of which it has at most
120, and may begin up to ${LONGEST_DAYS} days ago. The answer holds the range before as well, to compare
with. \`by\` chooses what the breakdown is by.`,
    inShort:
      '`period` (`quarter_hour`, `hour`, the default, `three_hours`, `day`, `week`, `month`) or `from` and `to`; `by` (`channel`, `country`, `client_group`) and `value`: what was issued, delivered, verified, refused and failed, what texts cost and how long delivery took, in total and point by point, and the states of the alarms; see [metrics](runbook.md#metrics)',
    parameters: {
      period: {
        description: `\
The last quarter of an hour, hour, three hours, day, seven days or thirty days. \`hour\` if there is no
\`from\`, with which it must not be given.`,
      },
      from: {
        description: 'When the range begins. ISO 8601, UTC.',
        type: 'string',
        format: 'date-time',
      },
      to: {
        description: 'When it ends; now, if it is left out or in the future. ISO 8601, UTC.',
        type: 'string',
        format: 'date-time',
      },
      by: { description: 'What the breakdown is by.' },
      value: { description: 'A value of the breakdown, whose series are added as `slice`.' },
    },
    answers: {
      200: { says: 'Totals and series, up to the end of the current point.', body: () => METRICS_ANSWER },
    },
    problems: ['metrics_unavailable'],
    problemTexts: {
      503: 'CloudWatch did not respond. Issuing and verifying tokens is not affected.',
    },
  },
});

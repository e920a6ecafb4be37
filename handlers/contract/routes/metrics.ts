/** GET /metrics: how the service is doing. */
import * as z from 'zod/mini';
import type { Answered, Component } from '../described.ts';
import { described, referenceTo, schemaOf } from '../described.ts';
import { FAULT_NAMES } from '../faults.ts';
import { oneOf } from '../fields.ts';
import type { MetricPeriod } from '../metrics.ts';
import { EXECUTION_FAILURES, METRIC_PERIODS, MOST_COUNTRIES_READ } from '../metrics.ts';
import type { References, Routes } from '../route.ts';
import { ROUTE_KEYS } from '../route-keys.ts';
import type { Channel } from '../vocabulary.ts';
import { CHANNELS, SCOPES } from '../vocabulary.ts';
import { count, time } from './answer-parts.ts';
import { PROBLEM_CODE } from './problem-schemas.ts';

const metricPeriod = oneOf(Object.keys(METRIC_PERIODS) as [MetricPeriod, ...MetricPeriod[]]);

export const METRIC_ROUTES = {
  readMetrics: {
    ...ROUTE_KEYS.readMetrics,
    scope: SCOPES.read,
    answeredBy: 'read-metrics',
    query: z.strictObject({ period: z._default(metricPeriod, 'hour') }),
  },
} as const satisfies Routes;

/** How many points a series has. */
const points = () => {
  const counts = Object.values(METRIC_PERIODS).map(({ seconds, bucketSeconds }) => seconds / bucketSeconds);
  return { minItems: Math.min(...counts), maxItems: Math.max(...counts) };
};

const COUNTS = {
  id: 'Counts',
  schema: () => described(z.array(count()), points()),
  description: 'One for each point, oldest first.',
} satisfies Component;

const MILLISECONDS = {
  id: 'Milliseconds',
  schema: () => z.nullable(z.number()),
  minimum: 0,
  description: 'Null if nothing was delivered.',
} satisfies Component;

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
      conversion: described(z.nullable(z.number()), {
        description:
          'The share of delivered tokens that were verified, `deliveries` left out; null when no token was delivered.',
        minimum: 0,
        maximum: 1,
      }),
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
        z.strictObject({ p50: schemaOf(MILLISECONDS), p95: schemaOf(MILLISECONDS) }),
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
      refused: { rate_limited: 1 },
      failures: { DeliveryRefused: 1 },
      delivery_ms: { p50: 412, p95: 903.5 },
    },
  ],
} satisfies Component;
export type MetricTotals = Answered<typeof METRIC_TOTALS>;

const deliveryTimes = () =>
  described(z.array(schemaOf(MILLISECONDS)), {
    description: 'Milliseconds from the request to acceptance for delivery, one for each point.',
    ...points(),
  });

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
    }),
  description: 'Arrays of equal length.',
} satisfies Component;
export type MetricSeries = Answered<typeof METRIC_SERIES>;

const METRICS_ANSWER = {
  id: 'MetricsAnswer',
  schema: () =>
    z.strictObject({
      period: metricPeriod,
      from: time(),
      to: time(),
      bucket_seconds: described(z.int(), {
        description: 'Seconds that a point spans: 60 for `hour`, 900 for `day`.',
        enum: Object.values(METRIC_PERIODS).map(({ bucketSeconds }) => bucketSeconds),
      }),
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
    inShort:
      '`period` (`hour`, the default, or `day`): what was issued, delivered, verified, refused and failed, and how long delivery took, in total and point by point; see [metrics](runbook.md#metrics)',
    parameters: {
      period: { description: 'The last hour in 60 points, or the last day in 96.' },
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

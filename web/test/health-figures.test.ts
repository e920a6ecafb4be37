import { describe, expect, it } from '@jest/globals';
import { EXECUTION_FAILURES, REFUSAL_CODES } from '../../handlers/contract/metrics.ts';
import type { MetricSeries, MetricsAnswer, MetricTotals } from '../../handlers/contract/routes/metrics.ts';
import { rowsOf } from '../src/views/health/exported-rows.ts';
import {
  errorsOf,
  formatMilliseconds,
  formatShare,
  formatUsd,
  refusalsOf,
  verdictOf,
} from '../src/views/health/figures.ts';
import { pointsOf } from '../src/views/health/points.ts';

const TIMES = ['2026-11-22T09:00:00.000Z', '2026-11-22T09:01:00.000Z', '2026-11-22T09:02:00.000Z'];

const answerOf = (totals: Partial<MetricTotals>, series: Partial<MetricSeries> = {}): MetricsAnswer => ({
  period: 'hour',
  from: '2026-11-22T09:00:00.000Z',
  to: '2026-11-22T09:03:00.000Z',
  bucket_seconds: 60,
  totals: {
    issued: 0,
    delivered: { sms: 0, email: 0 },
    deliveries: 0,
    unknown: { sms: 0, email: 0 },
    arrived: { sms: 0, email: 0 },
    undelivered: { sms: 0, email: 0 },
    countries: {},
    verified: 0,
    conversion: null,
    cost_usd: null,
    refused: {},
    failures: {},
    delivery_ms: { p50: null, p95: null, p99: null },
    ...totals,
  },
  series: {
    times: TIMES,
    issued: [0, 0, 0],
    delivered_sms: [0, 0, 0],
    delivered_email: [0, 0, 0],
    verified: [0, 0, 0],
    refused: [0, 0, 0],
    failures: [0, 0, 0],
    p50_ms: [null, null, null],
    p95_ms: [null, null, null],
    p99_ms: [null, null, null],
    ...series,
  },
  before: null,
  breakdown: { by: 'channel', counted: true, rows: [] },
  slice: null,
  alarms: { status: 'known', states: [] },
});

describe('figures', () => {
  it.each([
    [null, '–'],
    [0.4, '0 ms'],
    [410, '410 ms'],
    [1_449, '1.4 s'],
    [12_000, '12 s'],
  ])('show %s milliseconds as %s', (ms, shown) => {
    expect(formatMilliseconds(ms)).toBe(shown);
  });

  it.each([
    [null, '–'],
    [0, '0%'],
    [0.876, '87.6%'],
    [1, '100%'],
  ])('show the share %s as %s', (share, shown) => {
    expect(formatShare(share)).toBe(shown);
  });

  it.each([
    [null, '–'],
    [0, '$0.00'],
    [0.0075, '$0.0075'],
    [12.5, '$12.50'],
  ])('show the cost %s as %s', (usd, shown) => {
    expect(formatUsd(usd)).toBe(shown);
  });

  it('report failed requests first, then errors that were recovered from', () => {
    expect(verdictOf(answerOf({}))).toBe('quiet');
    expect(verdictOf(answerOf({ issued: 1 }))).toBe('well');
    expect(verdictOf(answerOf({ issued: 1, failures: { StoreUnavailable: 1 } }))).toBe('mended');
    expect(verdictOf(answerOf({ failures: { ExecutionsFailed: 1 } }, { failures: [0, 1, 0] }))).toBe(
      'failing',
    );
  });
});

describe('names', () => {
  it('come with a meaning and a link to its explanation, the most frequent first', () => {
    const answer = answerOf({ refused: { locked: 1, rate_limited: 7 } });
    expect(refusalsOf(answer)).toEqual([
      {
        name: 'rate_limited',
        count: 7,
        meaning: 'A send limit has been reached',
        href: '/problems.html#rate_limited',
      },
      {
        name: 'locked',
        count: 1,
        meaning: 'Too many wrong tokens were tried',
        href: '/problems.html#locked',
      },
    ]);
  });

  it('are explained for every code that a function refuses with', () => {
    const refused = Object.fromEntries(REFUSAL_CODES.map((code) => [code, 1]));
    const explained = refusalsOf(answerOf({ refused }));
    expect(explained).toHaveLength(REFUSAL_CODES.length);
    expect(explained.every(({ href, meaning }) => href !== undefined && meaning !== '')).toBe(true);
  });

  it('of errors link to the problem that callers see, those of executions say what they count', () => {
    const failures = {
      DeliveryRefused: 2,
      ...Object.fromEntries(EXECUTION_FAILURES.map((name) => [name, 1])),
    };
    expect(errorsOf(answerOf({ failures }))).toEqual([
      {
        name: 'DeliveryRefused',
        count: 2,
        meaning: 'SNS or SES refused the message',
        href: '/problems.html#delivery_failed',
        inExecutions: { error: 'DeliveryRefused' },
      },
      {
        ...{ name: 'ExecutionsFailed', count: 1, meaning: 'Requests for a token that failed' },
        inExecutions: { error: undefined },
      },
      {
        ...{ name: 'ExecutionsTimedOut', count: 1, meaning: 'Requests for a token that took too long' },
        inExecutions: { error: undefined },
      },
    ]);
  });

  it('of faults that no execution ends with lead to no executions', () => {
    const [error] = errorsOf(answerOf({ failures: { MetricsUnavailable: 1 } }));
    expect(error).not.toHaveProperty('inExecutions');
  });

  it('that a newer service adds are listed without an explanation', () => {
    const answer = answerOf({ refused: { toString: 1 }, failures: { Unheard: 1 } });
    expect(refusalsOf(answer)).toEqual([{ name: 'toString', count: 1, meaning: '' }]);
    expect(errorsOf(answer)).toEqual([{ name: 'Unheard', count: 1, meaning: '' }]);
  });
});

describe('points', () => {
  it('are listed newest first, without those at which nothing happened', () => {
    const { series } = answerOf({}, { issued: [2, 0, 0], p95_ms: [null, null, 900] });
    expect(pointsOf(series)).toMatchObject([
      { time: TIMES[2], issued: 0, p95: 900 },
      { time: TIMES[0], issued: 2, p95: null },
    ]);
  });
});

describe('the exported rows', () => {
  it('have every point, and the figures of the slice that is shown; what is unknown is null', () => {
    const answer = answerOf({}, { issued: [2, 0, 0], p95_ms: [null, null, 900] });
    expect(rowsOf(answer)).toHaveLength(3);
    expect(rowsOf(answer)[0]).toMatchObject({ time: TIMES[0], issued: 2, p95_ms: null });
    const slice = { value: 'IN', delivered: [1, 2, 3], verified: [0, 1, 1], cost_usd: null };
    const breakdown = { by: 'country', counted: true, rows: [] } as const;
    expect(rowsOf({ ...answer, breakdown, slice })[1]).toMatchObject({
      ...{ time: TIMES[1], slice_delivered: 2, slice_verified: 1, slice_cost_usd: null, slice_country: 'IN' },
    });
  });
});

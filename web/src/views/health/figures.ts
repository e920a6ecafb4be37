/** Metrics in the form that people read. */

import type { ErrorName } from '../../../../handlers/contract/metrics.ts';
import { PROBLEMS, type ProblemCode } from '../../../../handlers/contract/problems.ts';
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import { strings } from '../../strings.ts';

const whole = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const seconds = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const hourAndMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

export const formatCount = (count: number | null): string =>
  count === null ? strings.health.none : whole.format(count);
export const formatShare = (share: number | null): string =>
  share === null ? strings.health.none : percent.format(share);
export const formatBucket = (iso: string): string => hourAndMinute.format(new Date(iso));
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function formatMilliseconds(ms: number | null): string {
  if (ms === null) {
    return strings.health.none;
  }
  return ms < 1_000 ? `${whole.format(Math.round(ms))} ms` : `${seconds.format(ms / 1_000)} s`;
}

/** Whether the service works, in the order of what an operator has to know first. */
export function verdictOf({ totals, series }: MetricsAnswer): 'failing' | 'mended' | 'quiet' | 'well' {
  if (sum(series.failures) > 0) {
    return 'failing';
  }
  if (Object.keys(totals.failures).length > 0) {
    return 'mended';
  }
  return totals.issued === 0 && totals.verified === 0 ? 'quiet' : 'well';
}

export interface NamedCount {
  readonly name: string;
  readonly count: number;
  readonly meaning: string;
  /** Where the page explains it. */
  readonly href?: string;
}

/** Most frequent first. */
export const refusalsOf = ({ totals }: MetricsAnswer): NamedCount[] =>
  byCount(totals.refused).map(([name, count]) => {
    const problem = memberOf(PROBLEMS, name);
    return { name, count, meaning: problem?.title ?? '', ...(problem ? explainedAt(name) : {}) };
  });

export const errorsOf = ({ totals }: MetricsAnswer): NamedCount[] =>
  byCount(totals.failures).map(([name, count]) => {
    const problem = memberOf(PROBLEM_OF_ERROR, name);
    const meaning = memberOf(strings.health.errors, name) ?? '';
    return { name, count, meaning, ...(problem ? explainedAt(problem) : {}) };
  });

const byCount = (counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

/** A newer service may use names that this page does not know. */
const memberOf = <T>(all: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;

const explainedAt = (code: string): Pick<NamedCount, 'href'> => ({ href: `/problems.html#${code}` });

/** The problem that callers are answered with when nothing makes the error good. */
const PROBLEM_OF_ERROR: Readonly<Record<ErrorName, ProblemCode>> = {
  StoreUnavailable: 'store_unavailable',
  SecretUnavailable: 'secret_unavailable',
  DeliveryUnavailable: 'delivery_failed',
  DeliveryRefused: 'delivery_failed',
  SigningUnavailable: 'signing_unavailable',
  MetricsUnavailable: 'metrics_unavailable',
  ExecutionsUnavailable: 'executions_unavailable',
  AuditUnavailable: 'audit_unavailable',
  InternalError: 'internal_error',
};

/** Metrics for people to read. */

import { FAULT_EXPLANATIONS, FAULTS, STEP_FAULT_NAMES } from '../../../../handlers/contract/faults.ts';
import { EXECUTION_FAILURES } from '../../../../handlers/contract/metrics.ts';
import { PROBLEMS } from '../../../../handlers/contract/problems.ts';
import type { MetricsAnswer } from '../../../../handlers/contract/routes/metrics.ts';
import { shared } from '../../strings.ts';
import { dayAndMinute, hourAndMinute } from '../../time/format-time.ts';
import type { ZoneChoice } from '../../time/time-zone.ts';
import { text } from './strings.ts';

const whole = new Intl.NumberFormat('en');
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const seconds = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const usd = new Intl.NumberFormat('en', { style: 'currency', currency: 'USD' });
/** A text may cost less than a cent. */
const smallUsd = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  maximumFractionDigits: 4,
});
const HOUR_SECONDS = 3_600;

export const formatCount = (count: number | null): string =>
  count === null ? shared.none : whole.format(count);
export const formatShare = (share: number | null): string =>
  share === null ? shared.none : percent.format(share);
export const formatUsd = (amount: number | null): string =>
  amount === null ? shared.none : (amount !== 0 && amount < 1 ? smallUsd : usd).format(amount);
/** Points of an hour or more are on several days. */
export const formatBucket = (at: Date, bucketSeconds: number, zone: ZoneChoice): string =>
  (bucketSeconds >= HOUR_SECONDS ? dayAndMinute : hourAndMinute)(at, zone);
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export function formatMilliseconds(ms: number | null): string {
  if (ms === null) {
    return shared.none;
  }
  return ms < 1_000 ? `${whole.format(Math.round(ms))} ms` : `${seconds.format(ms / 1_000)} s`;
}

/** Whether the service is working; what an operator must know first is checked first. */
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
  /** Where it is explained. */
  readonly href?: string;
  /** What the list of failed executions is filtered by; `undefined` for all of them, absent if executions have none. */
  readonly inExecutions?: { readonly error: string | undefined };
}

/** Most frequent first. */
export const refusalsOf = ({ totals }: MetricsAnswer): NamedCount[] =>
  byCount(totals.refused).map(([name, count]) => {
    const problem = memberOf(PROBLEMS, name);
    return { name, count, meaning: problem?.title ?? '', ...(problem ? explainedAt(name) : {}) };
  });

export const errorsOf = ({ totals }: MetricsAnswer): NamedCount[] =>
  byCount(totals.failures).map(([name, count]) => {
    const explanation = memberOf(FAULT_EXPLANATIONS, name);
    const meaning = explanation?.meaning ?? memberOf(text.errors, name) ?? '';
    const code = explanation?.codeOfDelivery ?? memberOf(FAULTS, name)?.code;
    return { name, count, meaning, ...(code ? explainedAt(code) : {}), ...executionsWith(name) };
  });

const byCount = (counts: Readonly<Record<string, number>>): [string, number][] =>
  Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

/** A newer service may use names that this page does not know. */
const memberOf = <T>(all: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(all, name) ? all[name] : undefined;

/** Faults of endpoints have no execution. */
function executionsWith(name: string): Pick<NamedCount, 'inExecutions'> {
  if (EXECUTION_FAILURES.some((failure) => failure === name)) {
    return { inExecutions: { error: undefined } };
  }
  const isOfSteps = name === 'InternalError' || STEP_FAULT_NAMES.some((fault) => fault === name);
  return isOfSteps ? { inExecutions: { error: name } } : {};
}

const explainedAt = (code: string): Pick<NamedCount, 'href'> => ({ href: `/problems.html#${code}` });

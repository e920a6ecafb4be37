/** Quotas that expressions may ask for, as a new account has them. */
import type { MetricName } from '../metric-store.ts';

const QUOTAS: Readonly<Record<string, number>> = { 'AWS/Lambda ConcurrentExecutions': 1_000 };

/** @throws when the quota of the metric is not known here */
export function quotaOf(
  { namespace, name }: Pick<MetricName, 'namespace' | 'name'> = { namespace: '', name: '' },
) {
  const quota = QUOTAS[`${namespace} ${name}`];
  if (quota === undefined) {
    throw new Error(`The local runtime knows no quota of ${namespace} ${name}.`);
  }
  return quota;
}

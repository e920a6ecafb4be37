/** Which ranges can be shown: CloudWatch keeps nothing older, and what is to come has no metrics. */
import { METRIC_RETENTION } from '../../../../handlers/contract/metrics.ts';
import { text } from './strings.ts';

const KEPT_MS = (METRIC_RETENTION[METRIC_RETENTION.length - 1]?.keptSeconds ?? 0) * 1000;

type RangeRule = { readonly valid: true } | { readonly valid: false; readonly errorMessage: string };

export function rangeRule(from: string, to: string, nowMs: number): RangeRule {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (!Number.isFinite(fromMs) || !Number.isFinite(toMs)) {
    return { valid: false, errorMessage: text.rangeMissing };
  }
  if (fromMs >= Math.min(toMs, nowMs)) {
    return { valid: false, errorMessage: text.rangeOrder };
  }
  return nowMs - fromMs > KEPT_MS ? { valid: false, errorMessage: text.rangeTooOld } : { valid: true };
}

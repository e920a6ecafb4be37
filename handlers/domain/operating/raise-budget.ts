/**
 * PUT /budget: raises the SMS budget for a time, or takes that back.
 *
 * A raise of the hour ends with the hour, so the alarm of the next one comes as it would without. One of the month
 * ends after an hour, because the month may still be long.
 */
import type { RaiseBudgetBody } from '../../contract/routes/overrides.ts';
import type { Decision } from '../decision.ts';
import { accept, refuseFields } from '../decision.ts';
import type { OverrideStore } from '../overrides/change-overrides.ts';
import { changeOverrides } from '../overrides/change-overrides.ts';
import type { SmsBudgetLimit } from '../spending/sms-budget.ts';
import { raisableMicroUsd, toMicroUsd, toUsd } from '../spending/sms-budget.ts';
import { windowBounds } from '../window.ts';

const HOUR_SECONDS = 3600;

export interface RaiseBudgetPorts {
  readonly overrides: OverrideStore;
  /** As configured. */
  readonly smsBudgetLimits: readonly SmsBudgetLimit[];
  /** How many times a budget it may be raised to. */
  readonly raisableTo: number;
}

/** When a raise that is made now ends, epoch seconds. */
const raiseEnds = (limit: SmsBudgetLimit, nowSeconds: number): number =>
  Math.min(windowBounds(limit.window, nowSeconds).endsAtSeconds, nowSeconds + HOUR_SECONDS);

/** First calls `record`, with the end. @throws StoreUnavailable, SecretUnavailable, and what `record` throws */
export async function raiseBudget(
  { window, raised_by_usd, reason, by }: RaiseBudgetBody & { readonly by: string },
  { overrides, smsBudgetLimits, raisableTo }: RaiseBudgetPorts,
  nowSeconds: number,
  record: (until: number) => Promise<void>,
): Promise<Decision<void>> {
  const limit = smsBudgetLimits.find(({ name }) => name === window);
  if (limit === undefined) {
    return refuseFields([{ field: 'window', rule: 'must be a window that has a budget' }]);
  }
  const most = raisableMicroUsd(limit, raisableTo);
  const microUsd = toMicroUsd(raised_by_usd);
  if (microUsd > most) {
    return refuseFields([{ field: 'raised_by_usd', rule: `must be at most ${toUsd(most)}` }]);
  }
  const until = raiseEnds(limit, nowSeconds);
  await record(until);
  const raise = { window, microUsd, until, since: nowSeconds, by, reason };
  return changeOverrides(overrides, nowSeconds, (present) => {
    const others = present.raises.filter((each) => each.window !== window);
    return accept({ ...present, raises: microUsd === 0 ? others : [...others, raise] });
  });
}

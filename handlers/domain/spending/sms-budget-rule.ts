/** The rule of the SMS budget: a text is sent only if its price fits into the budget. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { MetricsBy } from '../../contract/settings/metrics.ts';
import type { SmsPrices } from '../../contract/settings/texts.ts';
import { accept, refuseUntil } from '../decision.ts';
import { firstText, textLeg, withoutTexts, withTextFacts } from '../delivery-route.ts';
import type { Candidate, Rule } from '../issue-rule.ts';
import type { SmsWording } from '../messages/sms-draft.ts';
import { draftSms } from '../messages/sms-draft.ts';
import type { OverridePorts } from '../overrides/block-rule.ts';
import { raisedBudgets } from '../overrides/overrides.ts';
import type { OnBudgetExhausted, SmsBudgetLimit } from './sms-budget.ts';
import { exhaustedBudget, raiseLimits, smsPrice, smsSpendOf } from './sms-budget.ts';

export interface SmsBudgetRulePorts extends SmsWording, OverridePorts {
  /** As configured; empty when there is no budget. */
  readonly smsBudgetLimits: readonly SmsBudgetLimit[];
  readonly smsPrices: SmsPrices;
  readonly onBudgetExhausted?: OnBudgetExhausted | undefined;
  /** What is counted by country or client has its price without a budget too. */
  readonly metricsBy: MetricsBy;
}

/**
 * Reserves the price of the text. If the budget has no room, uses the remaining channels or refuses. A text
 * that is only a fallback is priced here, and its price is reserved when the fallback happens: by the budget as it is
 * raised now, which the text carries along.
 */
export const smsBudgetRule: Rule<SmsBudgetRulePorts> = async (candidate, ports) => {
  const { request, undoLog, nowSeconds } = candidate;
  const text = textLeg(request);
  const hasBudget = ports.smsBudgetLimits.length > 0;
  if (text === undefined || !(hasBudget || ports.metricsBy.length > 0)) {
    return accept(candidate);
  }
  const price = priceOf(text.address, candidate, ports);
  const raised = hasBudget ? raisedBudgets(await ports.overrides.current(), nowSeconds) : undefined;
  const budgetLimits = raiseLimits(ports.smsBudgetLimits, raised);
  const priced = withTextFacts(request, { price, ...(raised === undefined ? {} : { raised }) });
  if (!hasBudget || firstText(request) === undefined) {
    return accept({ ...candidate, request: priced });
  }

  const { subject, limits, amount } = smsSpendOf(price, budgetLimits);
  const reservation = await undoLog.count(subject, limits, amount);
  if (reservation.counted) {
    return accept({ ...candidate, request: priced });
  }
  ports.onBudgetExhausted?.(exhaustedBudget(reservation, budgetLimits, nowSeconds));
  const instead = withoutTexts(request);
  if (instead) {
    return accept({ ...candidate, request: instead });
  }
  const detail = 'The SMS budget is used up; it resets after the time in Retry-After.';
  return refuseUntil('budget_exhausted', detail, reservation.retryAfterSeconds);
};

const priceOf = (phoneNumber: string, candidate: Candidate, ports: SmsBudgetRulePorts): number => {
  const country = parsePhoneNumberFromString(phoneNumber)?.country ?? '';
  return smsPrice(draftSms(candidate, ports), country, ports.smsPrices);
};

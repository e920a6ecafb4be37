/**
 * Counts a message everywhere at once: in the limits, with the pumping guard, in the budget. None of them needs
 * what another finds, so the request waits for the network once.
 *
 * Of several refusals the first in this order is told. What the others counted is taken back.
 */
import { allOf } from '../all-of.ts';
import { accept } from '../decision.ts';
import { byEmailAlone, textsFirst } from '../destinations/without-texts.ts';
import type { Rule } from '../issue-rule.ts';
import { type SendLimiter, sendLimits } from '../limits/send-limits.ts';
import { type PumpingPause, pumpingPause } from '../pumping/pumping-rule.ts';
import { type SpendBudget, spendBudget } from '../spending/sms-budget-rule.ts';

export const countSend: Rule<SendLimiter & PumpingPause & SpendBudget> = async (candidate, policy) => {
  const guardTally = candidate.tally.part();
  const spendTally = candidate.tally.part();
  const [limits, guard, spend] = await allOf([
    sendLimits(candidate, policy),
    pumpingPause({ ...candidate, tally: guardTally }, policy),
    spendBudget({ ...candidate, tally: spendTally }, policy),
  ]);
  if (!limits.ok) return limits;
  const { value: passed } = limits;
  const wasText = textsFirst(candidate.request);
  if (wasText && !textsFirst(passed.request)) {
    // The number's limit is reached, and the email that goes instead is neither the guard's nor the budget's matter.
    await Promise.all([guardTally.takeBack(), spendTally.takeBack()]);
    return accept(passed);
  }
  if (!guard.ok) return guard;
  if (wasText && !textsFirst(guard.value.request)) {
    // The email that goes instead costs nothing, whatever the budget says.
    await spendTally.takeBack();
    return accept({ ...passed, request: byEmailAlone(passed.request) });
  }
  if (!spend.ok) return spend;
  if (wasText && !textsFirst(spend.value.request)) {
    await guardTally.takeBack();
    return accept({ ...passed, request: byEmailAlone(passed.request) });
  }
  const { number_prefix, guard_counted } = guard.value.request;
  const { sms_price } = spend.value.request;
  return accept({ ...passed, request: { ...passed.request, number_prefix, guard_counted, sms_price } });
};

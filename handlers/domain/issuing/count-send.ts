/**
 * Counts a message in the limits, the pumping guard and the budget in parallel. None of them needs another's
 * result, so the request waits for the network once.
 *
 * If several of them refuse, the first in this order is reported. What the others counted is taken back.
 */
import { allOf } from '../all-of.ts';
import { accept } from '../decision.ts';
import { firstText, numberPrefixOf, textLeg, withTextFacts } from '../delivery-route.ts';
import type { Candidate, Rule } from '../issue-rule.ts';
import type { SendLimitPorts } from '../limits/send-limits.ts';
import { sendLimits } from '../limits/send-limits.ts';
import type { PumpingRulePorts } from '../pumping/pumping-rule.ts';
import { pumpingRule } from '../pumping/pumping-rule.ts';
import type { SmsBudgetRulePorts } from '../spending/sms-budget-rule.ts';
import { smsBudgetRule } from '../spending/sms-budget-rule.ts';

export const countSend: Rule<SendLimitPorts & PumpingRulePorts & SmsBudgetRulePorts> = async (
  candidate,
  policy,
) => {
  const guardUndoLog = candidate.undoLog.part();
  const budgetUndoLog = candidate.undoLog.part();
  const [limits, guard, spend] = await allOf([
    sendLimits(candidate, policy),
    pumpingRule({ ...candidate, undoLog: guardUndoLog }, policy),
    smsBudgetRule({ ...candidate, undoLog: budgetUndoLog }, policy),
  ]);
  if (!limits.ok) {
    return limits;
  }
  const { value: passed } = limits;
  const isReplaced = ({ request }: Candidate) =>
    firstText(candidate.request) !== undefined && firstText(request) === undefined;
  if (isReplaced(passed)) {
    // The number's limit is reached. The replacement is not a text, so the guard and the budget do not apply.
    await Promise.all([guardUndoLog.takeBack(), budgetUndoLog.takeBack()]);
    return accept(passed);
  }
  if (!guard.ok) {
    return guard;
  }
  if (isReplaced(guard.value)) {
    // The replacement costs nothing, whatever the budget says.
    await budgetUndoLog.takeBack();
    return accept({ ...passed, request: { ...passed.request, route: guard.value.request.route } });
  }
  if (!spend.ok) {
    return spend;
  }
  if (isReplaced(spend.value)) {
    await guardUndoLog.takeBack();
    return accept({ ...passed, request: { ...passed.request, route: spend.value.request.route } });
  }
  const { guard_counted } = guard.value.request;
  const number_prefix = numberPrefixOf(guard.value.request);
  const price = textLeg(spend.value.request)?.text.price ?? 0;
  const request = withTextFacts({ ...passed.request, guard_counted }, { number_prefix, price });
  return accept({ ...passed, request });
};

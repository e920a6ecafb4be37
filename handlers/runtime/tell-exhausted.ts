/**
 * Tells of an exhausted budget once for its window, as far as this environment knows: under an attack each refused
 * text would tell it again, and have every receiver called again. A budget that was raised and is used up once more is
 * told again, and so is one whose raise has ended: somebody has to decide again.
 */
import type { ExhaustedBudget, OnBudgetExhausted } from '../domain/spending/sms-budget.ts';
import { toUsd } from '../domain/spending/sms-budget.ts';
import type { Notes } from './observability.ts';

const told = new Map<ExhaustedBudget['window'], string>();

export const tellExhausted =
  (notes: Pick<Notes, 'event'>): OnBudgetExhausted =>
  ({ window, untilSeconds, raisedMicroUsd = 0 }) => {
    const which = `${untilSeconds} ${raisedMicroUsd}`;
    if (told.get(window) === which) {
      return;
    }
    told.set(window, which);
    const until = new Date(untilSeconds * 1000).toISOString();
    notes.event(
      { metric: 'BudgetExhausted', window },
      { until, ...(raisedMicroUsd === 0 ? {} : { raised_by_usd: toUsd(raisedMicroUsd) }) },
    );
  };

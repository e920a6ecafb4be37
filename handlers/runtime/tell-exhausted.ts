/**
 * Tells of an exhausted budget once for its window, as far as this environment knows: under an attack each refused
 * text would tell it again, and have every receiver called again.
 */
import type { ExhaustedBudget, OnBudgetExhausted } from '../domain/spending/sms-budget.ts';
import type { Notes } from './observability.ts';

const toldUntil = new Map<ExhaustedBudget['window'], number>();

export const tellExhausted =
  (notes: Pick<Notes, 'event'>): OnBudgetExhausted =>
  ({ window, untilSeconds }) => {
    if (toldUntil.get(window) === untilSeconds) {
      return;
    }
    toldUntil.set(window, untilSeconds);
    const until = new Date(untilSeconds * 1000).toISOString();
    notes.event({ metric: 'BudgetExhausted', window }, { until });
  };

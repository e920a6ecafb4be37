/** Alarms on what texts cost. */
import type { Alarm } from '../alarm.ts';

export const SPEND_ALARMS = {
  'budget-exhausted': {
    title: 'The budget for texts is used up',
    means: 'Texts do not fit into the budget of this hour or month, so they are refused.',
    runbook: 'budget_exhausted',
    row: 'spend',
    severity: 'ticket',
    metrics: {
      exhausted: {
        own: [
          { metric: 'BudgetExhausted', window: 'hour' },
          { metric: 'BudgetExhausted', window: 'month' },
        ],
      },
    },
    raised: { from: 1 },
    periodMinutes: 5,
    because: 'From the first one on, people without an email get no code.',
    needs: 'budget',
  },
  'sms-spend': {
    title: 'Texts have cost four fifths of the month',
    means: "The account has spent 80 % of `budget.monthlyUsd` on texts this month, by AWS's count.",
    runbook: 'sms-spend',
    row: 'spend',
    severity: 'ticket',
    metrics: {
      spent: { namespace: 'AWS/SNS', metric: 'SMSMonthToDateSpentUSD', statistic: 'Maximum', of: 'account' },
    },
    unit: 'USD',
    raised: { fromShareOfBudget: 0.8 },
    periodMinutes: 60,
    because:
      'A fifth is left, which at an even pace is six days, enough to ask AWS for a higher spend limit.',
    needs: 'monthly budget',
  },
} as const satisfies Record<string, Alarm>;

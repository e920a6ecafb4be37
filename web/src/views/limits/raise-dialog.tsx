/** Raises a budget for a time, or ends that. */
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { SpendStatus } from '../../../../handlers/contract/routes/limits.ts';
import type { BudgetWindow } from '../../../../handlers/contract/vocabulary.ts';
import type { Api } from '../../api/api-client.ts';
import type { FormFields } from '../../forms/field-errors.ts';
import { FormInput } from '../../forms/form-input.tsx';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { ReasonDialog } from './reason-dialog.tsx';
import { missingReason, REASON_FIELD } from './reason-field.ts';
import { text } from './strings.ts';

type Name = 'amount';

const FIELDS: FormFields<Name | 'reason'> = {
  ...REASON_FIELD,
  raised_by_usd: { name: 'amount', label: text.raising.amount },
};

export interface RaiseDialogProps {
  readonly api: Api;
  readonly window: BudgetWindow;
  readonly spend: SpendStatus;
  /** Whether a raise is ended. */
  readonly ends: boolean;
  readonly onDone: () => Promise<void>;
  readonly onDismiss: () => void;
}

export default function RaiseDialog({
  api,
  window,
  spend,
  ends,
  onDone,
  onDismiss,
}: RaiseDialogProps): ReactNode {
  const most = spend.raisable_usd;
  const configured = spend.limit_usd - (spend.raised?.by_usd ?? 0);
  const [values, setValues] = useState({ amount: String(spend.raised?.by_usd ?? most), reason: '' });
  const firstError = useFirstError<Name | 'reason'>(['amount', 'reason']);
  const set = (name: keyof typeof values) => (value: string) =>
    setValues((before) => ({ ...before, [name]: value }));
  const amount = readAmount(values.amount);
  const isGood = amount !== undefined && amount > 0 && amount <= most;

  const submission = useSubmission<Name | 'reason'>({
    fields: FIELDS,
    check: ({ reason }) => ({
      ...(ends || isGood ? {} : { amount: text.raising.wrongAmount(most) }),
      ...missingReason(reason),
    }),
    async send({ reason }) {
      try {
        await api.raiseBudget({ window, raised_by_usd: ends ? 0 : (amount ?? 0), reason });
      } finally {
        await onDone();
      }
      onDismiss();
    },
  });
  const words = ends ? text.ending : text.raising;

  return (
    <ReasonDialog<Name>
      title={words.title[window]}
      confirmLabel={words.confirm}
      effect={
        ends
          ? text.ending.effect(configured)
          : text.raising.effect[window](configured + (isGood ? amount : most))
      }
      values={values}
      onReason={set('reason')}
      submission={submission}
      firstError={firstError}
      onDismiss={onDismiss}
    >
      {!ends && (
        <FormInput
          label={text.raising.amount}
          hint={text.raising.hint(configured, most)}
          inputMode="decimal"
          ref={firstError.input('amount')}
          value={values.amount}
          onChange={set('amount')}
          error={submission.errorOf('amount', values)}
        />
      )}
    </ReasonDialog>
  );
}

/** Cents, with a point or a comma. */
function readAmount(typed: string): number | undefined {
  const amount = typed.trim().replace(/^\$/, '').replace(',', '.');
  return /^\d+(\.\d{1,2})?$/.test(amount) ? Number(amount) : undefined;
}

/** Takes back a block or a safe-listing. */
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { PrefixRule } from '../../../../handlers/contract/routes/overrides.ts';
import type { Api } from '../../api/api-client.ts';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { withIds } from '../../shell/with-ids.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { missingReason, REASON_FIELD } from './reason-field.ts';
import { text } from './strings.ts';

export interface ClearPrefixDialogProps {
  readonly api: Api;
  readonly present: PrefixRule;
  readonly onDone: () => Promise<void>;
  readonly onDismiss: () => void;
}

export default function ClearPrefixDialog(props: ClearPrefixDialogProps): ReactNode {
  const { api, present, onDone, onDismiss } = props;
  const [reason, setReason] = useState('');
  const firstError = useFirstError<'reason'>(['reason']);
  const submission = useSubmission<'reason'>({
    fields: REASON_FIELD,
    check: ({ reason: given }) => missingReason(given),
    async send() {
      try {
        await api.putPrefixRule(present.prefix, { rule: 'none', reason });
      } finally {
        await onDone();
      }
      onDismiss();
    },
  });
  const words = text.clearing[present.rule];
  return (
    <ReasonDialog<never>
      title={words.title}
      confirmLabel={text.remove}
      effect={withIds(words.effect, present.prefix)}
      values={{ reason }}
      onReason={setReason}
      submission={submission}
      firstError={firstError}
      onDismiss={onDismiss}
    />
  );
}

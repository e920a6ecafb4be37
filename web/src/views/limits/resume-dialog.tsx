/** Ends a pause of the pumping guard. */
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { LimitsAnswer } from '../../../../handlers/contract/routes/limits.ts';
import type { Api } from '../../api/api-client.ts';
import { useFirstError } from '../../forms/use-first-error.ts';
import { useSubmission } from '../../forms/use-submission.ts';
import { withIds } from '../../shell/with-ids.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { missingReason, REASON_FIELD } from './reason-field.ts';
import { text } from './strings.ts';

export interface ResumeDialogProps {
  readonly api: Api;
  readonly pause: LimitsAnswer['paused'][number];
  readonly onDone: () => Promise<void>;
  readonly onDismiss: () => void;
}

export default function ResumeDialog({ api, pause, onDone, onDismiss }: ResumeDialogProps): ReactNode {
  const { prefix, kind, client_id } = pause;
  const [reason, setReason] = useState('');
  const firstError = useFirstError<'reason'>(['reason']);
  const submission = useSubmission<'reason'>({
    fields: REASON_FIELD,
    check: ({ reason: given }) => missingReason(given),
    async send() {
      try {
        await api.resumePrefix(prefix, {
          paused: false,
          ...(kind === undefined ? {} : { kind }),
          ...(client_id === undefined ? {} : { client_id }),
          reason,
        });
      } finally {
        await onDone();
      }
      onDismiss();
    },
  });
  return (
    <ReasonDialog<never>
      title={text.resuming.title}
      confirmLabel={text.resume}
      effect={withIds(text.resuming.effect, prefix)}
      values={{ reason }}
      onReason={setReason}
      submission={submission}
      firstError={firstError}
      onDismiss={onDismiss}
    />
  );
}

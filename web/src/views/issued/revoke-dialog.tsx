/** Asks before a person's token is taken back. */
import type { ReactNode } from 'react';
import type { Api } from '../../api/api-client.ts';
import { LazyConfirmDialog } from '../../shell/lazy-confirm-dialog.tsx';
import { withIds } from '../../shell/with-ids.tsx';
import { strings } from '../../strings.ts';
import type { TimedToken } from './merge-rows.ts';

const text = strings.issued.revocation;

export interface RevokeDialogProps {
  readonly api: Api;
  readonly token: TimedToken;
  readonly onRevoked: () => void;
  readonly onDismiss: () => void;
}

export function RevokeDialog({ api, token, onRevoked, onDismiss }: RevokeDialogProps): ReactNode {
  return (
    <LazyConfirmDialog
      title={text.title}
      confirmLabel={text.confirm}
      onConfirm={async () => {
        await api.revokeToken(token);
        onRevoked();
      }}
      onDismiss={onDismiss}
    >
      {withIds(text.detail, token.user_id, token.purpose, token.destination)}
    </LazyConfirmDialog>
  );
}

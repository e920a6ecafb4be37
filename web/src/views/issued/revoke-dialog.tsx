/** Asks for confirmation before a token is revoked. */
import type { ReactNode } from 'react';
import type { Api } from '../../api/api-client.ts';
import { LazyConfirmDialog } from '../../shell/lazy-confirm-dialog.tsx';
import { withIds } from '../../shell/with-ids.tsx';
import type { TimedToken } from './merge-rows.ts';
import { text } from './strings.ts';

export interface RevokeDialogProps {
  readonly api: Api;
  readonly token: TimedToken;
  readonly onRevoked: () => Promise<void>;
  readonly onDismiss: () => void;
}

export function RevokeDialog({ api, token, onRevoked, onDismiss }: RevokeDialogProps): ReactNode {
  return (
    <LazyConfirmDialog
      title={text.revocation.title}
      confirmLabel={text.revoke}
      onConfirm={async () => {
        await api.revokeToken(token);
        await onRevoked();
      }}
      onDismiss={onDismiss}
    >
      {withIds(text.revocation.detail, token.user_id, token.purpose, token.destination)}
    </LazyConfirmDialog>
  );
}

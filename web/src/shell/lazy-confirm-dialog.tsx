/** The confirmation dialog, loaded on demand: most visits confirm nothing. */
import type { ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import type { ConfirmDialogProps } from './confirm-dialog.tsx';

const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'));

export function LazyConfirmDialog(props: ConfirmDialogProps): ReactNode {
  return (
    <Suspense fallback={null}>
      <ConfirmDialog {...props} />
    </Suspense>
  );
}

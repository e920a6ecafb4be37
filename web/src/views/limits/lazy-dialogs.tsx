/** The dialogs of the limits view, loaded on demand: most visits only look. */
import type { ComponentType, ReactNode } from 'react';
import { lazy, Suspense } from 'react';
import type { ClearPrefixDialogProps } from './clear-prefix-dialog.tsx';
import type { PrefixRuleDialogProps } from './prefix-rule-dialog.tsx';
import type { RaiseDialogProps } from './raise-dialog.tsx';
import type { ResumeDialogProps } from './resume-dialog.tsx';

function onDemand<Props extends object>(load: () => Promise<{ readonly default: ComponentType<Props> }>) {
  const Dialog = lazy(load) as unknown as ComponentType<Props>;
  return function LazyDialog(props: Props): ReactNode {
    return (
      <Suspense fallback={null}>
        <Dialog {...props} />
      </Suspense>
    );
  };
}

export const LazyResumeDialog = onDemand<ResumeDialogProps>(() => import('./resume-dialog.tsx'));
export const LazyPrefixRuleDialog = onDemand<PrefixRuleDialogProps>(() => import('./prefix-rule-dialog.tsx'));
export const LazyClearPrefixDialog = onDemand<ClearPrefixDialogProps>(
  () => import('./clear-prefix-dialog.tsx'),
);
export const LazyRaiseDialog = onDemand<RaiseDialogProps>(() => import('./raise-dialog.tsx'));

/** An outcome as colour, sign and word. */
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { ActivityOutcome } from '../../../../handlers/contract/activity.ts';
import { SIGNS } from './signs.ts';
import { text } from './strings.ts';

export const Outcome = ({ outcome }: { readonly outcome: ActivityOutcome }): ReactNode => (
  <StatusIndicator type={SIGNS[outcome] ?? 'info'}>{text.outcomes[outcome] ?? outcome}</StatusIndicator>
);

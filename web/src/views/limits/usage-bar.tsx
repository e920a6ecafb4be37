/** How much of a limit is used, and when it resets. */
import ProgressBar from '@cloudscape-design/components/progress-bar';
import type { ReactNode } from 'react';
import { TimeLeft } from '../../time/time-left.tsx';
import { text } from './strings.ts';

export interface UsageBarProps {
  readonly label: string;
  readonly used: number;
  readonly limit: number;
  readonly description: string;
  /** ISO 8601. */
  readonly resetsAt: string;
}

export function UsageBar({ label, used, limit, description, resetsAt }: UsageBarProps): ReactNode {
  return (
    <ProgressBar
      label={label}
      description={description}
      value={limit === 0 ? 100 : Math.min(100, (used / limit) * 100)}
      additionalInfo={
        <>
          {text.resets} <TimeLeft iso={resetsAt} />
        </>
      }
    />
  );
}

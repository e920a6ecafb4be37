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
      value={percentOf(used, limit)}
      additionalInfo={
        <>
          {text.resets} <TimeLeft iso={resetsAt} />
        </>
      }
    />
  );
}

/** Whole: a screen reader would read all decimals of the quotient. What is used is never shown as nothing. */
function percentOf(used: number, limit: number): number {
  if (limit === 0) {
    return 100;
  }
  const percent = Math.min(100, (used / limit) * 100);
  return percent > 0 && percent < 1 ? 1 : Math.floor(percent);
}

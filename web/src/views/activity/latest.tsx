/** The newest entry of a search, at once and in words: what happened, when, and what to do. */
import type { AlertProps } from '@cloudscape-design/components/alert';
import Alert from '@cloudscape-design/components/alert';
import type { ReactNode } from 'react';
import type { ActivityEntry } from '../../../../handlers/contract/routes/activity.ts';
import { formatAgo } from '../../time/format-time.ts';
import { useTick } from '../../time/use-tick.ts';
import { adviceFor } from './advice.ts';
import { Remedy } from './reason.tsx';
import { SIGNS } from './signs.ts';
import { text } from './strings.ts';

export function Latest({ entry }: { readonly entry: ActivityEntry }): ReactNode {
  const ago = useTick((nowMs) => formatAgo(entry.at, nowMs));
  const type: AlertProps.Type = SIGNS[entry.outcome] ?? 'info';
  return (
    <Alert type={type} header={text.latest(text.outcomes[entry.outcome] ?? entry.outcome, ago)}>
      {adviceFor(entry).says} <Remedy entry={entry} />
    </Alert>
  );
}

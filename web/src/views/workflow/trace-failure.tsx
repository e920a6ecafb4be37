/** Why there is no trace. That nothing was found is not a failure: tokens expire, and so does the log. */
import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import type { Failure } from '../../api/failures.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { routeHref } from '../../shell/routes.ts';
import type { Asked } from './asked.ts';
import { text } from './strings.ts';

export interface TraceFailureProps {
  readonly asked: Asked;
  readonly failure: Failure;
  readonly onRetry: () => void;
}

export function TraceFailure({ asked, failure, onRetry }: TraceFailureProps): ReactNode {
  if (failure.kind !== 'problem' || failure.problem.code !== 'not_found') {
    return <FailureAlert failure={failure} onRetry={onRetry} />;
  }
  const isPerson = asked.kind === 'person';
  return (
    <Alert type="info" header={isPerson ? text.noToken : text.noExecution}>
      {isPerson ? text.noTokenDetail : text.noExecutionDetail}{' '}
      <Link href={activityOf(asked)} variant="primary">
        {text.inActivity}
      </Link>
    </Alert>
  );
}

/** What happened outlives tokens, and has requests that started no execution. */
const activityOf = (asked: Asked): string =>
  routeHref(
    'activity',
    asked.kind === 'person'
      ? { user_id: asked.userId }
      : { period: 'any', [asked.kind === 'request' ? 'request_id' : 'execution']: asked.id },
  );

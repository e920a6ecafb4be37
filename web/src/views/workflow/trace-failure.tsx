/** Why there is no trace. That nothing was found is not a failure: tokens expire, and so does the log. */
import Alert from '@cloudscape-design/components/alert';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { ReactNode } from 'react';
import { use } from 'react';
import type { Failure } from '../../api/failures.ts';
import { FailureAlert } from '../../shell/failure-alert.tsx';
import { MayReadContext } from '../../shell/may-read.ts';
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
    return (
      <SpaceBetween size="xs">
        <FailureAlert failure={failure} onRetry={onRetry} />
        {asked.kind !== 'person' && isUnavailable(failure) && (
          <Alert type="info">
            {text.timeInActivity} <ActivityOf asked={asked} />
          </Alert>
        )}
      </SpaceBetween>
    );
  }
  const isPerson = asked.kind === 'person';
  return (
    <Alert type="info" header={isPerson ? text.noToken : text.noExecution}>
      {isPerson ? text.noTokenDetail : text.noExecutionDetail} <ActivityOf asked={asked} />
    </Alert>
  );
}

/** A large log cannot be searched for one request at once. */
const isUnavailable = (failure: Failure): boolean =>
  failure.kind === 'problem' && failure.problem.code === 'executions_unavailable';

function ActivityOf({ asked }: { readonly asked: Asked }): ReactNode {
  const { activity } = use(MayReadContext);
  return (
    activity && (
      <Link href={activityOf(asked)} variant="primary">
        {text.inActivity}
      </Link>
    )
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

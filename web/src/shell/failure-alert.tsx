/** Shows why a call to the API failed, in the service's own words where it gave any. */
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import type { Failure } from '../api/failures.ts';
import { shared } from '../strings.ts';
import { describeFailure } from './describe-failure.ts';
import { RetryAfter } from './retry-after.tsx';
import { strings } from './strings.ts';
import { TraceThisRequest } from './trace-this-request.tsx';

export interface FailureAlertProps {
  readonly failure: Failure;
  /** Offers to try again. */
  readonly onRetry?: () => void;
}

export function FailureAlert({ failure, onRetry }: FailureAlertProps): ReactNode {
  if (failure.kind === 'session_expired') {
    return null;
  }
  const { title, sentences, retryAfterSeconds, requestId, explanation } = describeFailure(failure);
  return (
    <Alert type="error" header={title} action={onRetry && <Button onClick={onRetry}>{shared.retry}</Button>}>
      {sentences.map((sentence) => (
        <div key={sentence}>{sentence}</div>
      ))}
      {retryAfterSeconds !== undefined && <RetryAfter key={requestId} seconds={retryAfterSeconds} />}
      {requestId && (
        <div className="request-id">
          {shared.requestId}: <code>{requestId}</code>{' '}
          <TraceThisRequest key={requestId} requestId={requestId} />
        </div>
      )}
      {explanation && (
        <Link href={explanation} target="_blank" variant="primary">
          {strings.failure.explain}
        </Link>
      )}
    </Alert>
  );
}

/** What a view shows when a call has failed, and while the first answer is loading. */
import type { ReactNode } from 'react';
import type { Loaded } from '../api/use-answer.ts';
import { FailureAlert } from './failure-alert.tsx';
import { Loading } from './loading.tsx';

/** A list rather than a component, so that it takes no space in the view's layout when it is empty. */
export const loadingState = (
  { answer, failure, loading, reload }: Loaded<unknown>,
  loadingText: string,
): ReactNode => [
  failure && <FailureAlert key="failure" failure={failure} onRetry={() => void reload()} />,
  loading && answer === undefined && <Loading key="loading">{loadingText}</Loading>,
];

/** What a view shows above an answer that did not come, and in the place of one that is on its way. */
import type { ReactNode } from 'react';
import type { Loaded } from '../api/use-answer.ts';
import { FailureAlert } from './failure-alert.tsx';
import { Loading } from './loading.tsx';

/** A list and no component: what is empty takes no place among a view's parts. */
export const loadingState = (
  { answer, failure, loading, reload }: Loaded<unknown>,
  loadingText: string,
): ReactNode => [
  failure && <FailureAlert key="failure" failure={failure} onRetry={() => void reload()} />,
  loading && answer === undefined && <Loading key="loading">{loadingText}</Loading>,
];

/** Puts a failure into words. */
import type { Failure } from '../api/failures.ts';
import { strings } from './strings.ts';

export interface FailureDescription {
  readonly title: string;
  readonly sentences: readonly string[];
  /** Counted from the time of the answer. */
  readonly retryAfterSeconds?: number;
  readonly requestId?: string;
  /** Where the problem's code is explained. */
  readonly explanation?: string;
}

export function describeFailure(failure: Exclude<Failure, { kind: 'session_expired' }>): FailureDescription {
  switch (failure.kind) {
    case 'unreachable':
      return { title: strings.failure.unreachableTitle, sentences: [strings.failure.unreachableDetail] };
    case 'token_gone':
      return { title: strings.failure.goneTitle, sentences: [strings.failure.goneDetail] };
    case 'unexpected':
      return {
        title: strings.failure.unexpectedTitle,
        sentences: [strings.failure.unexpectedDetail(failure.status)],
      };
    case 'problem': {
      const { title, detail, request_id, type, errors = [] } = failure.problem;
      const retryAfter = failure.retryAfterSeconds;
      return {
        title,
        sentences: [detail, ...errors.map(({ field, rule }) => `${field}: ${rule}`)],
        ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
        ...(request_id === undefined ? {} : { requestId: request_id }),
        explanation: type,
      };
    }
  }
}

/** A refusal by policy is an answer, not a fault: rules return it and never throw it. */
import type { CountedMetric } from '../contract/metrics.ts';
import type { FieldError, ProblemExtensions, ReachedLimit } from '../contract/problem-document.ts';
import { DETAILS, problem } from '../contract/problem-document.ts';
import type { ProblemCode, ToldProblemCode } from '../contract/problems.ts';
import { PROBLEMS } from '../contract/problems.ts';
import type { Rejected } from '../contract/workflow.ts';

export interface Refusal {
  readonly code: ProblemCode;
  /** For people; never contains a value that the caller sent. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Becomes the Retry-After header and a member of the problem document. */
  readonly retryAfterSeconds?: number;
  readonly extensions?: Omit<ProblemExtensions, 'retry_after'>;
  /** Present where what was asked for may have been done all the same. */
  readonly isOutcomeUnknown?: true;
  /**
   * Of a delivery: what its endpoint counts. Absent where that is done, as the state machine counts what it refuses and
   * AWS counts the machine's faults.
   */
  readonly countAs?: Extract<CountedMetric, { readonly metric: 'RequestsRefused' | 'RequestsFailed' }>;
}

export type Decision<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export const accept = <T>(value: T): Decision<T> => ({ ok: true, value });

export const refuse = (
  code: ProblemCode,
  detail: string,
  errors?: readonly FieldError[],
): Decision<never> => ({
  ok: false,
  refusal: { code, detail, ...(errors ? { errors } : {}) },
});

export const refuseFields = (errors: readonly FieldError[]): Decision<never> =>
  refuse('invalid_request', DETAILS.invalid_request, errors);

/** A temporary refusal: it tells the caller when to retry, and which limit was reached. */
export const refuseUntil = (
  code: ToldProblemCode,
  detail: string,
  retryAfterSeconds: number,
  limit?: ReachedLimit,
): Decision<never> => ({
  ok: false,
  refusal: { code, detail, retryAfterSeconds, ...(limit ? { extensions: { limit } } : {}) },
});

/** The refusal in the form that the state machine routes and the response template prints. */
export function rejected(refusal: Refusal, requestId: string): Rejected {
  const { code, detail, errors, retryAfterSeconds } = refusal;
  const wait = retryAfterSeconds === undefined ? {} : { retry_after: retryAfterSeconds };
  const extensions = { ...refusal.extensions, ...wait };
  return {
    decision: 'rejected',
    response: {
      http_status: PROBLEMS[code].status,
      ...wait,
      body: JSON.stringify(problem(code, detail, requestId, errors, extensions)),
    },
  };
}

/** A refusal by policy is an answer, not a fault: rules return it, and nothing throws it. */
import { type FieldError, PROBLEMS, type ProblemCode, problem } from '../contract/problems.ts';
import type { Rejected } from '../contract/workflow.ts';

export interface Refusal {
  readonly code: ProblemCode;
  /** For people; never holds a value that the caller sent. */
  readonly detail: string;
  readonly errors?: readonly FieldError[];
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
  refuse('invalid_request', 'Some fields are not valid; errors says which and why.', errors);

/** The refusal as the state machine routes it and the response template prints it. */
export function rejected({ code, detail, errors }: Refusal, requestId: string): Rejected {
  return {
    decision: 'rejected',
    response: {
      http_status: PROBLEMS[code].status,
      body: JSON.stringify(problem(code, detail, requestId, errors)),
    },
  };
}

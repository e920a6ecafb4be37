/** The ways in which a call to the API fails, as data that a view can show. */
import type { Problem } from '../../../handlers/contract/problem-document.ts';

/** The firewall's own answers have no request id. */
export type ReceivedProblem = Omit<Problem, 'request_id'> & Partial<Pick<Problem, 'request_id'>>;

export type Failure =
  | {
      readonly kind: 'problem';
      readonly problem: ReceivedProblem;
      /** From the Retry-After header. */
      readonly retryAfterSeconds?: number;
    }
  /** The answer was not a problem document: a proxy's page, for example. */
  | { readonly kind: 'unexpected'; readonly status: number }
  | { readonly kind: 'unreachable' }
  /** The token to reveal has expired or been replaced in the meantime. */
  | { readonly kind: 'token_gone' }
  /** The session's own notice reports it, so a view need not. */
  | { readonly kind: 'session_expired' };

export class CallFailed extends Error {
  override readonly name = 'CallFailed';
  readonly failure: Failure;

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.kind, options);
    this.failure = failure;
  }
}

/**
 * Returns the failure that an error carries.
 * @throws anything else unchanged: it is a defect, to be logged rather than shown.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof CallFailed) {
    return error.failure;
  }
  throw error;
}

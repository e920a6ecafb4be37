/**
 * The ways in which a call fails. No message holds a person's data, a code, an access token or a secret, so all
 * of them may be logged.
 */
import type { PROBLEMS, Problem, ProblemCode } from './contract.ts';
import type { NoAnswer } from './exchange.ts';

/** What the errors of one request have in common. */
export interface RequestFacts {
  readonly isOutcomeUnknown: boolean;
  readonly idempotencyKey?: string | undefined;
}

/** What every error of this package extends, except what an aborted `AbortSignal` throws: its own reason. */
export abstract class TokenCourierError extends Error {
  /**
   * Whether the request may have been carried out all the same: the code may be on its way, the token used up.
   * The same request with the same `idempotencyKey` finds out.
   */
  readonly isOutcomeUnknown: boolean;
  /** The `Idempotency-Key` that the request was sent with. */
  readonly idempotencyKey: string | undefined;

  constructor(message: string, { isOutcomeUnknown, idempotencyKey }: RequestFacts) {
    super(message);
    this.isOutcomeUnknown = isOutcomeUnknown;
    this.idempotencyKey = idempotencyKey;
  }
}

/** A problem document as callers receive it: the firewall's own have no request id. */
export type ReceivedProblem = Omit<Problem, 'request_id'> & Partial<Pick<Problem, 'request_id'>>;

/**
 * The API refused the request, or failed: an RFC 9457 problem document. Branch on `code`; docs/problems.md says
 * what each means. A newer service may have codes that this version does not list.
 */
export class ProblemError extends TokenCourierError {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly status: number;
  readonly problem: ReceivedProblem;
  /** Seconds after which the same request may succeed; undefined where waiting does not help. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ReceivedProblem, retryAfterSeconds: number | undefined, facts: RequestFacts) {
    const request = problem.request_id === undefined ? '' : ` (request ${problem.request_id})`;
    super(`${problem.code}: ${problem.detail}${request}`, facts);
    this.code = problem.code;
    this.status = problem.status;
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A `ProblemError` with one of these codes. */
export type ProblemErrorOf<Code extends ProblemCode> = ProblemError & {
  readonly code: Code;
  readonly retryAfterSeconds: (typeof PROBLEMS)[Code]['saysWhen'] extends true ? number : number | undefined;
};

/**
 * Whether an error is a problem with one of the codes; without codes, whether it is a problem at all. By its name,
 * because a CommonJS program that uses an ES module of this package has two copies of the class.
 */
export function isProblem<Code extends ProblemCode = ProblemCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is ProblemErrorOf<Code> {
  const problem =
    error instanceof Error && error.name === 'ProblemError' ? (error as ProblemError) : undefined;
  return problem !== undefined && (codes.length === 0 || codes.some((code) => code === problem.code));
}

/** There was no answer, or none in time. */
export class NoAnswerError extends TokenCourierError {
  override readonly name = 'NoAnswerError';
  readonly reason: 'timeout' | 'network';

  constructor({ silence, systemCode = 'no connection' }: NoAnswer, host: string, facts: RequestFacts) {
    super(`No answer from ${host}${silence === 'timeout' ? ' in time' : `: ${systemCode}`}`, facts);
    this.reason = silence;
  }
}

/** The answer was not the API's: a proxy's page, a redirect, or a URL that is not an API's. */
export class UnexpectedAnswerError extends TokenCourierError {
  override readonly name = 'UnexpectedAnswerError';
  readonly status: number;

  constructor(status: number, host: string, facts: RequestFacts) {
    super(`${host} answered ${status} with something other than the API's JSON`, facts);
    this.status = status;
  }
}

/** The token endpoint refused the client's credentials or scopes. This attempt got no access token, so it did not reach the API. */
export class AccessTokenError extends TokenCourierError {
  override readonly name = 'AccessTokenError';
  readonly status: number;
  /** The `error` of RFC 6749 section 5.2, such as `invalid_client`; undefined if there was none. */
  readonly error: string | undefined;

  constructor(status: number, error: string | undefined, facts: RequestFacts) {
    super(
      `No access token: the token endpoint answered ${status}${error === undefined ? '' : ` ${error}`}`,
      facts,
    );
    this.status = status;
    this.error = error;
  }
}

/** The receipt must not be accepted. */
export class InvalidReceiptError extends TokenCourierError {
  override readonly name = 'InvalidReceiptError';

  constructor(rule: string) {
    super(`The receipt is not valid: it ${rule}`, { isOutcomeUnknown: false });
  }
}

/**
 * The answer that reports a problem: an RFC 9457 problem document and what goes with it. The problems
 * themselves are in problems.ts.
 */

import type { ProblemCode } from './problems.ts';
import { PROBLEMS } from './problems.ts';
import { FEEDBACK_REASONS } from './vocabulary.ts';

/**
 * How to send an access token, for the WWW-Authenticate header (RFC 6750 section 3). It has no error code,
 * because API Gateway does not say whether an access token was sent.
 */
export const BEARER_CHALLENGE = 'Bearer realm="token-courier"';

/** Details that the API's examples repeat. */
export const DETAILS = {
  invalid_request: 'One or more fields are invalid; see errors.',
  no_destination: 'There is no usable destination; errors says what is missing.',
  rate_limited: 'A send limit has been reached; limit says which.',
} as const satisfies Partial<Record<ProblemCode, string>>;

export const NO_NUMBER = {
  field: 'phone_number',
  rule: 'is neither in the request nor in a contact',
} as const satisfies FieldError;

/**
 * A rule that a field broke. `field` is a JSON member name, a path (`a.b`), a parameter, a header or `body`.
 */
export interface FieldError {
  readonly field: string;
  readonly rule: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
  readonly request_id: string;
  readonly errors?: readonly FieldError[];
  /** The limit that was reached: an extension member, as RFC 9457 section 3.2 allows. */
  readonly limit?: ReachedLimit;
  /** The rule of the destination policy that a number or address breaks: an extension member too. */
  readonly rule?: DestinationRule;
  /** Seconds, as in the Retry-After header, for callers that see only the body. */
  readonly retry_after?: number;
}

/** Members beyond those of RFC 9457. */
export type ProblemExtensions = Pick<Problem, 'limit' | 'rule' | 'retry_after'>;

export const DESTINATION_RULES = [
  'country',
  'prefix',
  'number_type',
  'opt_out',
  ...FEEDBACK_REASONS,
] as const;
export type DestinationRule = (typeof DESTINATION_RULES)[number];

/**
 * Used by API Gateway and by the endpoints, which check the type themselves because proxies get every media
 * type.
 */
export const NOT_JSON = {
  detail: 'Send application/json.',
  errors: [{ field: 'Content-Type', rule: 'must be application/json' }],
} as const;

/** Which limit, and what it allows: `limit` in `window_seconds`. */
export interface ReachedLimit {
  readonly name: string;
  readonly limit: number;
  readonly window_seconds: number;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** The `type` of a problem: a reference to its description on the page's origin. */
const problemType = (code: ProblemCode): string => `/problems.html#${code}`;

/**
 * Builds the problem document for a code.
 * `requestId` is API Gateway's extended request id, which callers cannot set; the access log has it too.
 */
export function problem(
  code: ProblemCode,
  detail: string,
  requestId: string,
  errors?: readonly FieldError[],
  extensions: ProblemExtensions = {},
): Problem {
  const { status, title } = PROBLEMS[code];
  return {
    type: problemType(code),
    title,
    status,
    detail,
    code,
    request_id: requestId,
    ...(errors && errors.length > 0 ? { errors } : {}),
    ...extensions,
  };
}

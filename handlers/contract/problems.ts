/**
 * Every problem that the API answers with, as RFC 9457 problem details.
 *
 * `code` is stable and for programs; `title` is fixed per code; `detail` is for people and may
 * change. `type` is relative: the page serves a description of each code under it.
 */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid access token is required' },
  forbidden: { status: 403, title: 'The access token does not allow this' },
  blocked: { status: 403, title: 'The request was blocked' },
  not_found: { status: 404, title: 'Not found' },
  superseded: { status: 409, title: 'A newer token was issued in the meantime' },
  contact_changed: { status: 409, title: 'The contact was changed in the meantime' },
  request_in_progress: { status: 409, title: 'The first request with this key is still running' },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is not application/json' },
  no_destination: { status: 422, title: 'There is no destination to send to' },
  destination_not_allowed: { status: 422, title: 'Nothing is sent to this destination' },
  idempotency_key_reused: { status: 422, title: 'The key was used with another request' },
  throttled: { status: 429, title: 'Too many requests' },
  rate_limited: { status: 429, title: 'A send limit is reached' },
  resend_too_soon: { status: 429, title: 'It is too soon to send again' },
  locked: { status: 429, title: 'Too many wrong tokens were tried' },
  destination_paused: { status: 429, title: 'Texts to numbers like this one are paused' },
  budget_exhausted: { status: 429, title: 'The budget for texts is used up' },
  internal_error: { status: 500, title: 'Something went wrong' },
  delivery_failed: { status: 502, title: 'The token could not be delivered' },
  store_unavailable: { status: 503, title: 'The token store is unavailable' },
  secret_unavailable: { status: 503, title: 'The token secret is unavailable' },
  signing_unavailable: { status: 503, title: 'The receipt could not be signed' },
  metrics_unavailable: { status: 503, title: 'The metrics could not be read' },
  executions_unavailable: { status: 503, title: 'The log of executions is unavailable' },
  audit_unavailable: { status: 503, title: 'The audit log is unavailable' },
  service_unavailable: { status: 503, title: 'The service is unavailable' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Seconds after which to try again, for the header Retry-After, where nothing says more exactly. */
export const RETRY_AFTER_SECONDS: Partial<Record<ProblemCode, number>> = {
  throttled: 1,
  store_unavailable: 1,
  secret_unavailable: 1,
  signing_unavailable: 1,
  metrics_unavailable: 1,
  executions_unavailable: 1,
  audit_unavailable: 1,
  service_unavailable: 5,
};

/**
 * How to send an access token, for the header WWW-Authenticate (RFC 6750 section 3). Without an error code, because
 * API Gateway does not tell whether a token was sent.
 */
export const BEARER_CHALLENGE = 'Bearer realm="token-courier"';

/** Details that examples of the API repeat. */
export const DETAILS = {
  invalid_request: 'One or more fields are invalid; see errors.',
  no_destination: 'There is no usable destination; errors says what is missing.',
  rate_limited: 'A send limit has been reached; limit says which.',
} as const satisfies Partial<Record<ProblemCode, string>>;

export const NO_NUMBER = {
  field: 'phone_number',
  rule: 'is neither in the request nor in a contact',
} as const satisfies FieldError;

/** One rule that one field broke. `field` is a JSON member name, a path (`a.b`), a parameter or `body`. */
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
  /** The rule of the destination policy that a number breaks: an extension member too. */
  readonly rule?: DestinationRule;
  /** Seconds, as in the Retry-After header, for readers who see only the body. */
  readonly retry_after?: number;
}

/** Members besides those of RFC 9457. */
export type ProblemExtensions = Pick<Problem, 'limit' | 'rule' | 'retry_after'>;

export const DESTINATION_RULES = ['country', 'prefix', 'number_type', 'opt_out'] as const;
export type DestinationRule = (typeof DESTINATION_RULES)[number];

/** Used by API Gateway and by the endpoints, which check it themselves because proxies get every media type. */
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

/** The `type` of a problem: a reference to its description on the page's own origin. */
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

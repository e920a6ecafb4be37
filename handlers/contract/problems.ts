/**
 * Every problem that the API answers with: what programs need. What people need is in problem-advice.ts.
 *
 * `code`, the name of the row, is stable and meant for programs. Answers, the gateway's templates,
 * docs/openapi.yaml, docs/problems.md and the page's list of problems are built from the two tables; the
 * document that carries a problem is in problem-document.ts.
 */

interface ProblemFacts {
  readonly status: number;
  /** Fixed for a code. */
  readonly title: string;
  /**
   * Seconds after which the same request may succeed, for the Retry-After header; `told` where the refusing
   * rule knows them. Absent where waiting does not help.
   */
  readonly retryAfterSeconds?: number | 'told';
}

export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  unauthorized: { status: 401, title: 'A valid access token is required' },
  forbidden: { status: 403, title: 'The access token does not allow this' },
  blocked: { status: 403, title: 'The request was blocked' },
  not_found: { status: 404, title: 'Not found' },
  superseded: { status: 409, title: 'A newer token was issued in the meantime' },
  contact_changed: { status: 409, title: 'The contact was changed in the meantime' },
  request_in_progress: {
    status: 409,
    title: 'The first request with this key is still running',
    retryAfterSeconds: 'told',
  },
  body_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The body is not application/json' },
  no_destination: { status: 422, title: 'There is no destination to send to' },
  confirmation_mismatch: { status: 422, title: 'The code does not confirm this address' },
  confirmation_expired: { status: 422, title: 'There is no valid code for this address' },
  destination_not_allowed: { status: 422, title: 'Nothing is sent to this destination' },
  idempotency_key_reused: { status: 422, title: 'The key was used with another request' },
  throttled: { status: 429, title: 'Too many requests', retryAfterSeconds: 1 },
  rate_limited: { status: 429, title: 'A send limit has been reached', retryAfterSeconds: 'told' },
  resend_too_soon: { status: 429, title: 'It is too soon to send again', retryAfterSeconds: 'told' },
  locked: { status: 429, title: 'Too many wrong tokens were tried', retryAfterSeconds: 'told' },
  destination_paused: {
    status: 429,
    title: 'Texts to numbers like this one are paused',
    retryAfterSeconds: 'told',
  },
  budget_exhausted: { status: 429, title: 'The budget for texts is used up', retryAfterSeconds: 'told' },
  internal_error: { status: 500, title: 'Something went wrong' },
  delivery_failed: { status: 502, title: 'The token could not be delivered' },
  store_unavailable: { status: 503, title: 'The token store is unavailable', retryAfterSeconds: 1 },
  secret_unavailable: { status: 503, title: 'The token secret is unavailable', retryAfterSeconds: 1 },
  signing_unavailable: { status: 503, title: 'The receipt could not be signed', retryAfterSeconds: 1 },
  metrics_unavailable: { status: 503, title: 'The metrics could not be read', retryAfterSeconds: 1 },
  executions_unavailable: {
    status: 503,
    title: 'The execution log is unavailable',
    retryAfterSeconds: 1,
  },
  audit_unavailable: { status: 503, title: 'The audit log is unavailable', retryAfterSeconds: 1 },
  service_unavailable: { status: 503, title: 'The service is unavailable', retryAfterSeconds: 5 },
} as const satisfies Record<string, ProblemFacts>;

type Problems = typeof PROBLEMS;
export type ProblemCode = keyof Problems;

/** Problems that the firewall returns by itself. */
export const FIREWALL_PROBLEMS = ['throttled', 'body_too_large', 'blocked'] as const satisfies ProblemCode[];

/** Problems whose rule says how long to wait. */
export type ToldProblemCode = {
  [Code in ProblemCode]: Problems[Code] extends { readonly retryAfterSeconds: 'told' } ? Code : never;
}[ProblemCode];

/** The wait that is the same for every answer with this code. */
export function fixedRetryAfterSeconds(code: ProblemCode): number | undefined {
  const { retryAfterSeconds }: ProblemFacts = PROBLEMS[code];
  return retryAfterSeconds === 'told' ? undefined : retryAfterSeconds;
}

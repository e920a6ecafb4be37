/** Problem documents as text, into which API Gateway inserts the request's id. */
import type { FieldError } from '../../handlers/contract/problem-document.ts';
import { problem } from '../../handlers/contract/problem-document.ts';
import type { ProblemCode } from '../../handlers/contract/problems.ts';
import { fixedRetryAfterSeconds } from '../../handlers/contract/problems.ts';
import { MAX_BODY_BYTES } from '../../handlers/contract/vocabulary.ts';

export interface GatewayProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

/** Returned by API Gateway, the response template or the web ACL, whichever notices first. */
export const BODY_TOO_LARGE = {
  detail: `The body is larger than ${MAX_BODY_BYTES} bytes.`,
  errors: [{ field: 'body', rule: `must be at most ${MAX_BODY_BYTES} bytes` }],
};

/** Returned by API Gateway, and by the web ACL in front of CloudFront. */
export const BLOCKED = { detail: 'The web application firewall blocked the request.' };

/**
 * The request's id in responses and logs. Unlike `$context.requestId`, callers can neither choose nor
 * override it. It is base64 (`VjR22Hr2oAMFnIw=`), so it can be printed where nothing can be escaped.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
export const REQUEST_ID = '$context.extendedRequestId';

/**
 * The problem as JSON; the request's id is its only expression. A problem with `retry_after` must be sent
 * with a Retry-After header of the same value.
 */
export function problemTemplate({ code, detail, errors }: GatewayProblem): string {
  const wait = fixedRetryAfterSeconds(code);
  return JSON.stringify(
    problem(code, detail, REQUEST_ID, errors, wait === undefined ? {} : { retry_after: wait }),
  );
}

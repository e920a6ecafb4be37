/** Problem documents as text that API Gateway completes with the request's id. */
import { type FieldError, type ProblemCode, problem } from '../handlers/contract/problems.ts';
import { MAX_BODY_BYTES } from '../handlers/contract/vocabulary.ts';

export interface GatewayProblem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
}

/** Said by API Gateway, the response template and the web ACL, whichever notices first. */
export const BODY_TOO_LARGE = {
  detail: `The body is larger than ${MAX_BODY_BYTES} bytes.`,
  errors: [{ field: 'body', rule: `must be at most ${MAX_BODY_BYTES} bytes` }],
};

/** Said by API Gateway and by the web ACL before CloudFront. */
export const BLOCKED = { detail: 'The web application firewall blocked the request.' };

/** The problem as JSON; `$context.requestId` is the one expression in it and needs no escaping. */
export const problemTemplate = ({ code, detail, errors }: GatewayProblem): string =>
  JSON.stringify(problem(code, detail, '$context.requestId', errors));

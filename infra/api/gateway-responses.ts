/**
 * The errors that API Gateway returns by itself, as problem+json.
 *
 * Gateway responses are not VTL: only `$context.x` is substituted, and nothing can be escaped. They therefore
 * contain nothing that a caller can set, such as `$context.requestId`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html
 */
import type { ResponseType as GatewayResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';
import { ResponseType } from 'aws-cdk-lib/aws-apigateway';
import { BEARER_CHALLENGE, NOT_JSON, PROBLEM_MEDIA_TYPE } from '../../handlers/contract/problem-document.ts';
import { fixedRetryAfterSeconds, PROBLEMS } from '../../handlers/contract/problems.ts';
import type { GatewayProblem } from './problem-templates.ts';
import { BLOCKED, BODY_TOO_LARGE, problemTemplate } from './problem-templates.ts';

/**
 * A Cognito authorizer returns UNAUTHORIZED whatever is wrong with the access token. Only
 * `$context.error.message` reveals that it has expired, and AWS does not document that text. The detail
 * therefore names every cause.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const NO_VALID_TOKEN =
  'The access token is missing, malformed, expired, or from another issuer, such as a local server before its restart. Get a new one and send it as Authorization: Bearer.';

export const NO_SUCH_ROUTE = 'There is no such route or method.';

const RESPONSES: readonly (readonly [GatewayResponseType, GatewayProblem])[] = [
  [
    ResponseType.BAD_REQUEST_BODY,
    {
      code: 'invalid_request',
      detail: 'The body is missing or is not a JSON object.',
      errors: [{ field: 'body', rule: 'must be a JSON object' }],
    },
  ],
  [
    ResponseType.BAD_REQUEST_PARAMETERS,
    { code: 'invalid_request', detail: 'A parameter is missing or malformed.' },
  ],
  [ResponseType.UNAUTHORIZED, { code: 'unauthorized', detail: NO_VALID_TOKEN }],
  [ResponseType.EXPIRED_TOKEN, { code: 'unauthorized', detail: 'The access token has expired.' }],
  [
    ResponseType.ACCESS_DENIED,
    { code: 'forbidden', detail: 'The access token lacks the scope of this route.' },
  ],
  [ResponseType.MISSING_AUTHENTICATION_TOKEN, { code: 'not_found', detail: NO_SUCH_ROUTE }],
  // Without a route, API Gateway takes an Authorization header for an AWS signature, and finds it
  // incomplete. No route of this API is signed, so there is no other reason for this answer.
  // https://github.com/amazon-archives/aws-cognito-angular-quickstart/issues/50
  [ResponseType.INVALID_SIGNATURE, { code: 'not_found', detail: NO_SUCH_ROUTE }],
  [ResponseType.RESOURCE_NOT_FOUND, { code: 'not_found', detail: NO_SUCH_ROUTE }],
  [ResponseType.REQUEST_TOO_LARGE, { code: 'body_too_large', ...BODY_TOO_LARGE }],
  [ResponseType.UNSUPPORTED_MEDIA_TYPE, { code: 'unsupported_media_type', ...NOT_JSON }],
  [
    ResponseType.THROTTLED,
    { code: 'throttled', detail: 'Requests exceed the rate that the API is configured for.' },
  ],
  [
    ResponseType.QUOTA_EXCEEDED,
    { code: 'throttled', detail: 'Requests exceed the rate that the API is configured for.' },
  ],
  [ResponseType.WAF_FILTERED, { code: 'blocked', ...BLOCKED }],
  [ResponseType.INTEGRATION_FAILURE, { code: 'service_unavailable', detail: 'Part of the service failed.' }],
  [ResponseType.INTEGRATION_TIMEOUT, { code: 'service_unavailable', detail: 'The service took too long.' }],
  [ResponseType.DEFAULT_4XX, { code: 'invalid_request', detail: 'The request was refused.' }],
  [ResponseType.DEFAULT_5XX, { code: 'internal_error', detail: 'The service failed unexpectedly.' }],
];

/** Adds a problem+json response for every error that API Gateway can return by itself. */
export function addGatewayResponses(api: RestApi): void {
  for (const [type, problem] of RESPONSES) {
    const retryAfterSeconds = fixedRetryAfterSeconds(problem.code);
    api.addGatewayResponse(`gateway-${type.responseType.toLowerCase().replaceAll('_', '-')}`, {
      type,
      statusCode: String(PROBLEMS[problem.code].status),
      templates: { 'application/json': problemTemplate(problem) },
      responseHeaders: {
        'Content-Type': `'${PROBLEM_MEDIA_TYPE}'`,
        'Cache-Control': "'no-store'",
        ...(retryAfterSeconds && { 'Retry-After': `'${retryAfterSeconds}'` }),
        ...(problem.code === 'unauthorized' && { 'WWW-Authenticate': `'${BEARER_CHALLENGE}'` }),
      },
    });
  }
}

/**
 * Serves a REST API in API Gateway's order: route, authorizer, request validator, integration. If one of them
 * refuses, the answer is a gateway response.
 */
import type { VerifyToken } from './authorize.ts';
import { authorize } from './authorize.ts';
import type { AwsCaller } from './aws-call.ts';
import { GatewayError } from './gateway-error.ts';
import type { GatewayAnswer, GatewayRequest, Pair } from './gateway-message.ts';
import { headerOf, mediaTypeOf } from './gateway-message.ts';
import { renderGatewayResponse } from './gateway-response.ts';
import { invokeLambdaProxy } from './lambda-proxy.ts';
import { runMappedIntegration } from './mapped-integration.ts';
import { matchRoute } from './match-route.ts';
import type { RequestContext } from './request-context.ts';
import { createRequestContext } from './request-context.ts';
import type { RestApi } from './rest-api.ts';
import { validateRequest } from './validate-request.ts';

/** API Gateway's payload limit. */
export const MAX_PAYLOAD_BYTES = 10 * 1024 * 1024;
const DEFAULT_CONTENT_TYPE = 'application/json';

export interface RestApiDependencies {
  readonly awsUrl: string;
  readonly verifyToken: VerifyToken;
  /** Called with the reason when a request ends with a 5xx gateway response. */
  readonly onFailure: (message: string) => void;
  /** Called with every answer, as API Gateway counts it. Default: nobody counts. */
  readonly onAnswer?: (answer: {
    readonly api: string;
    readonly stage: string;
    readonly status: number;
    readonly latencyMs: number;
    readonly route?: { readonly method: string; readonly resourcePath: string } | undefined;
  }) => void;
  readonly now?: () => number;
  /** Factor on the integrations' timeouts; see aws/wire/patience.ts. Default 1. */
  readonly patience?: number;
}

export type ServeRestApi = (request: GatewayRequest) => Promise<GatewayAnswer>;

/** Returns a function that answers requests whose path starts with the stage. */
export function serveRestApi(api: RestApi, dependencies: RestApiDependencies): ServeRestApi {
  const { awsUrl, now = Date.now, onAnswer, patience = 1 } = dependencies;
  const aws: AwsCaller = { awsUrl, region: api.region, patience };
  const { apiId, stage, stageVariables } = api;
  const serve = async (request: GatewayRequest, context: RequestContext): Promise<GatewayAnswer> => {
    const requestIds: readonly Pair[] = [
      ['x-amzn-RequestId', context.requestId],
      ['x-amz-apigw-id', context.extendedRequestId],
    ];
    try {
      const answer = await handle(api, request, context, aws, dependencies.verifyToken);
      return { ...answer, headers: [...requestIds, ...answer.headers] };
    } catch (thrown) {
      const error = asGatewayError(thrown);
      if (error.status >= 500) {
        dependencies.onFailure(`${request.method} ${routeOf(context)}: ${reasonOf(error)}`);
      }
      const answer = renderGatewayResponse(error, api.gatewayResponses, request, {
        context,
        stageVariables,
        requestHeaders: request.headers,
        query: request.query,
        pathParameters: {},
      });
      return { ...answer, headers: [...requestIds, ...answer.headers] };
    }
  };
  return async (request) => {
    const startedMs = now();
    const context = createRequestContext({ request, apiId, stage, nowMs: startedMs });
    const answer = await serve(request, context);
    const { resourcePath } = context;
    onAnswer?.({
      api: api.name,
      stage,
      status: answer.status,
      latencyMs: now() - startedMs,
      route: typeof resourcePath === 'string' ? { method: request.method, resourcePath } : undefined,
    });
    return answer;
  };
}

async function handle(
  api: RestApi,
  request: GatewayRequest,
  context: RequestContext,
  aws: AwsCaller,
  verifyToken: VerifyToken,
): Promise<GatewayAnswer> {
  if (request.body.length > MAX_PAYLOAD_BYTES) {
    throw new GatewayError('REQUEST_TOO_LARGE', `HTTP content length exceeded ${MAX_PAYLOAD_BYTES} bytes.`);
  }
  const path = request.path.slice(`/${api.stage}`.length) || '/';
  const match = matchRoute(api.routes, request.method, path);
  if (!match) {
    throw noRoute(headerOf(request.headers, 'Authorization'));
  }
  const { route, pathParameters } = match;
  Object.assign(context, { resourceId: route.resourceId, resourcePath: route.resourcePath });

  if (route.authorization) {
    const { scopes, tokenHeader } = route.authorization;
    const claims = await authorize(headerOf(request.headers, tokenHeader), scopes, verifyToken);
    Object.assign(context, { authorizer: { claims } });
  }

  const contentType = mediaTypeOf(headerOf(request.headers, 'Content-Type') || DEFAULT_CONTENT_TYPE);
  const bodyText = request.body.toString('utf8');
  const { headers, query } = request;
  validateRequest(route.rules, { headers, query, contentType, body: bodyText });

  const { stageVariables } = api;
  const { resourcePath, integration } = route;
  const call = {
    request,
    path,
    resourcePath,
    pathParameters,
    contentType,
    bodyText,
    context,
    stageVariables,
    aws,
  };
  return integration.type === 'AWS_PROXY'
    ? invokeLambdaProxy(integration, call)
    : runMappedIntegration(integration, call);
}

/**
 * Without a route there is no authorizer, and API Gateway takes what was sent for an AWS signature. Users
 * report the message; that its type is INVALID_SIGNATURE is inferred from the list of types.
 * https://github.com/amazon-archives/aws-cognito-angular-quickstart/issues/50
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
const noRoute = (authorization: string | undefined): GatewayError =>
  authorization === undefined
    ? new GatewayError('MISSING_AUTHENTICATION_TOKEN', 'Missing Authentication Token')
    : new GatewayError('INVALID_SIGNATURE', "Authorization header requires 'Credential' parameter.");

function asGatewayError(thrown: unknown): GatewayError {
  if (thrown instanceof GatewayError) {
    return thrown;
  }
  return new GatewayError('DEFAULT_5XX', 'Internal server error', { cause: thrown });
}

/** Not the request's path, because it contains user ids. */
const routeOf = ({ stage, resourcePath = '' }: RequestContext): string => `/${stage}${resourcePath}`;

function reasonOf(error: GatewayError): string {
  if (error.cause === undefined) {
    return error.message;
  }
  return error.cause instanceof Error ? error.cause.message : String(error.cause);
}

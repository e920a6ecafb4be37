/**
 * The Lambda proxy integration, payload format 1.0.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import { isObject, toObject, toText } from '../json-values.ts';
import { callAws } from './aws-call.ts';
import type { Call } from './call.ts';
import { GatewayError } from './gateway-error.ts';
import type { GatewayAnswer, Pair } from './gateway-message.ts';
import { headerOf, lastValues } from './gateway-message.ts';

const RESPONSE_MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded']);
const BAD_GATEWAY = 502;

interface ProxyIntegration {
  readonly functionArn: string;
  readonly timeoutMs: number;
}

/** @throws {GatewayError} with 502 when the function fails or does not return a proxy response */
export async function invokeLambdaProxy(integration: ProxyIntegration, call: Call): Promise<GatewayAnswer> {
  const result = await callAws(call.aws, {
    service: 'lambda',
    path: `/2015-03-31/functions/${encodeURIComponent(integration.functionArn)}/invocations`,
    headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
    body: JSON.stringify(createProxyEvent(call)),
    timeoutMs: integration.timeoutMs,
  });
  if (result.status >= 300 || result.headers.has('x-amz-function-error')) {
    throw new GatewayError('INTEGRATION_FAILURE', 'Internal server error', {
      status: BAD_GATEWAY,
      cause: result.headers.get('x-amz-function-error')
        ? `${errorTypeOf(result.body)} in the function`
        : result.status,
    });
  }
  return readProxyResponse(result.body);
}

/** An APIGatewayProxyEvent. Path and path parameters stay percent-encoded, as in REST APIs. */
function createProxyEvent(call: Call): Record<string, unknown> {
  const { request, context, pathParameters, stageVariables } = call;
  const headers = [...request.headers.filter(([name]) => !isForwarded(name)), ...forwardedHeaders(call)];
  return {
    resource: call.resourcePath,
    path: call.path,
    httpMethod: request.method,
    headers: orNull(lastValues(headers)),
    multiValueHeaders: orNull(allValues(headers)),
    queryStringParameters: orNull(lastValues(request.query)),
    multiValueQueryStringParameters: orNull(allValues(request.query)),
    pathParameters: orNull(pathParameters),
    stageVariables: orNull(stageVariables),
    requestContext: context,
    body: call.bodyText === '' ? null : call.bodyText,
    isBase64Encoded: false,
  };
}

/** @throws {GatewayError} with 502 when the payload is not a proxy response */
function readProxyResponse(payload: string): GatewayAnswer {
  const response = parseOrUndefined(payload);
  const isWellFormed = isObject(response) && Object.keys(response).every((key) => RESPONSE_MEMBERS.has(key));
  const status = Number(isWellFormed ? (response.statusCode ?? 200) : Number.NaN);
  const body = isWellFormed ? (response.body ?? '') : undefined;
  if (
    !isWellFormed ||
    !Number.isInteger(status) ||
    status < 200 ||
    status > 599 ||
    typeof body !== 'string'
  ) {
    throw new GatewayError('DEFAULT_5XX', 'Internal server error', {
      status: BAD_GATEWAY,
      cause: 'The function did not return a proxy response.',
    });
  }
  const headers = readHeaders(response);
  return {
    status,
    headers: headerOf(headers, 'Content-Type') ? headers : [['Content-Type', 'application/json'], ...headers],
    body: response.isBase64Encoded === true ? Buffer.from(body, 'base64') : body,
  };
}

/** If both members name a header, multiValueHeaders takes precedence. */
function readHeaders({ headers, multiValueHeaders }: Record<string, unknown>): Pair[] {
  const many = Object.entries(toObject(multiValueHeaders)).flatMap(([name, values]) =>
    (Array.isArray(values) ? values : []).map((value): Pair => [name, toText(value)]),
  );
  const single = Object.entries(toObject(headers)).map(([name, value]): Pair => [name, toText(value)]);
  return [...single.filter(([name]) => headerOf(many, name) === undefined), ...many];
}

const isForwarded = (name: string): boolean => /^x-forwarded-(for|port|proto)$/i.test(name);

/** As API Gateway does, appends the caller's address to those that it sent, which anyone can forge. */
function forwardedHeaders({ request }: Call): Pair[] {
  const sent = request.headers.filter(([name]) => /^x-forwarded-for$/i.test(name)).map(([, value]) => value);
  const port = (headerOf(request.headers, 'Host') ?? '').split(':').at(-1) ?? '';
  return [
    ['X-Forwarded-For', [...sent, request.sourceIp].join(', ')],
    ['X-Forwarded-Port', port],
    ['X-Forwarded-Proto', 'http'],
  ];
}

function allValues(pairs: readonly Pair[]): Record<string, string[]> {
  const names = [...new Set(pairs.map(([name]) => name))];
  return Object.fromEntries(
    names.map((name) => [name, pairs.filter(([each]) => each === name).map(([, value]) => value)]),
  );
}

const orNull = <T extends object>(value: T): T | null => (Object.keys(value).length === 0 ? null : value);

function parseOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Only the type of a function's error: its message and stack may contain personal data. */
const errorTypeOf = (payload: string): string =>
  toText(toObject(parseOrUndefined(payload)).errorType) || 'An error';

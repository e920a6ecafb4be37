/** Reads what API Gateway passes to a function, as payload format 1.0 of its Lambda proxy integration has it. */
import { isIP } from 'node:net';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

export type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

type Headers = APIGatewayProxyEvent['headers'] | null;

/** Not `requestId`, which a caller can set. Only a call that bypasses API Gateway has no extended one. */
export const requestIdOf = ({ requestContext }: APIGatewayProxyEvent, { awsRequestId }: Context): string =>
  requestContext.extendedRequestId ?? awsRequestId;

/** Undefined when there is none. */
export function bodyIn({ body, isBase64Encoded }: APIGatewayProxyEvent): string | undefined {
  return (isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString() : body) ?? undefined;
}

/** Without parameters, in lower case; undefined when the header is missing or empty. */
export function mediaTypeIn(headers: Headers): string | undefined {
  const sent = headersNamed('content-type', headers).at(-1);
  return sent === undefined || sent === '' ? undefined : sent.split(';', 1)[0]?.trim().toLowerCase();
}

/** The values of a header; names keep the spelling of the request. */
export const headersNamed = (lowerCase: string, headers: Headers): string[] =>
  Object.entries(headers ?? {}).flatMap(([name, value]) =>
    name.toLowerCase() === lowerCase && value !== undefined ? [value] : [],
  );

/**
 * API Gateway puts the address of its caller last, which is `sourceIp`. The one before it is whatever the
 * caller sent: from CloudFront, the viewer's address.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 */
export function viewerIn(headers: Headers): string | undefined {
  const address = headersNamed('x-forwarded-for', headers).at(-1)?.split(',').at(-2)?.trim();
  return address !== undefined && isIP(address) > 0 ? address : undefined;
}

/**
 * The path parameters, decoded; undefined for one that is not percent-encoded UTF-8. REST APIs pass them on as they
 * were in the URL, while query parameters arrive decoded: `/posts/%40` gives `%40`
 * (https://github.com/serverless/serverless/issues/5037; REST compared with HTTP APIs:
 * https://github.com/middleapi/standard-server/pull/93).
 */
export const pathIn = ({
  pathParameters,
}: APIGatewayProxyEvent): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    Object.entries(pathParameters ?? {}).map(([name, value]) => [name, decode(value ?? '')]),
  );

function decode(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Calls handlers as Lambda does, and captures what they log. */
import { jest } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

export const CONTEXT = { functionName: 'function', awsRequestId: 'invocation' } as Context;

interface Call {
  readonly body?: string;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly scope?: string;
  readonly client?: string;
  readonly headers?: Record<string, string>;
  /** Claims of the access token other than scope and client. */
  readonly claims?: Record<string, string>;
}

/** An event as a REST API's proxy integration sends it, with the fields that the code reads. */
export const proxyEvent = ({
  body,
  path,
  query,
  scope,
  client,
  headers,
  claims,
}: Call): APIGatewayProxyEvent =>
  ({
    body: body ?? null,
    isBase64Encoded: false,
    pathParameters: path ?? null,
    queryStringParameters: query ?? null,
    headers: { Authorization: 'Bearer access-token', ...headers },
    requestContext: {
      requestId: 'set by the caller',
      extendedRequestId: 'request-1',
      identity: { sourceIp: '192.0.2.1' },
      authorizer: {
        claims: { client_id: client ?? 'c', sub: client ?? 'c', scope: scope ?? '', ...claims },
      },
    },
  }) as unknown as APIGatewayProxyEvent;

export const bodyOf = (result: APIGatewayProxyResult): unknown => JSON.parse(result.body);

/** Captures standard output and error instead of printing; `stop` restores them and returns the text. */
export function captureLog(): { stop(): string } {
  let log = '';
  const keep = (chunk: unknown) => {
    log += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) =>
    jest.spyOn(stream, 'write').mockImplementation(keep),
  );
  return {
    stop() {
      for (const spy of spies) {
        spy.mockRestore();
      }
      return log;
    },
  };
}

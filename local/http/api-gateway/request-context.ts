/** `$context` in templates, which is also `requestContext` in a Lambda proxy event. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { GatewayRequest } from './gateway-message.ts';
import { headerOf } from './gateway-message.ts';

const ACCOUNT_ID = '000000000000';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The bytes that an extended request id encodes: `VjR22Hr2oAMFnIw=`. */
const EXTENDED_ID_BYTES = 11;

export type RequestContext = Record<string, unknown> & {
  /** The caller's own id, if it sent one. */
  readonly requestId: string;
  /** Cannot be set by callers. */
  readonly extendedRequestId: string;
};

interface ContextSources {
  readonly request: GatewayRequest;
  readonly apiId: string;
  readonly stage: string;
  readonly nowMs: number;
}

/** The members that are known before the route is found. */
export function createRequestContext({ request, apiId, stage, nowMs }: ContextSources): RequestContext {
  const domainName = headerOf(request.headers, 'Host') ?? 'localhost';
  return {
    accountId: ACCOUNT_ID,
    apiId,
    domainName,
    domainPrefix: domainName.split('.', 1)[0],
    extendedRequestId: extendedRequestId(),
    httpMethod: request.method,
    identity: {
      accountId: null,
      apiKey: null,
      caller: null,
      cognitoIdentityId: null,
      sourceIp: request.sourceIp,
      user: null,
      userAgent: headerOf(request.headers, 'User-Agent') ?? null,
      userArn: null,
    },
    path: request.path,
    protocol: 'HTTP/1.1',
    // Callers may set it: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
    requestId: headerOf(request.headers, 'x-amzn-RequestId') || randomUUID(),
    requestTime: commonLogTime(new Date(nowMs)),
    requestTimeEpoch: nowMs,
    stage,
  };
}

const extendedRequestId = (): string => `${randomBytes(EXTENDED_ID_BYTES).toString('base64url')}=`;

/** `22/Nov/2026:11:52:53 +0000`, as access logs write it. */
function commonLogTime(time: Date): string {
  const [date = '', clock = ''] = time.toISOString().split(/[T.]/);
  const [year, month, day] = date.split('-');
  return `${day}/${MONTHS[Number(month) - 1]}/${year}:${clock} +0000`;
}

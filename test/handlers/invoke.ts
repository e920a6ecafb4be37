/** Calls handlers as Lambda does, and listens to what they log. */
import { jest } from '@jest/globals';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';

/** What the stack would set; values that tests look for. */
export const ENVIRONMENT = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
  AUDIT_LOG_GROUP: 'audit-entries',
  BRAND_NAME: 'Acme',
  BUDGET: '{}',
  CLIENT_GROUPS: '{"shop":["shop_web","shop_app"]}',
  CONFIRMATION_LIMITS: '{"person":[],"address":[],"client":[]}',
  CONTACTS_TABLE: 'contacts',
  CONTEXT_IN_MESSAGE: '[]',
  DEFAULT_COUNTRY: 'IN',
  DESTINATION_POLICY: '{"allowedCountries":[],"blockedPrefixes":[],"testNumbers":[]}',
  ENTITY_ID: '1701165718168578728',
  EXECUTION_LOG_GROUP: 'executions',
  GUESS_LIMITS: '[]',
  LIMIT_KEYS: '{}',
  LIMITS_TABLE: 'limits',
  LIST_INDEX: 'issued-tokens',
  LIST_SHARDS: '2',
  MAX_ATTEMPTS: '5',
  ORIGINATION_NUMBER: '',
  PUMPING_GUARD: 'null',
  REFERENCE_SECRET_ID: 'reference-secret',
  RESEND: 'same-code',
  RESEND_AFTER_SECONDS: '30',
  REVEAL: 'true',
  SEND_LIMITS: '{"person":[],"destination":[],"client":[],"deployment":[]}',
  SENDER_ID: '',
  SMS_MAX_PRICE_USD: '0.3',
  SMS_PRICES: '{"default":0.3,"countries":{}}',
  SHORTEST_LENGTHS: '{"numeric":6,"alphanumeric":8}',
  STACK_CLIENTS: '{"page":"page-client"}',
  STATE_MACHINE_ARN: 'arn:aws:states:eu-west-1:000000000000:stateMachine:issue-token',
  SUBJECT_SECRET_ID: 'subject-secret',
  TEMPLATE_ID: '1707166375278247471',
  TEST_DESTINATIONS: '[]',
  TOKEN_FORMAT: 'numeric',
  TOKEN_LENGTH: '6',
  TOKEN_LIFETIME_SECONDS: '300',
  TOKEN_SECRET_ID: 'token-secret',
  TOKENS_TABLE: 'tokens',
  TOPIC_KEY_ID: 'key',
  TOPIC_PREFIX: 'courier-',
  WEB_OTP_DOMAIN: '',
};

export const CONTEXT = { functionName: 'function', awsRequestId: 'invocation' } as Context;

interface Call {
  readonly body?: string;
  readonly path?: Record<string, string>;
  readonly query?: Record<string, string>;
  readonly scope?: string;
  readonly client?: string;
  readonly headers?: Record<string, string>;
  /** Of the access token, besides scope and client. */
  readonly claims?: Record<string, string>;
}

/** An event as a REST API's proxy integration sends it, as far as anyone looks. */
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

/** Keeps what is written to standard output and error from now on; `stop` gives it and ends the silence. */
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
      for (const spy of spies) spy.mockRestore();
      return log;
    },
  };
}

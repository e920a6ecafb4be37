import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { errors } from 'jose';
import type { GatewayAnswer, GatewayRequest } from '../../http/api-gateway/gateway-message.ts';
import { headerOf } from '../../http/api-gateway/gateway-message.ts';
import { readRestApi } from '../../http/api-gateway/rest-api.ts';
import type { ServeRestApi } from '../../http/api-gateway/serve-rest-api.ts';
import { serveRestApi } from '../../http/api-gateway/serve-rest-api.ts';
import type { FakeAws } from './fake-aws.ts';
import { startFakeAws } from './fake-aws.ts';
import type { FakeResources } from './fake-stack.ts';
import { fakeStack } from './fake-stack.ts';

const LAMBDA = 'arn:aws:lambda:eu-central-1:000000000000:function:get-thing';
const SECURED = {
  AuthorizationType: 'COGNITO_USER_POOLS',
  AuthorizerId: 'authorizer',
  AuthorizationScopes: ['things/read', 'things/write'],
};
const PROXY = {
  Type: 'AWS_PROXY',
  IntegrationHttpMethod: 'POST',
  Uri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${LAMBDA}/invocations`,
};
const X_STATIC = 'method.response.header.X-Static';
const START = {
  Type: 'AWS',
  Uri: 'arn:aws:apigateway:eu-central-1:states:action/StartSyncExecution',
  PassthroughBehavior: 'NEVER',
  TimeoutInMillis: 200,
  RequestTemplates: {
    'application/json': '{"stateMachineArn":"m","input":"$context.authorizer.claims.client_id"}',
  },
  IntegrationResponses: [
    {
      StatusCode: '200',
      ResponseParameters: { [X_STATIC]: "'yes'" },
      ResponseTemplates: {
        'application/json': `#if($input.path('$.status') == "SUCCEEDED")#set($context.responseOverride.status = 201)$input.path('$.output')#else#set($context.responseOverride.header.Content-Type = "text/plain")failed#end`,
      },
    },
    { StatusCode: '503', SelectionPattern: '4\\d{2}', ResponseTemplates: { 'application/json': 'refused' } },
  ],
};
const method = (ResourceId: string, HttpMethod: string, Integration: object, more: object = {}) =>
  [
    'AWS::ApiGateway::Method',
    {
      ...{ ResourceId, HttpMethod, AuthorizationType: 'NONE', Integration },
      MethodResponses: [
        { StatusCode: '200', ResponseParameters: { [X_STATIC]: false } },
        { StatusCode: '503' },
      ],
      ...more,
    },
  ] as const;
const resource = (ParentId: string, PathPart: string) =>
  ['AWS::ApiGateway::Resource', { ParentId, PathPart }] as const;
const gatewayResponse = (ResponseType: string, StatusCode: string | undefined, template: string) =>
  [
    'AWS::ApiGateway::GatewayResponse',
    {
      ResponseType,
      ...(StatusCode === undefined ? {} : { StatusCode }),
      ResponseParameters: { 'gatewayresponse.header.Content-Type': "'application/problem+json'" },
      ResponseTemplates: { 'application/json': template },
    },
  ] as const;

const RESOURCES: FakeResources = {
  api: ['AWS::ApiGateway::RestApi', {}],
  api_stage: ['AWS::ApiGateway::Stage', { RestApiId: 'api', StageName: 'api_stage' }],
  authorizer: ['AWS::ApiGateway::Authorizer', { IdentitySource: 'method.request.header.Authorization' }],
  things: resource('root', 'things'),
  thing: resource('things', '{id}'),
  fixed: resource('things', 'fixed'),
  health: resource('root', 'health'),
  own: resource('root', 'own'),
  model: [
    'AWS::ApiGateway::Model',
    { Schema: { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' } },
  ],
  validator: [
    'AWS::ApiGateway::RequestValidator',
    { ValidateRequestBody: true, ValidateRequestParameters: true },
  ],
  getThing: method('thing', 'GET', PROXY, SECURED),
  getOwn: method('own', 'GET', PROXY, { ...SECURED, AuthorizationScopes: undefined }),
  bodyOnly: ['AWS::ApiGateway::RequestValidator', { ValidateRequestBody: true }],
  putOwn: method('own', 'PUT', PROXY, {
    RequestValidatorId: 'bodyOnly',
    RequestParameters: { 'method.request.querystring.why': true },
  }),
  getFixed: method('fixed', 'GET', PROXY),
  putThing: method('thing', 'PUT', PROXY, {
    RequestValidatorId: 'validator',
    RequestModels: { 'application/json': 'model' },
    RequestParameters: { 'method.request.querystring.why': true, 'method.request.header.X-Who': false },
  }),
  postThing: method('things', 'POST', START, SECURED),
  getHealth: method('health', 'GET', {
    Type: 'MOCK',
    PassthroughBehavior: 'WHEN_NO_TEMPLATES',
    RequestTemplates: { 'application/json': '{"statusCode": 200}' },
    IntegrationResponses: [
      { StatusCode: '200', ResponseTemplates: { 'application/json': '{"status":"ok"}' } },
    ],
  }),
  unauthorized: gatewayResponse('UNAUTHORIZED', '401', '{"code":"unauthorized","id":"$context.requestId"}'),
  other4xx: gatewayResponse(
    'DEFAULT_4XX',
    undefined,
    '{"type":"$context.error.responseType","message":$context.error.messageString}',
  ),
};

const TOKENS: Record<string, Record<string, unknown>> = {
  reader: { client_id: 'c1', token_use: 'access', scope: 'openid things/read', exp: 1_900_000_000 },
  stranger: { client_id: 'c2', token_use: 'access', scope: 'other/read' },
  id: { sub: 's', token_use: 'id' },
};

let aws: FakeAws;
let serve: ServeRestApi;
const failures: string[] = [];
const answers: object[] = [];

beforeAll(async () => {
  aws = await startFakeAws();
  serve = serveRestApi(readRestApi(fakeStack(RESOURCES)), {
    awsUrl: aws.url,
    async verifyToken(token) {
      const claims = TOKENS[token];
      if (!claims) {
        throw new errors.JWSSignatureVerificationFailed();
      }
      return claims;
    },
    onFailure: (message) => failures.push(message),
    onAnswer: (answer) => answers.push(answer),
    now: () => Date.UTC(2026, 10, 22, 12, 0, 0),
    patience: 10,
  });
});

beforeEach(() => {
  aws.calls.length = 0;
  aws.answer = { status: 200, body: '{"statusCode":200,"body":"ok"}' };
});

afterAll(() => aws.close());

function call(
  line: string,
  more: Partial<GatewayRequest> & { token?: string; text?: string } = {},
): Promise<GatewayAnswer> {
  const [verb = '', path = ''] = line.split(' ');
  const { token, text = '', headers = [], ...rest } = more;
  return serve({
    method: verb,
    path: `/api_stage${path}`,
    query: [],
    headers: [
      ['Host', 'localhost:3000'],
      ...headers,
      ...(token ? [['Authorization', `Bearer ${token}`] as const] : []),
    ],
    body: Buffer.from(text),
    sourceIp: '127.0.0.1',
    ...rest,
  });
}

describe('an answer', () => {
  it('is counted for its method, and for the stage alone where no route matches', async () => {
    answers.length = 0;
    await call('GET /health');
    await call('GET /nowhere');
    expect(answers).toEqual([
      expect.objectContaining({ status: 200, route: { method: 'GET', resourcePath: '/health' } }),
      expect.objectContaining({ status: 403, route: undefined }),
    ]);
  });
});

describe('the authorizer', () => {
  it.each([
    ['no token', undefined],
    ['a token that does not verify', 'forged'],
    ['an ID token', 'id'],
  ])('answers %s with the gateway response UNAUTHORIZED', async (_what, token) => {
    const answer = await call('GET /things/1', token === undefined ? {} : { token });
    const requestId = headerOf(answer.headers, 'x-amzn-RequestId');
    expect(answer.status).toBe(401);
    expect(answer.body).toBe(`{"code":"unauthorized","id":"${requestId}"}`);
    expect(headerOf(answer.headers, 'x-amzn-ErrorType')).toBe('UnauthorizedException');
    expect(aws.calls).toEqual([]);
  });

  it('answers a token without any of the scopes with ACCESS_DENIED', async () => {
    const answer = await call('GET /things/1', { token: 'stranger' });
    expect(answer).toMatchObject({
      status: 403,
      body: '{"type":"ACCESS_DENIED","message":"User is not authorized to access this resource"}',
    });
  });

  it('accepts one scope of several, and a token without "Bearer"', async () => {
    const answer = await call('GET /things/1', { headers: [['authorization', 'reader']] });
    expect(answer.status).toBe(200);
  });
});

describe('the authorizer of a method without scopes', () => {
  it('accepts an ID token, but no access token', async () => {
    const statuses = [await call('GET /own', { token: 'id' }), await call('GET /own', { token: 'reader' })];
    expect(statuses.map(({ status }) => status)).toEqual([200, 401]);
  });
});

describe('the route', () => {
  it.each(['GET /nothing', 'DELETE /things', 'GET /things/1/2', 'HEAD /health'])(
    'does not exist for %s',
    async (line) => {
      const answer = await call(line);
      expect(answer).toMatchObject({ status: 403 });
      expect(answer.body).toContain('MISSING_AUTHENTICATION_TOKEN');
    },
  );

  it('with a literal segment precedes the one with a parameter', async () => {
    await call('GET /things/fixed');
    expect(JSON.parse(aws.calls[0]?.body ?? '')).toMatchObject({
      resource: '/things/fixed',
      pathParameters: null,
    });
  });
});

describe('request validation', () => {
  const query = [['why', 'so']] as const;

  it.each(['{', '[]', '"x"', 'null'])('refuses the body %s', async (text) => {
    const answer = await call('PUT /things/1', { query, text });
    expect(answer).toMatchObject({
      status: 400,
      body: '{"type":"BAD_REQUEST_BODY","message":"Invalid request body"}',
    });
  });

  it('names a required parameter that is missing', async () => {
    const answer = await call('PUT /things/1', { text: '{}' });
    expect(answer.body).toBe(
      '{"type":"BAD_REQUEST_PARAMETERS","message":"Missing required request parameters: [why]"}',
    );
  });

  it('does not check parameters when the validator is for bodies only', async () => {
    expect((await call('PUT /own', { text: '{}' })).status).toBe(200);
  });

  it('accepts a body that fits, and does not check one of another content type', async () => {
    const fits = await call('PUT /things/1', { query, text: '{"a":1}' });
    const unchecked = await call('PUT /things/1', {
      query,
      text: '{',
      headers: [['Content-Type', 'text/plain']],
    });
    expect([fits.status, unchecked.status]).toEqual([200, 200]);
  });

  it('refuses more than 10 MB', async () => {
    const answer = await call('PUT /things/1', { query, body: Buffer.alloc(10 * 1024 * 1024 + 1) });
    expect(answer.status).toBe(413);
  });
});

describe('the Lambda proxy integration', () => {
  it('sends the event of payload format 1.0', async () => {
    await call('GET /things/a%2Fb%40c', {
      token: 'reader',
      query: [
        ['q', '1'],
        ['q', '2 é'],
      ],
      headers: [
        ['X-Twice', 'a'],
        ['X-Twice', 'b'],
      ],
    });
    const [sent] = aws.calls;
    expect(sent?.url).toBe(`/2015-03-31/functions/${encodeURIComponent(LAMBDA)}/invocations`);
    expect(JSON.parse(sent?.body ?? '')).toMatchObject({
      resource: '/things/{id}',
      path: '/things/a%2Fb%40c',
      httpMethod: 'GET',
      headers: { Host: 'localhost:3000', 'X-Twice': 'b', 'X-Forwarded-For': '127.0.0.1' },
      multiValueHeaders: { 'X-Twice': ['a', 'b'] },
      queryStringParameters: { q: '2 é' },
      multiValueQueryStringParameters: { q: ['1', '2 é'] },
      pathParameters: { id: 'a%2Fb%40c' },
      stageVariables: null,
      body: null,
      isBase64Encoded: false,
      requestContext: {
        stage: 'api_stage',
        path: '/api_stage/things/a%2Fb%40c',
        resourcePath: '/things/{id}',
        httpMethod: 'GET',
        requestTime: '22/Nov/2026:12:00:00 +0000',
        requestTimeEpoch: 1_795_348_800_000,
        identity: { sourceIp: '127.0.0.1' },
        authorizer: { claims: { client_id: 'c1', scope: 'openid things/read', exp: '1900000000' } },
      },
    });
  });

  it('sends U+FFFD for invalid UTF-8, as for every media type that is not binary', async () => {
    await call('PUT /own', { body: Buffer.from([0x7b, 0xff, 0x7d]) });
    expect(JSON.parse(aws.calls[0]?.body ?? '')).toMatchObject({ body: '{\ufffd}', isBase64Encoded: false });
  });

  it('answers with the response of the function', async () => {
    aws.answer.body =
      '{"statusCode":"404","headers":{"X-A":"1"},"multiValueHeaders":{"Set-Cookie":["a","b"]},"body":"aGk=","isBase64Encoded":true}';
    const answer = await call('GET /things/fixed');
    expect(answer).toMatchObject({ status: 404, body: Buffer.from('hi') });
    expect(answer.headers.slice(2)).toEqual([
      ['Content-Type', 'application/json'],
      ['X-A', '1'],
      ['Set-Cookie', 'a'],
      ['Set-Cookie', 'b'],
    ]);
  });

  it.each([
    '"text"',
    'null',
    '{"statusCode":200,"unknown":1}',
    '{"statusCode":200,"body":{}}',
    '{"statusCode":"x"}',
  ])('answers 502 when the function returns %s', async (body) => {
    aws.answer.body = body;
    expect((await call('GET /things/fixed')).status).toBe(502);
  });

  it('answers 502 when the function throws, and does not log its message', async () => {
    aws.answer = {
      status: 200,
      headers: { 'x-amz-function-error': 'Unhandled' },
      body: '{"errorType":"Boom","errorMessage":"+491701234567"}',
    };
    expect((await call('GET /things/fixed')).status).toBe(502);
    expect(failures.at(-1)).toBe('GET /api_stage/things/fixed: Boom in the function');
    expect((await call('GET /things/%2B491701234567', { token: 'reader' })).status).toBe(502);
    expect(failures.at(-1)).toBe('GET /api_stage/things/{id}: Boom in the function');
  });
});

describe('the StartSyncExecution integration', () => {
  it('sends the rendered request and returns the rendered response', async () => {
    aws.answer.body = JSON.stringify({ status: 'SUCCEEDED', output: '{"a":1}' });
    const answer = await call('POST /things', { token: 'reader', text: '{}' });
    expect(aws.calls[0]).toMatchObject({
      headers: {
        'x-amz-target': 'AWSStepFunctions.StartSyncExecution',
        'content-type': 'application/x-amz-json-1.0',
      },
      body: '{"stateMachineArn":"m","input":"c1"}',
    });
    expect(answer).toMatchObject({ status: 201, body: '{"a":1}' });
    expect(headerOf(answer.headers, 'X-Static')).toBe('yes');
  });

  it('lets the response template replace the content type', async () => {
    aws.answer.body = '{"status":"FAILED"}';
    const answer = await call('POST /things', { token: 'reader', text: '{}' });
    expect(answer).toMatchObject({ status: 200, body: 'failed' });
    expect(headerOf(answer.headers, 'content-type')).toBe('text/plain');
  });

  it('chooses the response by the status that the service gave', async () => {
    aws.answer = { status: 400, body: '{"__type":"StateMachineDoesNotExist"}' };
    expect(await call('POST /things', { token: 'reader', text: '{}' })).toMatchObject({
      status: 503,
      body: 'refused',
    });
  });

  it('refuses a content type that has no template', async () => {
    const headers = [['Content-Type', 'text/plain']] as const;
    const answer = await call('POST /things', { token: 'reader', text: '{}', headers });
    expect(answer).toMatchObject({ status: 415 });
  });

  it('treats application/json with a charset as application/json', async () => {
    const headers = [['Content-Type', 'application/json; charset=utf-8']] as const;
    aws.answer.body = '{"status":"FAILED"}';
    expect((await call('POST /things', { token: 'reader', text: '{}', headers })).status).toBe(200);
  });

  it('multiplies the timeout of the integration by its patience', async () => {
    aws.answer = { status: 200, body: '{}', delayMs: 250 };
    expect((await call('POST /things', { token: 'reader', text: '{}' })).status).toBe(200);
  });

  it('answers 504 when the service takes longer than that', async () => {
    aws.answer = { status: 200, body: '{}', delayMs: 60_000 };
    const answer = await call('POST /things', { token: 'reader', text: '{}' });
    expect(answer).toMatchObject({ status: 504, body: '{"message":"Endpoint request timed out"}' });
  });
});

describe('the REST API', () => {
  it('lets a caller set the request id, but not the extended one', async () => {
    const headers = [
      ['X-AMZN-REQUESTID', 'mine"}'],
      ['x-amz-apigw-id', 'mine too'],
    ] as const;
    const answer = await call('GET /things/fixed', { headers });
    const { requestContext } = JSON.parse(aws.calls[0]?.body ?? '');
    expect(requestContext).toMatchObject({
      requestId: 'mine"}',
      extendedRequestId: expect.stringMatching(/^[\w-]{15}=$/),
    });
    expect(headerOf(answer.headers, 'x-amzn-RequestId')).toBe('mine"}');
    expect(headerOf(answer.headers, 'x-amz-apigw-id')).toBe(requestContext.extendedRequestId);
    await call('GET /things/fixed', { headers });
    expect(JSON.parse(aws.calls[1]?.body ?? '').requestContext.extendedRequestId).not.toBe(
      requestContext.extendedRequestId,
    );
  });

  it("appends the caller's address to those that it sent", async () => {
    const headers: [string, string][] = [
      ['x-forwarded-for', '203.0.113.7, 198.51.100.9'],
      ['X-Forwarded-Proto', 'https'],
    ];
    await call('GET /things/fixed', { headers });
    const sent = JSON.parse(aws.calls[0]?.body ?? '').headers;
    expect(sent).toMatchObject({
      'X-Forwarded-For': '203.0.113.7, 198.51.100.9, 127.0.0.1',
      'X-Forwarded-Proto': 'http',
    });
    expect(sent).not.toHaveProperty('x-forwarded-for');
  });

  it('answers a mock integration without calling AWS', async () => {
    expect(await call('GET /health')).toMatchObject({ status: 200, body: '{"status":"ok"}' });
    expect(aws.calls).toEqual([]);
  });

  it.each([
    ['an HTTP integration', { Type: 'HTTP_PROXY', Uri: 'https://example.com' }, {}],
    ['an IAM authorization', PROXY, { AuthorizationType: 'AWS_IAM' }],
    [
      'two integration responses with the same status code',
      {
        ...START,
        IntegrationResponses: [{ StatusCode: '200' }, { StatusCode: 200, SelectionPattern: '4..' }],
      },
      {},
      'two integration responses have the status code 200',
    ],
    [
      'two method responses with the same status code',
      START,
      { MethodResponses: [{ StatusCode: '200' }, { StatusCode: '503' }, { StatusCode: '503' }] },
      'two method responses have the status code 503',
    ],
    [
      'an integration response that the method does not declare',
      { ...START, IntegrationResponses: [{ StatusCode: '202' }] },
      {},
      'the integration response 202 has no method response with that code',
    ],
    [
      'a header that the method does not declare',
      {
        ...START,
        IntegrationResponses: [{ StatusCode: '503', ResponseParameters: { [X_STATIC]: "'yes'" } }],
      },
      {},
      'the method response 503 does not declare method.response.header.X-Static',
    ],
    ['a template with a macro', { ...START, RequestTemplates: { 'application/json': '#macro(x)#end' } }, {}],
  ])('refuses %s at start, with the path of the method', (_what, integration, more, message = '') => {
    const stack = fakeStack({ ...RESOURCES, odd: method('thing', 'PATCH', integration, more) });
    expect(() => readRestApi(stack)).toThrow(`Test/odd: ${message}`);
  });
});

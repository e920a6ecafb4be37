import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import type { Route } from '../../../handlers/contract/route.ts';
import { ROUTES } from '../../../handlers/contract/routes.ts';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const { main } = synthesised('receipts');

// biome-ignore lint/suspicious/noExplicitAny: a method's properties, as CloudFormation has them
function methods(): [string, any][] {
  const resources = new Map(resourcesOf(main, 'AWS::ApiGateway::Resource'));
  const pathOf = (ref: { Ref?: string }): string => {
    const resource = ref.Ref ? resources.get(ref.Ref) : undefined;
    return resource ? `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}` : '';
  };
  return resourcesOf(main, 'AWS::ApiGateway::Method').map(([, { Properties }]) => [
    `${Properties.HttpMethod} ${pathOf(Properties.ResourceId)}`,
    Properties,
  ]);
}

const routes = (): Record<string, string[] | undefined> =>
  Object.fromEntries(
    methods().map(([route, { AuthorizationType, AuthorizationScopes }]) => [
      route,
      AuthorizationType === 'COGNITO_USER_POOLS' ? AuthorizationScopes : undefined,
    ]),
  );

const codesOf = (responses: { StatusCode: string }[] = []) => responses.map(({ StatusCode }) => StatusCode);

describe('the API', () => {
  it('has exactly the methods of the route table, each with the scope of its row', () => {
    const rows = Object.values<Route>(ROUTES).flatMap(({ method, path, scope }): [string, string[]?][] =>
      scope === undefined ? [[`${method} ${path}`], [`HEAD ${path}`]] : [[`${method} ${path}`, [scope]]],
    );
    expect(routes()).toEqual(Object.fromEntries(rows));
  });

  it('is public only for its health check and its keys', () => {
    const open = Object.entries(routes()).flatMap(([route, scopes]) => (scopes === undefined ? [route] : []));
    expect(open.sort()).toEqual([
      'GET /.well-known/jwks.json',
      'GET /health',
      'HEAD /.well-known/jwks.json',
      'HEAD /health',
    ]);
  });

  it('lets nobody change or send anything with a read or reveal scope', () => {
    // A search is a POST because URLs are logged.
    const reading = /^(GET|HEAD) |^POST \/activity\/search$/;
    const changing = Object.entries(routes()).filter(([route]) => !reading.test(route));
    expect(changing.length).toBeGreaterThan(5);
    for (const [, scopes] of changing) {
      expect(scopes?.join()).not.toMatch(/read|reveal/);
    }
  });

  it("invokes the function that each route's row names", () => {
    const functions = ownFunctions(main).map(([name]) => name);
    for (const { method, path, answeredBy } of Object.values<Route>(ROUTES)) {
      const [, properties] = methods().find(([route]) => route === `${method} ${path}`) ?? [];
      const uri = JSON.stringify(properties?.Integration.Uri ?? '');
      const called = functions.filter((name) =>
        new RegExp(`endpoints${name.replaceAll('-', '')}[0-9A-F]{8}"`).test(uri),
      );
      expect([path, called]).toEqual([path, functions.includes(answeredBy) ? [answeredBy] : []]);
    }
  });

  it.each(methods())(
    'has one integration response per status code on %s, all of them declared',
    (_, method) => {
      const declared = codesOf(method.MethodResponses);
      const codes = codesOf(method.Integration.IntegrationResponses);
      expect(new Set(codes).size).toBe(codes.length);
      expect(new Set(declared).size).toBe(declared.length);
      expect(declared).toEqual(expect.arrayContaining(codes));
    },
  );

  it('forbids caching of the answers that it makes itself', () => {
    const responses = methods().flatMap(([, { Integration, MethodResponses }]) =>
      (Integration.IntegrationResponses ?? []).map((response: object) => ({ ...response, MethodResponses })),
    );
    // POST /tokens, whether its execution starts or not; GET /health; HEAD /health.
    expect(responses).toHaveLength(4);
    for (const { StatusCode, ResponseParameters, MethodResponses } of responses) {
      expect(ResponseParameters).toEqual({ 'method.response.header.Cache-Control': "'no-store'" });
      expect(MethodResponses).toContainEqual({
        StatusCode,
        ResponseParameters: { 'method.response.header.Cache-Control': true },
      });
    }
  });

  it('logs the request id that answers carry, not the one that callers can choose', () => {
    const [[, stage] = []] = resourcesOf(main, 'AWS::ApiGateway::Stage');
    const fields = JSON.parse(stage?.Properties.AccessLogSetting.Format);
    expect(fields).toMatchObject({ request_id: '$context.extendedRequestId' });
    expect(Object.values(fields)).not.toContain('$context.requestId');
  });

  it('logs the caller: the client, and the subject and name of an operator', () => {
    const [[, stage] = []] = resourcesOf(main, 'AWS::ApiGateway::Stage');
    expect(JSON.parse(stage?.Properties.AccessLogSetting.Format)).toMatchObject({
      client_id: '$context.authorizer.claims.client_id',
      sub: '$context.authorizer.claims.sub',
      username: '$context.authorizer.claims.username',
    });
  });

  it('starts the express state machine synchronously, with a role that can do only that', () => {
    main.hasResourceProperties('AWS::ApiGateway::Method', {
      Integration: {
        Type: 'AWS',
        PassthroughBehavior: 'NEVER',
        Uri: 'arn:aws:apigateway:eu-central-1:states:action/StartSyncExecution',
      },
    });
    main.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: 'states:StartSyncExecution', Effect: 'Allow', Resource: { Ref: Match.anyValue() } },
        ],
      },
    });
  });

  it('uses problem documents for all errors that it answers itself', () => {
    const responses = resourcesOf(main, 'AWS::ApiGateway::GatewayResponse');
    expect(responses.map(([, r]) => r.Properties.ResponseType)).toEqual(
      expect.arrayContaining([
        'ACCESS_DENIED',
        'BAD_REQUEST_BODY',
        'DEFAULT_4XX',
        'DEFAULT_5XX',
        'INTEGRATION_FAILURE',
        'INTEGRATION_TIMEOUT',
        'INVALID_SIGNATURE',
        'MISSING_AUTHENTICATION_TOKEN',
        'THROTTLED',
        'UNAUTHORIZED',
        'WAF_FILTERED',
      ]),
    );
    for (const [, { Properties }] of responses) {
      const body = JSON.parse(Properties.ResponseTemplates['application/json']);
      expect(body).toMatchObject({
        type: `/problems.html#${body.code}`,
        status: Number(Properties.StatusCode),
        title: expect.any(String),
        detail: expect.any(String),
        request_id: '$context.extendedRequestId',
      });
      expect(Properties.ResponseParameters).toMatchObject({
        'gatewayresponse.header.Content-Type': "'application/problem+json'",
        'gatewayresponse.header.Cache-Control': "'no-store'",
      });
      // These templates cannot escape a value, so the request id is the only one that they print.
      const printed = Properties.ResponseTemplates['application/json'].match(/\$\w+(\.\w+)*/g);
      expect(printed).toEqual(['$context.extendedRequestId']);
      const wait = Properties.ResponseParameters['gatewayresponse.header.Retry-After'];
      expect(wait).toBe(body.retry_after === undefined ? undefined : `'${body.retry_after}'`);
    }
    const waiting = responses.filter(
      ([, { Properties }]) => 'gatewayresponse.header.Retry-After' in Properties.ResponseParameters,
    );
    expect(waiting.map(([, { Properties }]) => Properties.ResponseType).sort()).toEqual([
      'INTEGRATION_FAILURE',
      'INTEGRATION_TIMEOUT',
      'QUOTA_EXCEEDED',
      'THROTTLED',
    ]);
  });

  it('tells a caller without a valid access token what may be wrong and how to send one', () => {
    const responses = resourcesOf(main, 'AWS::ApiGateway::GatewayResponse').filter(([, { Properties }]) =>
      ['UNAUTHORIZED', 'EXPIRED_TOKEN'].includes(Properties.ResponseType),
    );
    expect(responses).toHaveLength(2);
    for (const [, { Properties }] of responses) {
      expect(Properties.StatusCode).toBe('401');
      expect(Properties.ResponseParameters['gatewayresponse.header.WWW-Authenticate']).toBe(
        `'Bearer realm="token-courier"'`,
      );
      if (Properties.ResponseType === 'EXPIRED_TOKEN') {
        continue;
      }
      const { detail } = JSON.parse(Properties.ResponseTemplates['application/json']);
      for (const cause of ['missing', 'malformed', 'expired', 'another issuer']) {
        expect(detail).toContain(cause);
      }
    }
  });

  it('is throttled and behind a firewall', () => {
    main.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'api',
      MethodSettings: [{ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }],
    });
    main.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
    main.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL' });
  });
});

describe("the stack's clients", () => {
  const scopesOf = (name: string): string[] => {
    const [client] = resourcesOf(synthesised().main, 'AWS::Cognito::UserPoolClient').filter(([id]) =>
      id.toLowerCase().includes(name),
    );
    return client?.[1].Properties.AllowedOAuthScopes.map((scope: unknown) => JSON.stringify(scope));
  };

  it('for auth systems cannot change contacts, and the one for enrolment cannot request codes', () => {
    expect(scopesOf('authsystem')).toHaveLength(4);
    expect(scopesOf('authsystem').join()).not.toMatch(/contacts|identitycontacts/i);
    expect(scopesOf('enrolment')).toHaveLength(2);
    expect(scopesOf('enrolment').join()).not.toMatch(/tokens/i);
  });

  it('are known by id to the functions that tell clients apart', () => {
    const knowing = ownFunctions(synthesised().main)
      .filter(([, { Properties }]) => 'STACK_CLIENTS' in Properties.Environment.Variables)
      .map(([name]) => name);
    expect(knowing.sort()).toEqual([
      'admit-request',
      'list-executions',
      'note-the-outcome',
      'read-executions',
      'report-delivery',
      'retrieve-tokens',
      'revoke-token',
      'search-activity',
      'trace-execution',
      'verify-token',
    ]);
  });
});

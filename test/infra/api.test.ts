import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { resourcesOf, synthesised } from '../support/synth.ts';

const { main } = synthesised();

const ROUTES: Record<string, string[] | undefined> = {
  'POST /tokens': ['tokens/issue'],
  'GET /tokens': ['tokens/read'],
  'POST /tokens/verify': ['tokens/verify'],
  'DELETE /tokens/{user_id}': ['tokens/revoke'],
  'GET /tokens/{user_id}/executions': ['tokens/read'],
  'PUT /contacts/{user_id}': ['contacts/write'],
  'GET /contacts/{user_id}': ['contacts/read'],
  'DELETE /contacts/{user_id}': ['contacts/write'],
  'PUT /opt-outs': ['limits/write'],
  'GET /limits': ['limits/read'],
  'DELETE /limits/{user_id}': ['limits/write'],
  'GET /metrics': ['tokens/read'],
  'GET /health': undefined,
};

function routes(): Record<string, string[] | undefined> {
  const resources = new Map(resourcesOf(main, 'AWS::ApiGateway::Resource'));
  const pathOf = (ref: { Ref?: string }): string => {
    const resource = ref.Ref ? resources.get(ref.Ref) : undefined;
    return resource ? `${pathOf(resource.Properties.ParentId)}/${resource.Properties.PathPart}` : '';
  };
  return Object.fromEntries(
    resourcesOf(main, 'AWS::ApiGateway::Method').map(([, { Properties }]) => [
      `${Properties.HttpMethod} ${pathOf(Properties.ResourceId)}`,
      Properties.AuthorizationType === 'COGNITO_USER_POOLS' ? Properties.AuthorizationScopes : undefined,
    ]),
  );
}

describe('the API', () => {
  it('asks for the scope of each route, and for none on /health', () => {
    expect(routes()).toEqual(ROUTES);
  });

  it('starts the express machine synchronously, by a role that can do only that', () => {
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

  it('answers by itself only with problem documents', () => {
    const responses = resourcesOf(main, 'AWS::ApiGateway::GatewayResponse');
    expect(responses.map(([, r]) => r.Properties.ResponseType)).toEqual(
      expect.arrayContaining([
        'ACCESS_DENIED',
        'BAD_REQUEST_BODY',
        'DEFAULT_4XX',
        'DEFAULT_5XX',
        'INTEGRATION_FAILURE',
        'INTEGRATION_TIMEOUT',
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
        request_id: '$context.requestId',
      });
      expect(Properties.ResponseParameters['gatewayresponse.header.Content-Type']).toBe(
        "'application/problem+json'",
      );
    }
  });

  it('is throttled and behind a firewall', () => {
    main.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'api',
      MethodSettings: [{ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 }],
      TracingEnabled: true,
    });
    main.resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
    main.hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'REGIONAL' });
  });
});

import { describe, expect, it } from '@jest/globals';
import { App, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import { UserPool, UserPoolOperation } from 'aws-cdk-lib/aws-cognito';
import { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { parseConfig } from '../../../infra/config/schema.ts';
import { layFoundation } from '../../../infra/data/foundation.ts';
import type { GivenUserPool } from '../../../infra/page/operator-identity.ts';
import { OperatorIdentity } from '../../../infra/page/operator-identity.ts';
import { resourcesOf } from '../../support/synth.ts';

const POOL_ID = 'eu-central-1_abc123';
const FUNCTION_ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:own';
const ALL_SCOPES = 13;

interface Made {
  readonly template: Template;
  readonly warnings: readonly unknown[];
}

/** The identity with its clients, in a stack together with what `given` creates. */
function identityWith(given: (stack: Stack, app: App) => GivenUserPool): Made {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'stack', { env: { region: 'eu-central-1' } });
  const config = parseConfig({ region: 'eu-central-1', brandName: 'Acme', removalPolicy: 'destroy' });
  const identity = new OperatorIdentity(stack, 'identity', layFoundation(stack, config), given(stack, app));
  identity.addPageClient('https://page.example.com');
  identity.addSystemClient('auth-system');
  return {
    template: Template.fromStack(stack),
    warnings: Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('page has no|no scopes')),
  };
}

const imported = (stack: Stack): IUserPool => UserPool.fromUserPoolId(stack, 'imported', POOL_ID);
const ofSameStack = (stack: Stack): IUserPool => new UserPool(stack, 'staff');
const ofOtherStack = (_: Stack, app: App): IUserPool =>
  new UserPool(new Stack(app, 'other', { env: { region: 'eu-central-1' } }), 'staff');

/** How many scopes of the API a client may request; the page's client is the one with the code flow. */
function scopesOf({ template }: Made, flow: 'code' | 'client_credentials'): number {
  const [client] = resourcesOf(template, 'AWS::Cognito::UserPoolClient').filter(
    ([, { Properties }]) => Properties.AllowedOAuthFlows[0] === flow,
  );
  return client?.[1].Properties.AllowedOAuthScopes.filter((scope: unknown) => scope !== 'openid').length;
}

const triggersOf = ({ template }: Made): unknown[] =>
  resourcesOf(template, 'AWS::Cognito::UserPool').map(
    ([, { Properties }]) => Properties.LambdaConfig?.PreTokenGenerationConfig?.LambdaVersion,
  );

describe("the owner's own user pool", () => {
  it('gets the trigger that limits scopes if in the same stack, and the page may request all of them', () => {
    const made = identityWith((stack) => ({ userPool: ofSameStack(stack) }));
    expect(triggersOf(made)).toEqual(['V2_0']);
    expect(scopesOf(made, 'code')).toBe(ALL_SCOPES);
    expect(made.warnings).toEqual([]);
  });

  it.each([
    ['is imported', imported],
    ['is of another stack', ofOtherStack],
  ])("gives the page's client no scope when it %s and nothing limits them, and warns", (_, userPool) => {
    const made = identityWith((stack, app) => ({ userPool: userPool(stack, app) }));
    expect(scopesOf(made, 'code')).toBe(0);
    expect(scopesOf(made, 'client_credentials')).toBe(4);
    expect(made.warnings).toHaveLength(1);
    expect(triggersOf(made)).toEqual([]);
  });

  it('gives the page its scopes when its own trigger limits them, and gets no second one', () => {
    for (const userPool of [imported, ofSameStack]) {
      const made = identityWith((stack) => ({ userPool: userPool(stack), userPoolLimitsScopes: true }));
      expect(scopesOf(made, 'code')).toBe(ALL_SCOPES);
      expect(made.warnings).toEqual([]);
      expect(triggersOf(made).filter((version) => version !== undefined)).toEqual([]);
    }
  });

  it.each([UserPoolOperation.PRE_TOKEN_GENERATION, UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG])(
    'cannot have a second trigger, added as $operationName',
    (operation) => {
      const withTrigger = (stack: Stack) => {
        const userPool = new UserPool(stack, 'staff');
        userPool.addTrigger(operation, LambdaFunction.fromFunctionArn(stack, 'own', FUNCTION_ARN));
        return { userPool };
      };
      expect(() => identityWith(withTrigger)).toThrow(/trigger/);
    },
  );

  it('may invoke the function that limits scopes, and no other pool may', () => {
    const { template } = identityWith((stack) => ({ userPool: imported(stack) }));
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: {
        'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp(`userpool/${POOL_ID}$`)])],
      },
    });
  });

  it('gets resource servers, groups and clients, and no domain if it already has one', () => {
    const { template } = identityWith((stack) => ({
      userPool: imported(stack),
      signInUrl: 'https://auth.example.com',
    }));
    const typed = (type: string) =>
      resourcesOf(template, `AWS::Cognito::${type}`).map(([, { Properties }]) => Properties);
    for (const type of ['UserPoolResourceServer', 'UserPoolGroup', 'UserPoolClient']) {
      expect(new Set(typed(type).map(({ UserPoolId }) => UserPoolId))).toEqual(new Set([POOL_ID]));
    }
    expect(typed('UserPoolResourceServer').map(({ Identifier }) => Identifier)).toEqual([
      'tokens',
      'contacts',
      'limits',
      'activity',
      'audit',
    ]);
    expect(typed('UserPoolGroup').map(({ GroupName }) => GroupName)).toEqual([
      'viewers',
      'support',
      'admins',
    ]);
    expect(typed('UserPool')).toEqual([]);
    expect(typed('UserPoolDomain')).toEqual([]);
  });
});

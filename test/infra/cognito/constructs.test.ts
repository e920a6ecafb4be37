import { describe, expect, it } from '@jest/globals';
import { Template } from 'aws-cdk-lib/assertions';
import { ConfigError } from '../../../infra/config/schema.ts';
import { judge } from '../../support/judge-constructs.ts';
import { resourcesOf } from '../../support/synth.ts';
import { aPool } from './a-pool.ts';

const pool = aPool();
const template = Template.fromStack(pool.stack);
const functionsOf = (entry: string, from = template) =>
  resourcesOf(from, 'AWS::Lambda::Function').filter(([id]) => id.includes(entry.replaceAll('-', '')));
const [[poolId] = ['']] = resourcesOf(template, 'AWS::Cognito::UserPool');
const [[credentials] = ['']] = resourcesOf(template, 'AWS::SecretsManager::Secret');

/** The statements of the policies that a function's role has, without those for its log and its traces. */
const statementsOf = (functionId: string): Record<string, unknown>[] => {
  const [, { Properties }] = resourcesOf(template, 'AWS::Lambda::Function').find(
    ([id]) => id === functionId,
  ) ?? ['', { Properties: {} }];
  const [role] = Properties.Role['Fn::GetAtt'];
  return resourcesOf(template, 'AWS::IAM::Policy')
    .filter(([, policy]) => JSON.stringify(policy.Properties.Roles).includes(role))
    .flatMap(([, policy]) => policy.Properties.PolicyDocument.Statement)
    .filter(({ Action }) => !/^(xray|logs):/.test([Action].flat()[0]));
};
const READS_CREDENTIALS = [
  { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: credentials } },
  {
    Effect: 'Allow',
    Action: 'kms:Decrypt',
    Resource: expect.anything(),
    Condition: { StringEquals: { 'kms:ViaService': expect.anything() } },
  },
];

describe('the user pool', () => {
  it('calls the functions, and nobody else may', () => {
    const [[, { Properties }] = ['', { Properties: {} }]] = resourcesOf(template, 'AWS::Cognito::UserPool');
    expect(Object.keys(Properties.LambdaConfig).sort()).toEqual([
      'CreateAuthChallenge',
      'CustomEmailSender',
      'CustomSMSSender',
      'DefineAuthChallenge',
      'KMSKeyID',
      'VerifyAuthChallengeResponse',
    ]);
    const permissions = resourcesOf(template, 'AWS::Lambda::Permission').map(([, each]) => each.Properties);
    expect(permissions).toHaveLength(5);
    for (const each of permissions) {
      expect(each).toMatchObject({
        Principal: 'cognito-idp.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': [poolId, 'Arn'] },
      });
    }
  });

  it('has an app client with no way in but the custom sign-in, which gives no user away', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      PreventUserExistenceErrors: 'ENABLED',
      AllowedOAuthFlowsUserPoolClient: false,
      AuthSessionValidity: 5,
    });
  });
});

describe('the key for codes', () => {
  it('lets Cognito create grants for pools of this account and region, and no more', () => {
    const [, { Properties }] = resourcesOf(template, 'AWS::KMS::Key').find(([id]) =>
      id.startsWith('codekey'),
    ) ?? ['', { Properties: {} }];
    const [account, cognito, ...others] = Properties.KeyPolicy.Statement;
    expect(others).toEqual([]);
    expect(cognito).toMatchObject({
      Action: 'kms:CreateGrant',
      Principal: { Service: 'cognito-idp.amazonaws.com' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: {
          'aws:SourceArn': {
            'Fn::Join': [
              '',
              [
                'arn:',
                { Ref: 'AWS::Partition' },
                ':cognito-idp:eu-central-1:',
                { Ref: 'AWS::AccountId' },
                ':userpool/*',
              ],
            ],
          },
        },
      },
    });
    expect(account.Action).not.toContain('kms:Encrypt');
    expect(account.Action).not.toContain('kms:*');
  });
});

describe('a function', () => {
  it('that sends or checks codes may read the credentials and nothing else', () => {
    for (const entry of ['create-auth-challenge', 'verify-auth-challenge']) {
      const [[id, { Properties }] = ['', { Properties: {} }]] = functionsOf(entry);
      expect(statementsOf(id)).toEqual(READS_CREDENTIALS);
      expect(Properties.Timeout).toBe(5);
    }
  });

  it('that says what comes next may do nothing, and knows no secret', () => {
    const [[id, { Properties }] = ['', { Properties: {} }]] = functionsOf('define-auth-challenge');
    expect(statementsOf(id)).toEqual([]);
    expect(Object.keys(Properties.Environment.Variables)).toEqual(
      expect.arrayContaining(['ANSWERS_PER_SIGN_IN', 'PASSWORDLESS']),
    );
    expect(Properties.Environment.Variables).not.toHaveProperty('ISSUER_SECRET_ID');
  });

  it('that delivers codes may also decrypt those of this pool', () => {
    const senders = functionsOf('deliver-cognito-code');
    expect(senders).toHaveLength(2);
    for (const [id] of senders) {
      expect(statementsOf(id)).toEqual([
        ...READS_CREDENTIALS,
        {
          Effect: 'Allow',
          Action: 'kms:Decrypt',
          Resource: { 'Fn::GetAtt': [expect.stringMatching(/^codekey/), 'Arn'] },
          Condition: { StringEquals: { 'kms:EncryptionContext:userpool-id': { Ref: poolId } } },
        },
      ]);
    }
  });

  it('that delivers codes is called once more, and within minutes', () => {
    template.resourceCountIs('AWS::Lambda::EventInvokeConfig', 2);
    template.allResourcesProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 180,
    });
  });
});

describe('a sender of emails', () => {
  it('is refused where SNS sends them, which would refuse every code without a word', () => {
    const wrong = () => aPool({}, 'sns');
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow('Users/email needs a TokenCourier with emailSender.kind: ses');
  });
});

describe('a custom sign-in', () => {
  it('passes its props on to the functions', () => {
    const other = Template.fromStack(
      aPool({ passwordless: true, answersPerSignIn: 3, purpose: 'payment', numberFrom: 'contact' }).stack,
    );
    const [[, { Properties }] = ['', { Properties: {} }]] = functionsOf('create-auth-challenge', other);
    expect(Properties.Environment.Variables).toMatchObject({
      PASSWORDLESS: 'true',
      ANSWERS_PER_SIGN_IN: '3',
      PURPOSE: 'payment',
      NUMBER_FROM: 'contact',
    });
  });

  it('refuses wrong props, and names all of them', () => {
    const wrong = () => aPool({ answersPerSignIn: 11, purpose: 'a b', channels: ['sms', 'sms'] });
    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow('The props of Users/second-factor are not valid');
    expect(wrong).toThrow('answersPerSignIn: must be at most 10');
    expect(wrong).toThrow('purpose: must be 1 to 64 letters');
    expect(wrong).toThrow('channels: must name one or more channels, each once');
  });
});

describe('cdk-nag', () => {
  it('finds nothing in the constructs that lacks a reason, and no reason without a finding', () => {
    const { findings, stale } = judge(pool.app);
    const ours = (lines: readonly string[]) =>
      lines.filter((line) => pool.constructs.some(({ node }) => line.includes(` ${node.path}`)));
    expect(ours(findings)).toEqual([]);
    expect(ours(stale)).toEqual([]);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { exampleFolder } from '../../support/deployments.ts';
import { resourcesOf } from '../../support/synth.ts';

describe("the example's stack", () => {
  // Reading it as a template also looks for cycles, of which a pool and its triggers are a common cause.
  const template = Template.fromJSON(
    JSON.parse(readFileSync(join(exampleFolder('cognito'), 'Users.template.json'), 'utf8')),
  );
  const pools = resourcesOf(template, 'AWS::Cognito::UserPool');
  const [users] = pools.find(([id]) => id.startsWith('Users')) ?? [''];

  it('has a pool for users beside the one of operators and clients', () => {
    expect(pools).toHaveLength(2);
    template.hasResourceProperties('AWS::Cognito::UserPool', {
      MfaConfiguration: 'OFF',
      LambdaConfig: {
        DefineAuthChallenge: Match.anyValue(),
        CreateAuthChallenge: Match.anyValue(),
        VerifyAuthChallengeResponse: Match.anyValue(),
        CustomSMSSender: { LambdaVersion: 'V1_0' },
        CustomEmailSender: { LambdaVersion: 'V1_0' },
        KMSKeyID: { 'Fn::GetAtt': [Match.stringLikeRegexp('^CodeKey'), 'Arn'] },
      },
    });
  });

  it('has an app client that signs in with a code only', () => {
    template.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      UserPoolId: { Ref: users },
      ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
  });

  it('gives its functions the credentials of the client of auth systems', () => {
    const [[credentials] = ['']] = resourcesOf(template, 'AWS::SecretsManager::Secret').filter(
      ([, { Properties }]) => Properties.Description.includes('client of auth systems'),
    );
    const told = resourcesOf(template, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.Environment?.Variables?.ISSUER_SECRET_ID?.Ref === credentials,
    );
    expect(told).toHaveLength(4);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { resourcesOf, synthesised } from '../../support/synth.ts';

const { main } = synthesised();

describe('the page', () => {
  it('is in a private bucket that only CloudFront reads', () => {
    main.hasResourceProperties('AWS::S3::Bucket', {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    });
    main.hasResourceProperties('AWS::CloudFront::OriginAccessControl', {
      OriginAccessControlConfig: { OriginAccessControlOriginType: 's3', SigningBehavior: 'always' },
    });
  });

  it('is served over HTTPS only, with the API on the same origin and never cached', () => {
    main.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        DefaultCacheBehavior: { ViewerProtocolPolicy: 'redirect-to-https' },
        CacheBehaviors: [
          {
            PathPattern: '/api/*',
            ViewerProtocolPolicy: 'https-only',
            // AWS's managed policies CachingDisabled and AllViewerExceptHostHeader.
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            OriginRequestPolicyId: 'b689b0a8-53d0-40ab-baf2-68738e2966ac',
          },
        ],
        WebACLId: Match.anyValue(),
      },
    });
  });

  it('lets CloudFront neither cache an error nor replace it with a page', () => {
    main.hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        CustomErrorResponses: [404, 405, 414, 500, 501, 502, 503, 504].map((ErrorCode) => ({
          ErrorCode,
          ErrorCachingMinTTL: 0,
          ResponsePagePath: Match.absent(),
          ResponseCode: Match.absent(),
        })),
      },
    });
  });

  it('has security headers, and a content security policy without inline scripts', () => {
    const [[, headers] = ['', { Properties: {} }]] = resourcesOf(
      main,
      'AWS::CloudFront::ResponseHeadersPolicy',
    );
    const security = headers.Properties.ResponseHeadersPolicyConfig.SecurityHeadersConfig;
    const policy = JSON.stringify(security.ContentSecurityPolicy);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(security).toMatchObject({
      ContentTypeOptions: { Override: true },
      FrameOptions: { FrameOption: 'DENY' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 63_072_000 },
    });
  });
});

describe('sign-in', () => {
  it('requires a second factor from every operator and lets nobody sign up', () => {
    main.hasResourceProperties('AWS::Cognito::UserPool', {
      MfaConfiguration: 'ON',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
      AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    });
  });

  it('gives the page a public client with the authorization code flow only', () => {
    main.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      CallbackURLs: [{ 'Fn::Join': ['', ['https://', Match.anyValue(), '/']] }],
    });
  });

  it('gives auth systems a confidential client without the scopes of operators', () => {
    const clients = resourcesOf(main, 'AWS::Cognito::UserPoolClient').map(([, r]) => r.Properties);
    const machine = clients.find((client) => client.GenerateSecret === true);
    expect(machine.AllowedOAuthFlows).toEqual(['client_credentials']);
    const scopes = JSON.stringify(machine.AllowedOAuthScopes);
    expect(scopes).toContain('/issue');
    expect(scopes).not.toMatch(/reveal|"\/read"\]\]\},\{.*limits/);
  });
  it("uses OAuth only: no client can sign anybody in through Cognito's own API", () => {
    const clients = resourcesOf(main, 'AWS::Cognito::UserPoolClient');
    expect(clients).toHaveLength(3);
    for (const [, { Properties }] of clients) {
      expect(Properties.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
    }
  });

  it('leaves little to steal: short-lived access tokens, and a session that ends after twelve hours', () => {
    main.hasResourceProperties('AWS::Cognito::UserPoolClient', {
      GenerateSecret: false,
      AccessTokenValidity: 30,
      IdTokenValidity: 30,
      RefreshTokenValidity: 720,
      TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'minutes' },
      EnableTokenRevocation: true,
    });
  });

  it('has a group for each role, and a trigger that Cognito may invoke with the reveal setting', () => {
    const groups = resourcesOf(main, 'AWS::Cognito::UserPoolGroup').map(
      ([, { Properties }]) => Properties.GroupName,
    );
    expect(groups.sort()).toEqual(['admins', 'support', 'viewers']);
    const [[, pool] = []] = resourcesOf(main, 'AWS::Cognito::UserPool');
    const PreTokenGenerationConfig = pool?.Properties.LambdaConfig.PreTokenGenerationConfig;
    expect(PreTokenGenerationConfig.LambdaVersion).toBe('V2_0');
    const [functionId] = PreTokenGenerationConfig.LambdaArn['Fn::GetAtt'];
    main.hasResourceProperties('AWS::Lambda::Permission', {
      Principal: 'cognito-idp.amazonaws.com',
      FunctionName: { 'Fn::GetAtt': [functionId, 'Arn'] },
      SourceArn: Match.anyValue(),
    });
    const revealing = resourcesOf(main, 'AWS::Lambda::Function').filter(
      ([, { Properties }]) => Properties.Environment?.Variables.REVEAL !== undefined,
    );
    expect(revealing.map(([, { Properties }]) => Properties.Environment.Variables.REVEAL)).toEqual([
      'true',
      'true',
    ]);
    expect(revealing.map(([id]) => id)).toContain(functionId);
  });
});

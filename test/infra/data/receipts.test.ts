import { describe, expect, it } from '@jest/globals';
import type { Template } from 'aws-cdk-lib/assertions';
import { parseConfig } from '../../../infra/config/schema.ts';
import { ownFunctions, resourcesOf, synthesised } from '../../support/synth.ts';

const off = synthesised().main;
// Reading a template fails on dependency cycles, which an issuer created after the API could cause.
const on = synthesised('receipts').main;
const other = synthesised('disposable, with receipts by another issuer').main;
const RECEIPT_KEY_ARN = { 'Fn::GetAtt': [expect.stringMatching('receiptkey'), 'Arn'] };

interface Statement {
  readonly Action: string | string[];
}

const variablesOf = (template: Template, name: string): Record<string, unknown> | undefined =>
  ownFunctions(template).find(([each]) => each === name)?.[1].Properties.Environment.Variables;

/** What a function may do with keys directly, not through another service. */
function keyStatements(name: string): Statement[] {
  const role = ownFunctions(on).find(([each]) => each === name)?.[1].Properties.Role['Fn::GetAtt'][0];
  return resourcesOf(on, 'AWS::IAM::Policy')
    .filter(([, { Properties }]) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement)
    .filter((statement) => JSON.stringify(statement.Action).includes('kms:'))
    .filter((statement) => statement.Condition?.StringEquals?.['kms:ViaService'] === undefined);
}

describe('receipts', () => {
  it('are off by default and then add no key, route, function or variable', () => {
    off.resourceCountIs('AWS::KMS::Key', 1);
    expect(ownFunctions(off).map(([name]) => name)).not.toContain('publish-keys');
    expect(resourcesOf(off, 'AWS::ApiGateway::Resource')).not.toContainEqual([
      expect.anything(),
      expect.objectContaining({ Properties: expect.objectContaining({ PathPart: '.well-known' }) }),
    ]);
    expect(JSON.stringify(off.toJSON())).not.toMatch(/jwks|RECEIPT_|kms:Sign/);
  });

  it('are signed with their own P-256 key, which is deleted with the stack only if configured so', () => {
    const signing = { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' };
    on.hasResource('AWS::KMS::Key', { Properties: signing, DeletionPolicy: 'RetainExceptOnCreate' });
    other.hasResource('AWS::KMS::Key', { Properties: signing, DeletionPolicy: 'Delete' });
  });

  it("need no wildcard in the key's policy", () => {
    const key = resourcesOf(on, 'AWS::KMS::Key').find(([, { Properties }]) => Properties.KeyUsage)?.[1];
    const [statement, ...more] = key?.Properties.KeyPolicy.Statement ?? [];
    expect(more).toEqual([]);
    expect(statement.Action).toEqual(expect.arrayContaining(['kms:GetPublicKey', 'kms:Sign']));
    expect(JSON.stringify(statement.Action)).not.toContain('*');
  });

  it('are signed only by verify-token, with one algorithm; only publish-keys publishes the key', () => {
    expect(keyStatements('verify-token')).toEqual([
      {
        Effect: 'Allow',
        Action: 'kms:Sign',
        Resource: RECEIPT_KEY_ARN,
        Condition: { StringEquals: { 'kms:SigningAlgorithm': 'ECDSA_SHA_256' } },
      },
    ]);
    expect(keyStatements('publish-keys')).toEqual([
      { Effect: 'Allow', Action: 'kms:GetPublicKey', Resource: RECEIPT_KEY_ARN },
    ]);
    const others = ownFunctions(on).filter(([name]) => !/^(verify-token|publish-keys)$/.test(name));
    expect(others.flatMap(([name]) => keyStatements(name))).toEqual([]);
  });

  it("name the page's origin as issuer unless another is configured", () => {
    const pageOrigin = ['https://', { 'Fn::GetAtt': [expect.stringMatching('distribution'), 'DomainName'] }];
    expect(variablesOf(on, 'verify-token')).toMatchObject({
      RECEIPT_ISSUER: { 'Fn::Join': ['', pageOrigin] },
      RECEIPT_LIFETIME_SECONDS: '60',
    });
    expect(variablesOf(other, 'verify-token')).toMatchObject({
      RECEIPT_ISSUER: 'https://courier.example.com',
      RECEIPT_LIFETIME_SECONDS: '30',
    });
  });

  it('are checked with keys that anyone may read, served by the API and cached by CloudFront', () => {
    const resources = new Map(resourcesOf(on, 'AWS::ApiGateway::Resource'));
    const [id, jwks] = [...resources].find(([, { Properties }]) => Properties.PathPart === 'jwks.json') ?? [];
    expect(resources.get(jwks?.Properties.ParentId.Ref)?.Properties.PathPart).toBe('.well-known');
    on.hasResourceProperties('AWS::ApiGateway::Method', {
      ResourceId: { Ref: id },
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
    });
    const [[, distribution] = ['', { Properties: {} }]] = resourcesOf(on, 'AWS::CloudFront::Distribution');
    const { CacheBehaviors, Origins } = distribution.Properties.DistributionConfig;
    expect(CacheBehaviors[1]).toMatchObject({
      PathPattern: '/.well-known/jwks.json',
      ViewerProtocolPolicy: 'https-only',
      // AWS's managed policy CachingOptimized.
      CachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6',
    });
    const origin = Origins.find(({ Id }: { Id: string }) => Id === CacheBehaviors[1].TargetOriginId);
    expect(origin.OriginPath).toBe('/api');
    expect(JSON.stringify(origin.DomainName)).toContain('.execute-api.');
  });

  it.each([
    [{ receipts: 'yes' }, 'receipts: must be true or false'],
    [{ receiptIssuer: 'https://example.com/' }, 'receiptIssuer: must be an origin'],
    [{ receiptLifetimeSeconds: 5 }, 'receiptLifetimeSeconds: '],
  ])('refuse %j and name the key and the rule', (wrong, message) => {
    expect(() => parseConfig({ region: 'eu-central-1', brandName: 'Example', ...wrong })).toThrow(message);
  });

  it('use the same key in both functions', () => {
    const key = { Ref: expect.stringMatching('receiptkey') };
    expect(variablesOf(on, 'verify-token')).toMatchObject({ RECEIPT_KEY_ID: key });
    expect(variablesOf(on, 'publish-keys')?.RECEIPT_KEY_ID).toEqual(
      variablesOf(on, 'verify-token')?.RECEIPT_KEY_ID,
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import type { TemplateName } from '../../support/deployments.ts';
import { TEMPLATES } from '../../support/deployments.ts';
import { allResources, resourcesOf, synthesised } from '../../support/synth.ts';

/** What outlives its stack under every configuration, because the account's settings refer to it. */
const ALWAYS_KEPT = ['AWS::ApiGateway::Account', 'AWS::IAM::Role'];
const names = Object.keys(TEMPLATES) as TemplateName[];
const resources = (name: TemplateName) => {
  const { main, edge } = synthesised(name);
  return [...allResources(main), ...allResources(edge)];
};
const isKept = (policy?: string) => policy !== undefined && policy !== 'Delete';
const isProtected = ({ DeletionProtectionEnabled, DeletionProtection }: Record<string, unknown> = {}) =>
  DeletionProtectionEnabled === true || DeletionProtection === 'ACTIVE';

/** Fixed names of the resource: neither made unique by the stack's id nor references to another resource. */
const ownNames = (properties: Record<string, unknown> = {}): unknown[] =>
  Object.entries(properties)
    .filter(([key]) => /^Name$|^(LogGroup|Table|Role|UserPool|Secret|Bucket|Alias)Name$/.test(key))
    .map(([, value]) => value)
    .filter((value) => !/AWS::StackId|^\{"Ref":/.test(JSON.stringify(value)));

describe.each(names)('what remains of the deployment "%s"', (name) => {
  it('has no name that the next deployment needs', () => {
    const kept = resources(name).filter(([, { DeletionPolicy }]) => isKept(DeletionPolicy));
    expect(kept.filter(([, { Properties }]) => ownNames(Properties).length > 0)).toEqual([]);
  });

  it('includes no bucket that CloudFormation could not delete because of its files', () => {
    for (const template of [synthesised(name).main, synthesised(name).edge]) {
      const emptied = resourcesOf(template, 'Custom::S3AutoDeleteObjects').map(
        ([, { Properties }]) => Properties.BucketName.Ref,
      );
      const going = resourcesOf(template, 'AWS::S3::Bucket').filter(
        ([, { DeletionPolicy }]) => !isKept(DeletionPolicy),
      );
      expect(emptied).toEqual(expect.arrayContaining(going.map(([id]) => id)));
    }
  });

  it('includes everything that is protected from deletion', () => {
    const guarded = resources(name).filter(([, { Properties }]) => isProtected(Properties));
    expect(guarded.filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'Retain')).toEqual([]);
  });
});

describe('a retained deployment', () => {
  it('is removed when its creation is rolled back, except for what is protected', () => {
    const kept = resources('default').filter(([, { DeletionPolicy }]) => isKept(DeletionPolicy));
    const staying = kept.filter(([, { DeletionPolicy }]) => DeletionPolicy !== 'RetainExceptOnCreate');
    expect(kept.length).toBeGreaterThan(20);
    expect([...new Set(staying.map(([, { Type }]) => Type))].sort()).toEqual(
      [...ALWAYS_KEPT, 'AWS::Cognito::UserPool', 'AWS::DynamoDB::Table'].sort(),
    );
  });

  it('protects its tables and its user pool from deletion', () => {
    const guarded = resources('default').filter(([, { Properties }]) => isProtected(Properties));
    expect(guarded.map(([, { Type }]) => Type).sort()).toEqual([
      'AWS::Cognito::UserPool',
      ...Array(4).fill('AWS::DynamoDB::Table'),
    ]);
  });
});

describe('a disposable deployment', () => {
  const all = resources('disposable, with receipts by another issuer');

  it("leaves only what the account's settings still refer to", () => {
    const kept = all.filter(([, { DeletionPolicy }]) => isKept(DeletionPolicy));
    // A role of API Gateway's log, and one of SNS's.
    expect(kept.map(([, { Type }]) => Type).sort()).toEqual([...ALWAYS_KEPT, 'AWS::IAM::Role']);
  });

  it('protects nothing', () => {
    expect(all.filter(([, { Properties }]) => isProtected(Properties))).toEqual([]);
  });
});

describe("API Gateway's role in the account", () => {
  it('outlives the stack, so the account never refers to a deleted role', () => {
    const { main } = synthesised();
    const [[, account] = ['', undefined]] = resourcesOf(main, 'AWS::ApiGateway::Account');
    const roleId = account?.Properties.CloudWatchRoleArn['Fn::GetAtt'][0];
    const role = resourcesOf(main, 'AWS::IAM::Role').find(([id]) => id === roleId)?.[1];
    expect([account?.DeletionPolicy, role?.DeletionPolicy]).toEqual(['Retain', 'Retain']);
  });

  it('is left alone if configured so', () => {
    synthesised('dev').main.resourceCountIs('AWS::ApiGateway::Account', 0);
  });
});

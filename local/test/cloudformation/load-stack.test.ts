import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { UnsupportedIntrinsicError } from '../../cloudformation/intrinsics.ts';
import type { Resource } from '../../cloudformation/load-stack.ts';
import { loadStack, UnsupportedResourcesError } from '../../cloudformation/load-stack.ts';
import { findStack } from '../../cloudformation/template.ts';
import type { CdkOut } from '../fixtures/cdk-out.ts';
import { functionResource, STACK_NAME, writeCdkOut } from '../fixtures/cdk-out.ts';

let cdkOut: CdkOut | undefined;

afterEach(async () => {
  await cdkOut?.remove();
  cdkOut = undefined;
});

async function load(resources: object, sections: object = {}, bundles = {}) {
  cdkOut = await writeCdkOut({ Resources: resources, ...sections }, bundles);
  return loadStack(cdkOut.folder, STACK_NAME);
}

/** The value of an intrinsic, resolved as a property of a role. */
async function resolved(intrinsic: unknown, others: object = {}, sections: object = {}): Promise<unknown> {
  const role = { Type: 'AWS::IAM::Role', Properties: { Value: intrinsic } };
  const { resources } = await load({ Probe: role, ...others }, sections);
  return (resources.get('Probe') as Resource).properties.Value;
}

const TOPIC = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms' } };
const TABLE = { Type: 'AWS::DynamoDB::Table' };

describe('intrinsic functions', () => {
  const cases: [string, unknown, unknown][] = [
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ['Ref of a table', { Ref: 'Things' }, 'Sample-Things'],
    ['Ref of a topic', { Ref: 'Alarms' }, 'arn:aws:sns:eu-central-1:000000000000:alarms'],
    [
      'Fn::GetAtt as list',
      { 'Fn::GetAtt': ['Things', 'Arn'] },
      'arn:aws:dynamodb:eu-central-1:000000000000:table/Sample-Things',
    ],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Alarms.TopicName' }, 'alarms'],
    ['Fn::Join', { 'Fn::Join': ['/', ['a', { Ref: 'AWS::Partition' }, 'b']] }, 'a/aws/b'],
    [
      'Fn::Sub',
      { 'Fn::Sub': `\${Alarms.TopicName}-\${AWS::AccountId}-\${!Kept}` },
      `alarms-000000000000-\${Kept}`,
    ],
    ['Fn::Sub with variables', { 'Fn::Sub': [`\${Name}!`, { Name: { Ref: 'Things' } }] }, 'Sample-Things!'],
    [
      'Fn::Select of Fn::Split',
      { 'Fn::Select': [4, { 'Fn::Split': [':', { Ref: 'Alarms' }] }] },
      '000000000000',
    ],
    ['AWS::NoValue in a list', ['a', { Ref: 'AWS::NoValue' }], ['a']],
    ['AWS::NoValue as a member', { a: 1, b: { Ref: 'AWS::NoValue' } }, { a: 1 }],
    [
      'a Condition that is an IAM policy member',
      { Condition: { Bool: { x: 'true' } } },
      { Condition: { Bool: { x: 'true' } } },
    ],
  ];

  it.each(cases)('resolves %s', async (_, intrinsic, expected) => {
    expect(await resolved(intrinsic, { Alarms: TOPIC, Things: TABLE })).toEqual(expected);
  });

  it('takes the default of the bootstrap parameter', async () => {
    const Parameters = { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk' } };
    expect(await resolved({ Ref: 'BootstrapVersion' }, {}, { Parameters })).toBe('/cdk');
  });

  it('evaluates conditions, and leaves out a resource whose condition is false', async () => {
    const Conditions = { InUs: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } };
    const others = { Things: { ...TABLE, Condition: 'InUs' } };
    expect(await resolved({ 'Fn::If': ['InUs', 'us', 'elsewhere'] }, others, { Conditions })).toBe(
      'elsewhere',
    );
    const { resources } = await load(others, { Conditions });
    expect([...resources.keys()]).toEqual([]);
  });

  it('names the resource and property path of an unsupported intrinsic', async () => {
    const resolving = resolved({ deep: [{ 'Fn::Cidr': [] }] });
    await expect(resolving).rejects.toBeInstanceOf(UnsupportedIntrinsicError);
    await expect(resolving).rejects.toThrow(
      'Probe.Properties.Value.deep.0: Fn::Cidr is not supported by the local runtime',
    );
  });

  it('names an unsupported attribute', async () => {
    await expect(resolved({ 'Fn::GetAtt': ['Things', 'StreamArn'] }, { Things: TABLE })).rejects.toThrow(
      'Probe.Properties.Value: Fn::GetAtt Things.StreamArn is not supported by the local runtime',
    );
  });

  it('resolves a value read from another region to a placeholder', async () => {
    const Reader = { Type: 'Custom::CrossRegionExportReader' };
    expect(await resolved({ 'Fn::GetAtt': ['Reader', '/cdk/exports/acl'] }, { Reader })).toBe(
      'local-Reader-/cdk/exports/acl',
    );
  });
});

describe('resources', () => {
  it('are refused, all unknown types in one error', async () => {
    const resources = {
      Stream: { Type: 'AWS::Kinesis::Stream' },
      Pipe: { Type: 'AWS::Pipes::Pipe' },
      Things: TABLE,
    };
    const loading = load(resources);
    await expect(loading).rejects.toBeInstanceOf(UnsupportedResourcesError);
    await expect(loading).rejects.toThrow(
      'The local runtime does not support these resources of stack Sample: Stream (AWS::Kinesis::Stream), Pipe (AWS::Pipes::Pipe).',
    );
  });

  it('have the short name of their construct, and their ARN', async () => {
    const { resources } = await load({ Fn1: functionResource('admit-request') });
    expect(resources.get('Fn1')).toMatchObject({
      shortName: 'admit-request',
      path: 'Sample/admit-request/Resource',
      ref: 'Sample-Fn1',
      arn: 'arn:aws:lambda:eu-central-1:000000000000:function:Sample-Fn1',
    });
  });

  it('find the folder of an asset, and report a missing one', async () => {
    const { assets } = await load({}, {}, { abc: { 'index.js': '' } });
    expect(assets('abc.zip')).toBe(join(String(cdkOut?.folder), 'asset.abc'));
    expect(() => assets('def.zip')).toThrow('Stack Sample has no asset def.zip.');
  });

  it('cannot be loaded from an unknown stack, and the error lists the known ones', async () => {
    await load({});
    await expect(loadStack(String(cdkOut?.folder), 'Other')).rejects.toThrow(
      'has no stack Other; it has Sample.',
    );
  });
  it('identify a stack by their type, if exactly one stack has such a resource', async () => {
    await load({ Things: TABLE });
    const folder = String(cdkOut?.folder);
    expect(await findStack(folder, 'AWS::DynamoDB::Table')).toBe(STACK_NAME);
    await expect(findStack(folder, 'AWS::SNS::Topic')).rejects.toThrow(
      'must have one stack with AWS::SNS::Topic; it has none.',
    );
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { CustomResourceFailedError } from '../../../aws/cloudformation/custom-resources.ts';
import { functionResource, STACK_NAME } from '../../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

const ANSWERS = `
exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  const { ResponseURL, StackId, RequestId, LogicalResourceId, ResourceProperties } = event;
  const Status = ResourceProperties.fails === 'true' ? 'FAILED' : 'SUCCESS';
  const body = { Status, Reason: 'as asked', PhysicalResourceId: 'made', StackId, RequestId, LogicalResourceId };
  await fetch(ResponseURL, { method: 'PUT', headers: { 'content-type': '' }, body: JSON.stringify(body) });
};`;
const NEVER = 'exports.handler = async () => undefined;';
const THROWS = "exports.handler = async () => { throw new Error('no'); };";

const custom = (properties: object, type = 'Custom::Thing') => ({
  Type: type,
  Properties: { ServiceToken: { 'Fn::GetAtt': ['Keep', 'Arn'] }, ...properties },
});

let aws: LocalEndpoint | undefined;
afterEach(async () => {
  await aws?.close();
  aws = undefined;
});

describe('a custom resource', () => {
  it('is created at the start by the function that it names, which gets every value as a string', async () => {
    aws = await startLocalEndpoint(
      {
        Keep: functionResource('keep'),
        Thing: custom({ days: 30, isOn: true, names: ['a', { Ref: 'AWS::Region' }] }),
      },
      { keep: { 'index.js': ANSWERS } },
    );
    const [line] = aws.logs.list().filter((each) => each.function === 'keep' && each.line.startsWith('{'));
    expect(JSON.parse(line?.line ?? '{}')).toMatchObject({
      RequestType: 'Create',
      ResourceType: 'Custom::Thing',
      LogicalResourceId: 'Thing',
      StackId: `arn:aws:cloudformation:eu-central-1:000000000000:stack/${STACK_NAME}/local`,
      ResourceProperties: { days: '30', isOn: 'true', names: ['a', 'eu-central-1'] },
    });
  });

  it("is not created when its function is CDK's own", async () => {
    const own = functionResource('keep', {});
    const path = { 'aws:cdk:path': `${STACK_NAME}/Custom::CDKBucketDeployment8693BB64/Resource` };
    aws = await startLocalEndpoint(
      { Keep: { ...own, Metadata: path }, Thing: custom({}) },
      { keep: { 'index.js': THROWS } },
    );
    expect(aws.logs.list()).toEqual([]);
  });

  it.each([
    ['says that it failed', ANSWERS, { fails: true }, 'as asked'],
    ['ends without an answer', NEVER, {}, 'its function ended without an answer'],
    ['throws', THROWS, {}, 'no'],
  ])('stops the start with its path when its function %s', async (_, source, properties, why) => {
    const starting = startLocalEndpoint(
      { Keep: functionResource('keep'), Thing: custom(properties) },
      { keep: { 'index.js': source } },
    );
    await expect(starting).rejects.toThrow(CustomResourceFailedError);
    await expect(starting).rejects.toThrow(`Thing could not be created: ${why}`);
  });
});

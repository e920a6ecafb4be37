import {
  CloudFormationClient,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  ListStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

const topic = (TopicName: string) => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName } });
/** More than a page. */
const TOPICS = Object.fromEntries(
  Array.from({ length: 130 }, (_, index) => [`Topic${index}`, topic(`topic-${index}`)]),
);

let aws: LocalEndpoint;
let cloudFormation: CloudFormationClient;
beforeAll(async () => {
  aws = await startLocalEndpoint(TOPICS);
  cloudFormation = new CloudFormationClient(aws.client);
});
afterAll(() => aws.close());

describe('CloudFormation', () => {
  it('describes the stack, by name and by id', async () => {
    const { Stacks: [stack] = [] } = await cloudFormation.send(
      new DescribeStacksCommand({ StackName: 'Sample' }),
    );
    expect(stack).toMatchObject({ StackName: 'Sample', StackStatus: 'CREATE_COMPLETE' });
    const byId = await cloudFormation.send(new DescribeStacksCommand({ StackName: stack?.StackId }));
    expect(byId.Stacks?.[0]?.StackName).toBe('Sample');
  });

  it('lists every resource with its physical id, a page at a time', async () => {
    const pages = [];
    for await (const { StackResourceSummaries = [] } of paginateListStackResources(
      { client: cloudFormation },
      { StackName: 'Sample' },
    )) {
      pages.push(StackResourceSummaries);
    }
    expect(pages.map((page) => page.length)).toEqual([100, 30]);
    expect(pages[0]?.[0]).toMatchObject({
      LogicalResourceId: 'Topic0',
      PhysicalResourceId: 'arn:aws:sns:eu-central-1:000000000000:topic-0',
      ResourceType: 'AWS::SNS::Topic',
    });
  });

  it('has the template as it was synthesised', async () => {
    const { TemplateBody = '' } = await cloudFormation.send(new GetTemplateCommand({ StackName: 'Sample' }));
    expect(JSON.parse(TemplateBody).Resources.Topic7).toEqual(topic('topic-7'));
  });

  it('knows no other stack, and none that was deleted', async () => {
    await expect(
      cloudFormation.send(new DescribeStacksCommand({ StackName: 'Other' })),
    ).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack with id Other does not exist' });
    const { StackSummaries } = await cloudFormation.send(
      new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }),
    );
    expect(StackSummaries ?? []).toEqual([]);
  });

  it('changes nothing', async () => {
    await expect(cloudFormation.send(new DeleteStackCommand({ StackName: 'Sample' }))).rejects.toMatchObject({
      name: 'InvalidAction',
    });
  });

  it('leaves the other service with this protocol alone', async () => {
    const { Topics = [] } = await new SNSClient(aws.client).send(new ListTopicsCommand({}));
    expect(Topics.length).toBeGreaterThan(99);
  });
});

/** From a text that SNS accepted, through its log and a subscription filter, to a function. */
import { gunzipSync } from 'node:zlib';
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeSubscriptionFiltersCommand,
  DisassociateKmsKeyCommand,
  FilterLogEventsCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  GetSMSAttributesCommand,
  PublishCommand,
  SetSMSAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../../../../test/support/eventually.ts';
import { SubscriptionRefusedError } from '../../../aws/cloudwatch/subscriptions.ts';
import { functionResource } from '../../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../../fixtures/local-endpoint.ts';

const GROUP = 'sns/eu-central-1/000000000000/DirectPublishToPhoneNumber';
const ROLE = 'arn:aws:iam::000000000000:role/log';
const HEARS = "exports.handler = async (event) => console.log('heard ' + JSON.stringify(event));";
/** Fails on its first two runs. */
const STUMBLES = `let runs = 0;
exports.handler = async (event) => {
  runs += 1;
  if (runs < 3) { throw new Error('not yet'); }
  console.log('heard ' + JSON.stringify(event));
};`;

const group = (name: string) => ({ Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: name } });
const filter = (name: string, properties: object = {}) => ({
  Type: 'AWS::Logs::SubscriptionFilter',
  Properties: {
    ...{ LogGroupName: name, FilterPattern: '', DestinationArn: { 'Fn::GetAtt': ['Hear', 'Arn'] } },
    ...properties,
  },
});
const permission = (name: string, properties: object = {}) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    ...{ Action: 'lambda:InvokeFunction', FunctionName: { 'Fn::GetAtt': ['Hear', 'Arn'] } },
    ...{ Principal: 'logs.amazonaws.com', SourceAccount: { Ref: 'AWS::AccountId' } },
    SourceArn: `arn:aws:logs:eu-central-1:000000000000:log-group:${name}:*`,
    ...properties,
  },
});
const both = (...names: string[]) =>
  Object.fromEntries(
    names.flatMap((name, index) => [
      [`Group${index}`, group(name)],
      [`Filter${index}`, filter(name)],
      [`Permission${index}`, permission(name)],
    ]),
  );
const started = (resources: object, source = HEARS) =>
  startLocalEndpoint({ Hear: functionResource('hear'), ...resources }, { hear: { 'index.js': source } });

interface Batch {
  readonly logGroup: string;
  readonly logEvents: readonly { readonly id: string; readonly message: string }[];
}

/** What the function heard, as it would read it. */
const heardOn = ({ logs }: LocalEndpoint): Batch[] =>
  logs
    .list()
    .filter(({ line }) => line.startsWith('heard '))
    .map(({ line }) => {
      const { awslogs } = JSON.parse(line.slice('heard '.length));
      return JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString());
    });

describe('texts', () => {
  let aws: LocalEndpoint;
  let sns: SNSClient;
  let logs: CloudWatchLogsClient;
  beforeAll(async () => {
    aws = await started(both(GROUP, `${GROUP}/Failure`));
    sns = new SNSClient(aws.client);
    logs = new CloudWatchLogsClient(aws.client);
  });
  afterEach(async () => {
    aws.messages.clear();
    aws.faults.clear();
    aws.logs.clear();
    await logAs(ROLE);
  });
  afterAll(() => aws.close());

  const logAs = (DeliveryStatusIAMRole: string, more: Record<string, string> = {}) =>
    sns.send(
      new SetSMSAttributesCommand({
        attributes: { DeliveryStatusIAMRole, DeliveryStatusSuccessSamplingRate: '100', ...more },
      }),
    );
  const send = async () =>
    (await sns.send(new PublishCommand({ PhoneNumber: '+4915112345678', Message: 'x' }))).MessageId;
  const linesOf = async (name: string, id: string | undefined) => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: name }));
    return events
      .map(({ message = '' }) => JSON.parse(message))
      .filter((line) => line.notification.messageId === id);
  };

  it("that arrive are logged as SNS does when the account's settings say so, and the line reaches the function", async () => {
    await logAs(ROLE);
    const id = await send();
    expect(aws.messages.list()).toHaveLength(1);
    expect(await eventually(() => heardOn(aws).length > 0)).toBe(true);
    const [batch] = heardOn(aws);
    expect(batch).toEqual({
      ...{
        messageType: 'DATA_MESSAGE',
        owner: '000000000000',
        logGroup: GROUP,
        logStream: expect.any(String),
      },
      subscriptionFilters: ['Sample-Filter0'],
      logEvents: [
        { id: expect.stringMatching(/^\d{56}$/), timestamp: expect.any(Number), message: expect.any(String) },
      ],
    });
    expect(JSON.parse(batch?.logEvents[0]?.message ?? '')).toEqual({
      notification: {
        messageId: id,
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
      },
      delivery: {
        ...{ phoneCarrier: 'Local carrier', mcc: 1, mnc: 1, destination: '+4915112345678' },
        ...{ priceInUSD: 0.00645, smsType: 'Promotional' },
        providerResponse: 'Message has been accepted by phone carrier',
        ...{ dwellTimeMs: expect.any(Number), dwellTimeMsUntilDeviceAck: expect.any(Number) },
      },
      status: 'SUCCESS',
    });
  });

  it('that a carrier refuses never arrive, and are logged as failures', async () => {
    await logAs(ROLE, { DeliveryStatusSuccessSamplingRate: '0' });
    aws.faults.add({ service: 'carrier', error: 'PhoneUnreachable', times: 1 });
    const id = await send();
    expect(aws.messages.list()).toEqual([]);
    expect(await eventually(() => heardOn(aws).some(({ logGroup }) => logGroup === `${GROUP}/Failure`))).toBe(
      true,
    );
    expect(await linesOf(`${GROUP}/Failure`, id)).toMatchObject([
      {
        delivery: { providerResponse: 'Phone is currently unreachable/unavailable', mcc: 0, mnc: 0 },
        status: 'FAILURE',
      },
    ]);
  });

  it('that get lost are accepted, but neither arrive nor are logged', async () => {
    await logAs(ROLE);
    aws.faults.add({ service: 'carrier', error: 'Lost', times: 1 });
    const lost = await send();
    const next = await send();
    expect(await eventually(async () => (await linesOf(GROUP, next)).length > 0)).toBe(true);
    expect(aws.messages.list()).toHaveLength(1);
    expect([...(await linesOf(GROUP, lost)), ...(await linesOf(`${GROUP}/Failure`, lost))]).toEqual([]);
  });

  it('are not logged before the log is switched on, or when delivered ones are not sampled', async () => {
    await logAs('');
    const silent = await send();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await logAs(ROLE, { DeliveryStatusSuccessSamplingRate: '0' });
    const unsampled = await send();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([...(await linesOf(GROUP, silent)), ...(await linesOf(GROUP, unsampled))]).toEqual([]);
  });

  it('have account settings, which refuse what AWS refuses', async () => {
    await logAs(ROLE);
    const read = await sns.send(new GetSMSAttributesCommand({ attributes: ['DeliveryStatusIAMRole'] }));
    expect(read.attributes).toEqual({ DeliveryStatusIAMRole: ROLE });
    for (const attributes of [
      { DeliveryStatusSuccessSamplingRate: '101' },
      { DeliveryStatusIAMRole: 'role' },
      { Anything: 'x' },
    ] as Record<string, string>[]) {
      await expect(sns.send(new SetSMSAttributesCommand({ attributes }))).rejects.toMatchObject({
        name: 'InvalidParameterException',
      });
    }
  });

  it('accept carrier faults by their names only', () => {
    expect(() => aws.faults.add({ service: 'carrier', error: 'Sulking', times: 1 })).toThrow(
      'must be one of Lost, BlockedAsSpam',
    );
  });
});

describe('log groups', () => {
  let aws: LocalEndpoint;
  let logs: CloudWatchLogsClient;
  beforeAll(async () => {
    aws = await started({ Key: { Type: 'AWS::KMS::Key', Properties: {} } });
    logs = new CloudWatchLogsClient(aws.client);
  });
  afterAll(() => aws.close());

  it("can be created, configured and deleted at run time, within AWS's bounds", async () => {
    const logGroupName = 'made/here';
    await logs.send(new CreateLogGroupCommand({ logGroupName, tags: { by: 'me' } }));
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: 'ResourceAlreadyExistsException',
    });
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 30 }));
    await expect(
      logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: 31 })),
    ).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await logs.send(new CreateLogGroupCommand({ logGroupName: 'made/here/too' }));
    const described = async () => {
      const { logGroups } = await logs.send(
        new DescribeLogGroupsCommand({ logGroupNamePrefix: logGroupName, limit: 1 }),
      );
      return logGroups;
    };
    const resourceArn = `arn:aws:logs:eu-central-1:000000000000:log-group:${logGroupName}`;
    expect(await described()).toEqual([
      {
        ...{ logGroupName, arn: `${resourceArn}:*`, logGroupArn: resourceArn },
        ...{ retentionInDays: 30, metricFilterCount: 0 },
      },
    ]);
    const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual({ by: 'me' });
    const { subscriptionFilters } = await logs.send(new DescribeSubscriptionFiltersCommand({ logGroupName }));
    expect(subscriptionFilters).toEqual([]);
    await logs.send(new DisassociateKmsKeyCommand({ logGroupName }));
    const kmsKeyId = 'arn:aws:kms:eu-central-1:000000000000:key/none';
    await expect(logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await logs.send(new DeleteLogGroupCommand({ logGroupName }));
    await expect(logs.send(new DeleteLogGroupCommand({ logGroupName }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

describe('a subscription filter', () => {
  it('retries an event when its function fails', async () => {
    const aws = await started(both(GROUP), STUMBLES);
    try {
      const sns = new SNSClient(aws.client);
      await sns.send(new SetSMSAttributesCommand({ attributes: { DeliveryStatusIAMRole: ROLE } }));
      await sns.send(new PublishCommand({ PhoneNumber: '+4915112345678', Message: 'x' }));
      expect(await eventually(() => heardOn(aws).length === 1)).toBe(true);
    } finally {
      await aws.close();
    }
  });

  const WITHOUT_GROUP = { Filter0: filter(GROUP), Permission0: permission(GROUP) };
  it.each([
    ['is no such group', WITHOUT_GROUP, 'The specified log group does not exist'],
    [
      'are two others',
      { ...both(GROUP), More: filter(GROUP), Most: filter(GROUP) },
      'Resource limit exceeded',
    ],
    [
      'is no permission',
      { Group0: group(GROUP), Filter0: filter(GROUP) },
      'Make sure you have given CloudWatch Logs permission',
    ],
    [
      'is a permission for another group',
      { Group0: group(GROUP), Filter0: filter(GROUP), Permission0: permission('another') },
      'Make sure you have given CloudWatch Logs permission',
    ],
    [
      'is a pattern that is not supported here',
      { ...both(GROUP), Filter0: filter(GROUP, { FilterPattern: 'ERROR' }) },
      'supports filter patterns of the form',
    ],
  ])('stops the start when there %s', async (_, resources, why) => {
    const starting = started(resources);
    await expect(starting).rejects.toThrow(SubscriptionRefusedError);
    await expect(starting).rejects.toThrow(why);
  });
});

/** CloudFormation's custom resource for SNS's log of texts, on mocked AWS clients. */
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetSMSAttributesCommand, SetSMSAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { serviceError } from './adapters/service-errors.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { CONTEXT, captureLog } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT);
const { handler } = await import('../../handlers/hooks/keep-text-log.ts');

const OURS = 'arn:aws:iam::000000000000:role/ours';
const THEIRS = 'arn:aws:iam::000000000000:role/theirs';
const GROUPS = ['sns/eu-west-1/000000000000/Texts', 'sns/eu-west-1/000000000000/Texts/Failure'];

const sns = mockClient(SNSClient);
const logs = mockClient(CloudWatchLogsClient);
let log: ReturnType<typeof captureLog>;
let answers: { url: string; init: RequestInit }[];

beforeEach(() => {
  log = captureLog();
  answers = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init = {}) => {
    answers.push({ url: String(url), init });
    return new Response();
  });
  sns.on(GetSMSAttributesCommand).resolves({});
  sns.on(SetSMSAttributesCommand).resolves({});
  logs.onAnyCommand().resolves({});
});
afterEach(() => {
  log.stop();
  jest.restoreAllMocks();
  sns.reset();
  logs.reset();
});

const asked = (RequestType: 'Create' | 'Update' | 'Delete', more: object = {}, properties: object = {}) =>
  handler(
    {
      RequestType,
      ...{ ServiceToken: 'arn', ResponseURL: 'https://cloudformation.example.com/answer?signed' },
      ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'textlog' },
      ResourceType: 'Custom::TextLog',
      ResourceProperties: {
        ...{ ServiceToken: 'arn', roleArn: OURS, groups: GROUPS, retentionDays: '30', keyArn: 'key' },
        ...{ isDisposable: 'false', ...properties },
      },
      ...more,
    } as Parameters<typeof handler>[0],
    CONTEXT,
  );

const answer = () => JSON.parse(String(answers[0]?.init.body));
const set = () => sns.commandCalls(SetSMSAttributesCommand).map(({ args: [{ input }] }) => input.attributes);
const writtenBy = (DeliveryStatusIAMRole: string) =>
  sns.on(GetSMSAttributesCommand).resolves({ attributes: { DeliveryStatusIAMRole } });

describe("SNS's delivery log", () => {
  it('includes every text, in groups with a retention period and the key', async () => {
    await asked('Create');
    expect(set()).toEqual([{ DeliveryStatusIAMRole: OURS, DeliveryStatusSuccessSamplingRate: '100' }]);
    const named = (
      command:
        | typeof CreateLogGroupCommand
        | typeof PutRetentionPolicyCommand
        | typeof AssociateKmsKeyCommand,
    ) => logs.commandCalls(command as typeof CreateLogGroupCommand).map(({ args: [{ input }] }) => input);
    expect(named(CreateLogGroupCommand)).toEqual(GROUPS.map((logGroupName) => ({ logGroupName })));
    expect(named(PutRetentionPolicyCommand)).toEqual(
      GROUPS.map((logGroupName) => ({ logGroupName, retentionInDays: 30 })),
    );
    expect(named(AssociateKmsKeyCommand)).toEqual(
      GROUPS.map((logGroupName) => ({ logGroupName, kmsKeyId: 'key' })),
    );
    expect(answers).toMatchObject([
      {
        url: 'https://cloudformation.example.com/answer?signed',
        init: { method: 'PUT', headers: { 'content-type': '' } },
      },
    ]);
    expect(answer()).toEqual({
      ...{ Status: 'SUCCESS', PhysicalResourceId: 'text-log:' },
      ...{ StackId: 'stack', RequestId: 'request', LogicalResourceId: 'textlog' },
    });
  });

  it('may have log groups that exist already', async () => {
    logs
      .on(CreateLogGroupCommand)
      .rejects(new ResourceAlreadyExistsException({ message: '', $metadata: {} }));
    await asked('Create');
    expect(answer().Status).toBe('SUCCESS');
    expect(logs.commandCalls(AssociateKmsKeyCommand)).toHaveLength(2);
  });

  it('is restored to the role that wrote it before', async () => {
    writtenBy(THEIRS);
    await asked('Create');
    expect(answer().PhysicalResourceId).toBe(`text-log:${THEIRS}`);
    writtenBy(OURS);
    await asked('Update', { PhysicalResourceId: `text-log:${THEIRS}` });
    await asked('Delete', { PhysicalResourceId: `text-log:${THEIRS}` }, { isDisposable: 'true' });
    expect(set().at(-1)).toEqual({ DeliveryStatusIAMRole: THEIRS, DeliveryStatusSuccessSamplingRate: '100' });
    expect(logs.commandCalls(DeleteLogGroupCommand)).toEqual([]);
    expect(JSON.parse(String(answers[1]?.init.body)).PhysicalResourceId).toBe(`text-log:${THEIRS}`);
  });

  it.each([
    ['stay, as other logs do', 'false', 0],
    ['are deleted if the data is disposable', 'true', 2],
  ])('is switched off with the deployment; its groups %s', async (_, isDisposable, deleted) => {
    writtenBy(OURS);
    await asked('Delete', { PhysicalResourceId: 'text-log:' }, { isDisposable });
    expect(set()).toEqual([{ DeliveryStatusIAMRole: '' }]);
    expect(logs.commandCalls(DeleteLogGroupCommand)).toHaveLength(deleted);
  });

  it('is left to a deployment that took it over since', async () => {
    writtenBy(THEIRS);
    await asked('Delete', { PhysicalResourceId: 'text-log:' }, { isDisposable: 'true' });
    expect(set()).toEqual([]);
    expect(logs.calls()).toEqual([]);
    expect(answer().Status).toBe('SUCCESS');
  });

  it('that cannot be set up is reported to CloudFormation at once', async () => {
    sns.on(SetSMSAttributesCommand).rejects(serviceError('AuthorizationErrorException', 403, 'not you'));
    await asked('Create');
    expect(answer()).toMatchObject({
      Status: 'FAILED',
      Reason: "SNS's delivery log could not be set up; see the log of function",
      PhysicalResourceId: 'not-made',
    });
    await asked('Delete', { PhysicalResourceId: 'not-made' });
    expect(sns.commandCalls(SetSMSAttributesCommand)).toHaveLength(1);
    expect(log.stop()).toContain('AuthorizationErrorException');
  });
});

/**
 * CloudFormation's custom resource for SNS's log of texts: stacks that come, change and go, in an account that they
 * share with each other and with its owner.
 */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { SetSMSAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { serviceError } from './adapters/service-errors.ts';
import { Account } from './an-account-with-a-text-log.ts';
import { ENVIRONMENT } from './an-environment.ts';
import { CONTEXT, captureLog } from './invoke.ts';

Object.assign(process.env, ENVIRONMENT);
const { handler } = await import('../../handlers/hooks/keep-text-log.ts');

const TEXTS = 'sns/eu-west-1/000000000000/Texts';
const GROUPS = [TEXTS, `${TEXTS}/Failure`];
const THEIRS = 'arn:aws:iam::000000000000:role/theirs';

const sns = mockClient(SNSClient);
const logs = mockClient(CloudWatchLogsClient);
let log: ReturnType<typeof captureLog>;
let answers: { url: string; init: RequestInit }[];
let account: Account;

beforeEach(() => {
  log = captureLog();
  answers = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init = {}) => {
    answers.push({ url: String(url), init });
    return new Response();
  });
  account = new Account(sns, logs);
});
afterEach(() => {
  log.stop();
  jest.restoreAllMocks();
  sns.reset();
  logs.reset();
});

type Request = 'Create' | 'Update' | 'Delete';

/** A stack as CloudFormation plays it: its subscriptions come after its log, and go before it. */
class Stack {
  readonly name: string;
  private id: string | undefined;
  private given: Record<string, unknown>;

  constructor(name: string, more: object = {}) {
    this.name = name;
    this.given = {
      ...{ ServiceToken: 'arn', roleArn: this.role, groups: GROUPS, retentionDays: '30' },
      ...{ keyArn: this.key, isDisposable: 'false', ...more },
    };
  }

  get role() {
    return `arn:aws:iam::000000000000:role/${this.name}`;
  }

  get key() {
    return `key-of-${this.name}`;
  }

  async create() {
    await this.ask('Create');
    account.subscribe(this.name);
  }

  async update(more: object) {
    const OldResourceProperties = this.given;
    this.given = { ...this.given, ...more };
    return await this.ask('Update', { OldResourceProperties });
  }

  async delete() {
    account.unsubscribe(this.name);
    return await this.ask('Delete');
  }

  /** The answer that CloudFormation gets. */
  async ask(RequestType: Request, more: object = {}) {
    account.passable = String(this.given.roleArn);
    await handler(
      {
        RequestType,
        ...{ ServiceToken: 'arn', ResponseURL: 'https://cloudformation.example.com/answer?signed' },
        StackId: `arn:aws:cloudformation:eu-west-1:000000000000:stack/${this.name}/1`,
        ...{ RequestId: 'request', LogicalResourceId: 'textlog', ResourceType: 'Custom::TextLog' },
        ...(this.id !== undefined && { PhysicalResourceId: this.id }),
        ...{ ResourceProperties: this.given, ...more },
      } as Parameters<typeof handler>[0],
      CONTEXT,
    );
    const answer = JSON.parse(String(answers.at(-1)?.init.body));
    if (this.id !== undefined && RequestType !== 'Create') {
      expect(answer.PhysicalResourceId).toBe(this.id);
    }
    this.id = answer.PhysicalResourceId;
    return answer;
  }
}

const setting = () => account.attributes;
const texts = () => account.groups.get(TEXTS);
const disposable = (name: string) => new Stack(name, { isDisposable: 'true' });

describe("SNS's delivery log", () => {
  it('includes every text, in groups with a retention period and the key', async () => {
    const stack = new Stack('one');
    expect(await stack.ask('Create')).toEqual({
      ...{ Status: 'SUCCESS', PhysicalResourceId: 'text-log:' },
      ...{ StackId: expect.stringContaining('stack/one/'), RequestId: 'request' },
      LogicalResourceId: 'textlog',
    });
    expect(setting()).toEqual({
      ...{ DeliveryStatusIAMRole: stack.role, DeliveryStatusSuccessSamplingRate: '100' },
    });
    expect([...account.groups.keys()]).toEqual(GROUPS);
    for (const group of account.groups.values()) {
      expect(group).toMatchObject({ retention: 30, key: stack.key });
    }
    expect(answers).toMatchObject([
      {
        url: 'https://cloudformation.example.com/answer?signed',
        init: { method: 'PUT', headers: { 'content-type': '' } },
      },
    ]);
  });

  it.each([
    ['stay, off the key that may go with the stack', 'false', { retention: 30 }],
    ['are deleted if the data is disposable', 'true', undefined],
  ])('is switched off with the deployment; its groups %s', async (_, isDisposable, left) => {
    account.attributes = { DeliveryStatusSuccessSamplingRate: '7' };
    const stack = new Stack('one', { isDisposable });
    await stack.create();
    expect((await stack.delete()).Status).toBe('SUCCESS');
    expect(setting()).toEqual({ DeliveryStatusIAMRole: '', DeliveryStatusSuccessSamplingRate: '7' });
    expect(left ? texts() : account.groups.size).toEqual(left ? expect.objectContaining(left) : 0);
    expect(texts()?.key).toBeUndefined();
  });

  it('is updated with the deployment: retention, key and role', async () => {
    const stack = new Stack('one');
    await stack.create();
    await stack.update({ retentionDays: '7', keyArn: 'next-key', roleArn: 'next-role' });
    expect(texts()).toMatchObject({ retention: 7, key: 'next-key' });
    expect(setting().DeliveryStatusIAMRole).toBe('next-role');
    // As a rollback does.
    await stack.update({ retentionDays: '30', keyArn: stack.key, roleArn: stack.role });
    expect(texts()).toMatchObject({ retention: 30, key: stack.key });
    expect(setting().DeliveryStatusIAMRole).toBe(stack.role);
  });

  it('keeps what was changed by hand since, through an update and a deletion', async () => {
    const stack = new Stack('one');
    await stack.create();
    Object.assign(account.group(TEXTS), { retention: 365, key: 'by-hand' });
    await stack.update({ isDisposable: 'false', keyArn: 'next-key' });
    await stack.delete();
    expect(texts()).toMatchObject({ retention: 365, key: 'by-hand' });
  });

  it('is set up again by an update if somebody switched it off or deleted a group', async () => {
    const stack = new Stack('one');
    await stack.create();
    account.attributes = { DeliveryStatusIAMRole: '' };
    account.groups.clear();
    await stack.update({ isDisposable: 'true' });
    expect(setting().DeliveryStatusIAMRole).toBe(stack.role);
    expect(texts()).toMatchObject({ retention: 30, key: stack.key });
  });

  it('is set up once though CloudFormation asks twice', async () => {
    const stack = new Stack('one');
    await stack.ask('Create');
    await stack.ask('Create');
    expect(texts()).toMatchObject({ retention: 30, key: stack.key });
    expect(logs.commandCalls(CreateLogGroupCommand)).toHaveLength(4);
    expect(sns.commandCalls(SetSMSAttributesCommand)).toHaveLength(1);
  });
});

describe('an owner who used the log before', () => {
  const USED = { DeliveryStatusIAMRole: THEIRS, DeliveryStatusSuccessSamplingRate: '20' };

  it.each([[new Stack('retained')], [disposable('disposable')]])(
    'keeps role, rate, retention and key through everything a stack does',
    async (stack) => {
      account.attributes = { ...USED };
      for (const name of GROUPS) {
        account.add(name, { retention: 365, key: 'their-key' });
      }
      await stack.create();
      await stack.update({ retentionDays: '7', keyArn: 'next-key', roleArn: 'next-role' });
      expect((await stack.delete()).Status).toBe('SUCCESS');
      expect(setting()).toEqual(USED);
      expect(sns.commandCalls(SetSMSAttributesCommand)).toEqual([]);
      expect([...account.groups.values()]).toEqual(
        GROUPS.map(() => ({ tags: {}, filters: [], metricFilters: 0, retention: 365, key: 'their-key' })),
      );
    },
  );

  it('keeps the groups of a log that was off', async () => {
    account.add(TEXTS, { retention: 365 });
    const stack = disposable('one');
    await stack.create();
    await stack.delete();
    expect([...account.groups.keys()]).toEqual([TEXTS]);
    expect(texts()).toEqual({ tags: {}, filters: [], metricFilters: 0, retention: 365 });
    expect(setting().DeliveryStatusIAMRole).toBe('');
  });

  it.each([
    ['subscribes to it', () => account.subscribe('theirs')],
    ['counts its lines', () => (account.group(TEXTS).metricFilters = 1)],
  ])('keeps a log that was begun by the stack if somebody %s', async (_, use) => {
    const stack = disposable('one');
    await stack.create();
    use();
    await stack.delete();
    expect(setting().DeliveryStatusIAMRole).toBe(stack.role);
    expect([...account.groups.keys()]).toEqual(GROUPS);
    expect(texts()?.key).toBeUndefined();
  });

  it('keeps groups that a role of theirs writes since', async () => {
    const stack = disposable('one');
    await stack.create();
    account.attributes = { ...USED };
    await stack.delete();
    expect(setting()).toEqual(USED);
    expect([...account.groups.keys()]).toEqual(GROUPS);
  });
});

describe('two deployments in an account', () => {
  it('share the log: the one that stays keeps it, whichever goes first', async () => {
    const [first, second] = [disposable('first'), disposable('second')];
    await first.create();
    await second.create();
    await first.update({ retentionDays: '60' });
    await second.update({ retentionDays: '1' });
    expect(texts()).toMatchObject({ retention: 60, key: first.key });
    await first.delete();
    expect(setting().DeliveryStatusIAMRole).toBe(first.role);
    expect(texts()).toMatchObject({ retention: 60, filters: ['second'] });
    expect(texts()?.key).toBeUndefined();
    expect((await second.delete()).Status).toBe('SUCCESS');
    expect(logs.commandCalls(DeleteLogGroupCommand)).toEqual([]);
  });

  it('leave nothing if the one that began the log goes last', async () => {
    const [first, second] = [disposable('first'), disposable('second')];
    await first.create();
    await second.create();
    expect((await second.delete()).Status).toBe('SUCCESS');
    expect(texts()).toMatchObject({ key: first.key, filters: ['first'] });
    expect((await first.delete()).Status).toBe('SUCCESS');
    expect(setting().DeliveryStatusIAMRole).toBe('');
    expect(account.groups.size).toBe(0);
  });

  it('are not touched by a third, which is rolled back because a group takes two subscriptions', async () => {
    const [first, second, third] = [disposable('first'), disposable('second'), disposable('third')];
    await first.create();
    await second.create();
    await third.ask('Create');
    expect((await third.ask('Delete')).Status).toBe('SUCCESS');
    expect(setting().DeliveryStatusIAMRole).toBe(first.role);
    expect(texts()).toMatchObject({ retention: 30, key: first.key, filters: ['first', 'second'] });
  });
});

describe('a first deployment that fails', () => {
  it('tells CloudFormation at once, and takes its groups back', async () => {
    const stack = disposable('one');
    sns.on(SetSMSAttributesCommand).rejects(serviceError('AuthorizationErrorException', 403, 'not you'));
    expect(await stack.ask('Create')).toMatchObject({
      Status: 'FAILED',
      Reason: "SNS's delivery log could not be set up; see the log of function",
      PhysicalResourceId: 'not-made',
    });
    expect((await stack.ask('Delete')).Status).toBe('SUCCESS');
    expect(account.groups.size).toBe(0);
    expect(log.stop()).toContain('AuthorizationErrorException');
  });

  it('leaves no group on a key that is rolled back with it', async () => {
    const stack = new Stack('one');
    await stack.ask('Create');
    await stack.ask('Delete');
    expect(texts()).toMatchObject({ retention: 30 });
    expect(texts()?.key).toBeUndefined();
  });

  it('leaves an owner alone if it fails before it did anything', async () => {
    account.add(TEXTS, { retention: 365, key: 'their-key' });
    logs.on(CreateLogGroupCommand).rejects(serviceError('AccessDeniedException', 400));
    const stack = disposable('one');
    expect((await stack.ask('Create')).Status).toBe('FAILED');
    expect((await stack.ask('Delete')).Status).toBe('SUCCESS');
    expect(texts()).toMatchObject({ retention: 365, key: 'their-key' });
    expect(logs.commandCalls(PutRetentionPolicyCommand)).toEqual([]);
  });
});

describe('a deletion', () => {
  it.each(['AuthorizationErrorException', 'InvalidParameterException', 'AccessDeniedException'])(
    'that SNS refuses with %s leaves the log as it is, and ends',
    async (name) => {
      const stack = disposable('one');
      await stack.create();
      sns.on(SetSMSAttributesCommand).rejects(serviceError(name, 403));
      expect((await stack.delete()).Status).toBe('SUCCESS');
      expect(account.groups.size).toBe(2);
      expect(log.stop()).toContain("SNS's delivery log is left as it is");
    },
  );

  it('that a fault of AWS interrupts fails, so that it is repeated', async () => {
    const stack = disposable('one');
    await stack.create();
    sns.on(SetSMSAttributesCommand).rejects(serviceError('InternalErrorException', 500));
    expect((await stack.delete()).Status).toBe('FAILED');
  });
});

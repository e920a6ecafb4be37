/** What is deleted, in which order, and what stays. */

import {
  DescribeStacksCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, DeleteLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CognitoIdentityProviderClient,
  DeleteUserPoolCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  ResourceNotFoundException,
  UpdateTableCommand,
} from '@aws-sdk/client-dynamodb';
import { KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DeleteSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DeleteTopicCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { RefusedError } from '../../../infra/commands/command-line.ts';
import type { StackTemplate } from '../../../infra/commands/deployed-stack.ts';
import { LEFTOVERS } from '../../../infra/commands/left-behind.ts';
import { remove } from '../../../infra/commands/remove.ts';
import type { TemplateName } from '../../support/deployments.ts';
import { TEMPLATES } from '../../support/deployments.ts';
import { allResources, synthesised } from '../../support/synth.ts';
import { Account, aTerminal } from './an-account.ts';

const { main, edge, edgeLogs } = synthesised();
const dynamodb = mockClient(DynamoDBClient);
const cognito = mockClient(CognitoIdentityProviderClient);
const secrets = mockClient(SecretsManagerClient);
const logs = mockClient(CloudWatchLogsClient);
const kms = mockClient(KMSClient);
const sns = mockClient(SNSClient);
const mocks = [dynamodb, cognito, secrets, logs, kms, sns];

const UUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

let account: Account;
beforeEach(() => {
  for (const mock of mocks) {
    mock.reset();
  }
  account = new Account();
  const put = (name: string, template: { toJSON(): object }) =>
    account.stacks.set(name, { template: template.toJSON() as StackTemplate });
  put('TokenCourier', main);
  put('TokenCourierEdge-eu-central-1', edge);
  put('TokenCourierEdgeLogs-eu-central-1', edgeLogs);
  dynamodb
    .on(DescribeTableCommand)
    .resolves({ Table: { TableStatus: 'ACTIVE', DeletionProtectionEnabled: true } });
  dynamodb.on(ListTablesCommand).resolves({ TableNames: [] });
  sns.on(ListTopicsCommand).resolves({
    Topics: [
      `TokenCourier-contact-${UUID}`,
      `TokenCourier-dev-contact-${UUID}`,
      // Of a deployment that is named so, and of its people.
      `TokenCourier-contact-contact-${UUID}`,
      'TokenCourier-contact-alarms',
      `TokenCourier-contact-${UUID}-2`,
      'alarms',
    ].map((name) => ({ TopicArn: `arn:aws:sns:eu-central-1:000000000000:${name}` })),
  });
});

const aResource = (id: string, ResourceStatus: 'DELETE_FAILED' | 'DELETE_COMPLETE') => ({
  LogicalResourceId: id,
  PhysicalResourceId: `physical-${id}`,
  ResourceType: 'AWS::S3::Bucket',
  ResourceStatus,
  LastUpdatedTimestamp: new Date(0),
});

/** The names of every call, whichever service was called. */
const called = (): string[] =>
  [sns, dynamodb, cognito, secrets, logs, kms].flatMap((mock) =>
    (mock.calls() as { args: readonly object[] }[]).map(({ args }) => args[0]?.constructor.name ?? ''),
  );

describe('without --delete-data', () => {
  it('deletes the stacks, each before the one that it depends on, and no data', async () => {
    const terminal = aTerminal();
    await remove([], terminal, account);
    expect(account.deleted).toEqual([
      'TokenCourierEdgeLogs-eu-central-1',
      'TokenCourier',
      'TokenCourierEdge-eu-central-1',
    ]);
    expect(called().filter((name) => !name.startsWith('List'))).toEqual([]);
  });

  it('lists what stays, and what that costs', async () => {
    const terminal = aTerminal();
    await remove(['--dry-run'], terminal, account);
    expect(terminal.text()).toContain('stays 4 × AWS::DynamoDB::Table: costs 0.25 USD a GB and month.');
    expect(terminal.text()).toContain('stays 3 × AWS::SecretsManager::Secret: costs 0.40 USD a month.');
    expect(terminal.text()).toContain('stays 1 × AWS::KMS::Key: costs 1 USD a month');
    expect(terminal.text()).toContain("stays 1 × people's topics");
    expect(account.deleted).toEqual([]);
  });

  it('says in which account, and what goes with the stacks', async () => {
    const terminal = aTerminal();
    await remove([], terminal, account);
    expect(terminal.questions).toEqual([
      'Delete these stacks of account 000000000000, eu-central-1? Type yes to go on: ',
    ]);
    expect(terminal.text()).toContain(
      "GOES  3 × AWS::Cognito::UserPoolClient, with the stack: a client's id and secret",
    );
    expect(terminal.text()).not.toContain('AWS::DynamoDB::Table, with the stack');
  });

  it('deletes nothing without a yes', async () => {
    await expect(remove([], aTerminal('TokenCourier'), account)).rejects.toThrow('Not confirmed');
    expect(account.deleted).toEqual([]);
  });
});

describe('with --delete-data', () => {
  it("asks for the stack's name, and takes no yes for it", async () => {
    await expect(remove(['--delete-data'], aTerminal('yes'), account)).rejects.toThrow('Not confirmed');
    await expect(remove(['--delete-data', '--yes'], aTerminal(), account)).rejects.toThrow(
      'needs --stack TokenCourier',
    );
    for (const named of [
      ['--stack', 'TokenCourier-dev', '--account', '000000000000'],
      ['--stack', 'TokenCourier'],
      ['--stack', 'TokenCourier', '--account', '111111111111'],
    ]) {
      await expect(remove(['--delete-data', '--yes', ...named], aTerminal(), account)).rejects.toThrow(
        '--yes needs --stack TokenCourier --account 000000000000',
      );
    }
    expect(account.deleted).toEqual([]);
    const right = ['--stack', 'TokenCourier', '--account', '000000000000'];
    await remove(['--delete-data', '--yes', ...right], aTerminal(), account);
    expect(account.deleted).toHaveLength(3);
  });

  it('reads what the stack of that name left that was deleted last, in whichever order they are listed', async () => {
    await remove([], aTerminal(), account);
    const summary = (id: string, day: number) => ({
      StackName: 'TokenCourier',
      StackId: `arn:aws:cloudformation:eu-central-1:000000000000:stack/TokenCourier/${id}`,
      StackStatus: 'DELETE_COMPLETE' as const,
      CreationTime: new Date(0),
      DeletionTime: new Date(Date.UTC(2026, 10, day)),
    });
    account.mock
      .on(ListStacksCommand)
      .resolves({ StackSummaries: [summary('older', 1), summary('last', 3), summary('old', 2)] });
    await remove(['--delete-data', '--dry-run'], aTerminal(), account);
    const read = account.mock.commandCalls(ListStackResourcesCommand).at(-1)?.args[0].input.StackName;
    expect(read).toMatch(/\/last$/);
  });

  it("deletes people's topics, tables, users, secrets, logs, and keys at last", async () => {
    const order: string[] = [];
    const note = (name: string) => () => {
      if (order.at(-1) !== name) {
        order.push(name);
      }
      return {};
    };
    sns.on(DeleteTopicCommand).callsFake(note('topics'));
    dynamodb.on(DeleteTableCommand).callsFake(note('tables'));
    cognito.on(DeleteUserPoolCommand).callsFake(note('users'));
    secrets.on(DeleteSecretCommand).callsFake(note('secrets'));
    logs.on(DeleteLogGroupCommand).callsFake(note('logs'));
    kms.on(ScheduleKeyDeletionCommand).callsFake(note('keys'));
    await remove(['--delete-data'], aTerminal('TokenCourier'), account);
    expect(order).toEqual(['topics', 'tables', 'users', 'secrets', 'logs', 'keys']);
    expect(sns.commandCalls(DeleteTopicCommand).map(({ args }) => args[0].input.TopicArn)).toEqual([
      `arn:aws:sns:eu-central-1:000000000000:TokenCourier-contact-${UUID}`,
    ]);
  });

  it('switches protection off before it deletes a table or the user pool', async () => {
    await remove(['--delete-data'], aTerminal('TokenCourier'), account);
    const ofTables = dynamodb
      .calls()
      .map(({ args }) => args[0].constructor.name)
      .filter((name) => name !== 'ListTablesCommand');
    expect(ofTables.slice(0, 4)).toEqual([
      'DescribeTableCommand',
      'UpdateTableCommand',
      'DescribeTableCommand',
      'DeleteTableCommand',
    ]);
    expect(dynamodb.commandCalls(UpdateTableCommand)[0]?.args[0].input.DeletionProtectionEnabled).toBe(false);
    expect(dynamodb.commandCalls(DeleteTableCommand)).toHaveLength(4);
    expect(cognito.calls().map(({ args }) => args[0].constructor.name)).toEqual([
      UpdateUserPoolCommand.name,
      DeleteUserPoolCommand.name,
    ]);
  });

  it('leaves secrets and keys thirty days in which they can be restored', async () => {
    await remove(['--delete-data'], aTerminal('TokenCourier'), account);
    const [secret] = secrets.commandCalls(DeleteSecretCommand);
    expect(secret?.args[0].input.RecoveryWindowInDays).toBe(30);
    expect(secret?.args[0].input.ForceDeleteWithoutRecovery).toBeUndefined();
    expect(
      kms.commandCalls(ScheduleKeyDeletionCommand).map(({ args }) => args[0].input.PendingWindowInDays),
    ).toEqual([30, 30]);
  });

  it('goes on where an earlier run was interrupted', async () => {
    await remove([], aTerminal(), account);
    dynamodb
      .on(DescribeTableCommand)
      .rejectsOnce(new ResourceNotFoundException({ message: 'It is gone.', $metadata: {} }))
      .resolves({ Table: { TableStatus: 'DELETING', DeletionProtectionEnabled: true } });
    dynamodb.on(UpdateTableCommand).rejects(named('ResourceInUseException'));
    dynamodb.on(DeleteTableCommand).rejects(named('ResourceInUseException'));
    logs.on(DeleteLogGroupCommand).rejects(named('ResourceNotFoundException'));
    kms.on(ScheduleKeyDeletionCommand).rejects(named('KMSInvalidStateException'));
    const terminal = aTerminal('TokenCourier');
    await remove(['--delete-data'], terminal, account);
    expect(terminal.text()).toContain('TokenCourier (eu-central-1): is deleted already.');
    expect(secrets.commandCalls(DeleteSecretCommand)).toHaveLength(3);
    expect(account.deleted).toHaveLength(3);
  });

  it('changes no protection that is off', async () => {
    dynamodb.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'ACTIVE' } });
    await remove(['--delete-data'], aTerminal('TokenCourier'), account);
    expect(dynamodb.commandCalls(UpdateTableCommand)).toEqual([]);
    expect(dynamodb.commandCalls(DeleteTableCommand)).toHaveLength(4);
  });

  it('deletes tables that a restore left beside, and says so before', async () => {
    const contacts = Object.entries(main.toJSON().Resources as Record<string, { Type: string }>)
      .filter(([, { Type }]) => Type === 'AWS::DynamoDB::Table')
      .map(([id]) => `physical-${id}`)
      .find((name) => name.includes('contacts'));
    const left = `${contacts}-at-20261126T100000Z`;
    dynamodb.on(ListTablesCommand).resolves({ TableNames: [left, `${left}-of-yours`, 'another'] });
    const terminal = aTerminal('TokenCourier');
    await remove(['--dry-run'], terminal, account);
    expect(terminal.text()).toContain(
      `  stays 1 × table that a restore left, with data of people\n          ${left}\n`,
    );
    await remove(['--delete-data', '--dry-run'], terminal, account);
    expect(terminal.text()).toContain('  GOES  1 × table that a restore left');
    expect(dynamodb.commandCalls(DeleteTableCommand)).toEqual([]);
    await remove(['--delete-data'], terminal, account);
    const deleted = dynamodb.commandCalls(DeleteTableCommand).map(({ args }) => args[0].input.TableName);
    expect(deleted.filter((name) => name?.includes('-at-'))).toEqual([left]);
  });

  it("deletes people's topics that were made while the stacks were deleted", async () => {
    const topic = (uuid: string) => `arn:aws:sns:eu-central-1:000000000000:TokenCourier-contact-${uuid}`;
    const late = UUID.replace(/^0/, '1');
    sns
      .on(ListTopicsCommand)
      .resolvesOnce({ Topics: [{ TopicArn: topic(UUID) }] })
      .resolves({ Topics: [{ TopicArn: topic(UUID) }, { TopicArn: topic(late) }] });
    await remove(['--delete-data'], aTerminal('TokenCourier'), account);
    expect(sns.commandCalls(DeleteTopicCommand).map(({ args }) => args[0].input.TopicArn)).toEqual([
      topic(UUID),
      topic(late),
    ]);
  });

  it('names what CloudFormation could not delete', async () => {
    account.mock.on(DescribeStacksCommand, { StackName: account.idOf('TokenCourier') }).resolves({
      Stacks: [{ StackName: 'TokenCourier', CreationTime: new Date(0), StackStatus: 'DELETE_FAILED' }],
    });
    account.mock.on(ListStackResourcesCommand).resolves({
      StackResourceSummaries: [
        ...[aResource('page', 'DELETE_FAILED'), aResource('machine', 'DELETE_COMPLETE')],
      ],
    });
    const removal = remove([], aTerminal(), account);
    await expect(removal).rejects.toThrow('TokenCourier was not deleted');
    await expect(removal).rejects.toThrow(/AWS::S3::Bucket physical-page$/);
    await expect(removal).rejects.toBeInstanceOf(RefusedError);
  });

  it('stops at what it may not do', async () => {
    dynamodb.on(UpdateTableCommand).rejects(named('AccessDeniedException'));
    await expect(remove(['--delete-data'], aTerminal('TokenCourier'), account)).rejects.toThrow(
      'AccessDeniedException',
    );
    expect(kms.commandCalls(ScheduleKeyDeletionCommand)).toEqual([]);
  });
});

describe('of a deployment whose data goes with its stacks', () => {
  beforeEach(() => {
    const disposable = synthesised('disposable, with receipts by another issuer').main;
    account.stacks.set('TokenCourier', { template: disposable.toJSON() as StackTemplate });
  });

  it('says so, and takes no yes for it', async () => {
    const terminal = aTerminal('yes');
    await expect(remove([], terminal, account)).rejects.toThrow('Not confirmed');
    expect(terminal.text()).toContain('GOES  4 × AWS::DynamoDB::Table, with the stack: its items');
    expect(terminal.text()).toContain('physical-');
    expect(terminal.questions).toEqual([
      'Delete all of this in account 000000000000, eu-central-1, data included? Type TokenCourier to go on: ',
    ]);
    await expect(remove(['--yes'], aTerminal(), account)).rejects.toThrow(
      '--yes needs --stack TokenCourier --account 000000000000',
    );
    expect(account.deleted).toEqual([]);
    await remove([], aTerminal('TokenCourier'), account);
    expect(account.deleted).toHaveLength(3);
  });

  it('is asked for a yes alone once the stacks are gone', async () => {
    await remove([], aTerminal('TokenCourier'), account);
    const terminal = aTerminal();
    await remove([], terminal, account);
    expect(terminal.text()).not.toContain('GOES');
  });
});

describe('what is left behind', () => {
  it('is known by type, for every deployment', () => {
    const types = (Object.keys(TEMPLATES) as TemplateName[]).flatMap((name) => {
      const stacks = synthesised(name);
      return [stacks.main, stacks.edge, stacks.edgeLogs].flatMap((template) =>
        allResources(template).flatMap(([, { Type, DeletionPolicy = 'Delete' }]) =>
          DeletionPolicy === 'Delete' ? [] : [Type],
        ),
      );
    });
    expect(new Set(types).size).toBeGreaterThan(6);
    expect([...new Set(types)].filter((type) => !Object.hasOwn(LEFTOVERS, type))).toEqual([]);
  });

  it('ends with the keys', () => {
    expect(Object.keys(LEFTOVERS).at(-1)).toBe('AWS::KMS::Key');
  });
});

const named = (name: string): Error => Object.assign(new Error(name), { name });

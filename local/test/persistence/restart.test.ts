/** The AWS emulators, stopped and restarted on the same folder. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { GetPublicKeyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  CreateTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { AwsEndpointOptions } from '../../aws/endpoint.ts';
import { createExecutionStore } from '../../aws/step-functions/execution-store.ts';
import type { StateFolder } from '../../persistence/state-folder.ts';
import { openStateFolder } from '../../persistence/state-folder.ts';
import { StateFolderError } from '../../persistence/state-folder-error.ts';
import { TABLE_RESOURCE } from '../fixtures/cdk-out.ts';
import type { LocalEndpoint } from '../fixtures/local-endpoint.ts';
import { startLocalEndpoint } from '../fixtures/local-endpoint.ts';

const RESOURCES = {
  Things: TABLE_RESOURCE,
  Signing: {
    Type: 'AWS::KMS::Key',
    Properties: { KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' },
  },
  Rotated: {
    Type: 'AWS::SecretsManager::Secret',
    Properties: { Name: 'rotated', GenerateSecretString: {} },
  },
  Alarms: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alarms', DisplayName: 'Alarms' } },
};
const hasJava = spawnSync('java', ['-version']).status === 0;
const engines = hasJava ? (['dynalite', 'dynamodb-local'] as const) : (['dynalite'] as const);

let path: string;
let closers: (() => unknown)[] = [];
async function stop(): Promise<void> {
  for (const close of closers.splice(0)) {
    await close();
  }
}

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'restart-'));
});
afterEach(async () => {
  await stop();
  rmSync(path, { recursive: true });
});

function openFolder(): StateFolder {
  const folder = openStateFolder(path);
  folder.claim({ stack: 'Sample', region: 'eu-central-1', accountId: '000000000000' });
  return folder;
}

/** Starts on the folder, after stopping the previous run. */
async function start(
  options: Partial<AwsEndpointOptions> = {},
  resources: object = RESOURCES,
): Promise<LocalEndpoint> {
  await stop();
  const state = openFolder();
  closers = [state.close];
  const aws = await startLocalEndpoint(resources, {}, { ...options, state });
  closers = [aws.close, state.close];
  return aws;
}

describe('a restart on a state folder', () => {
  it.each(engines)('keeps the items in the tables of %s', async (engine) => {
    const first = await start({ engine });
    const Item = { id: { S: 'a' }, shard: { N: '1' }, expiry_time: { N: '9999999999' } };
    await new DynamoDBClient(first.client).send(new PutItemCommand({ TableName: 'things', Item }));
    const second = await start({ engine: 'auto' });
    expect(second.dynamodbEngine).toBe(engine);
    const get = new GetItemCommand({ TableName: 'things', Key: { id: { S: 'a' } } });
    expect((await new DynamoDBClient(second.client).send(get)).Item).toEqual(Item);
  });

  it('keeps signing keys, and secrets with their versions and stages', async () => {
    const read = async ({ client }: LocalEndpoint) => {
      const kms = new KMSClient(client);
      const { Keys: [key] = [] } = await kms.send(new ListKeysCommand());
      const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: key?.KeyId }));
      const secrets = new SecretsManagerClient(client);
      const value = (VersionStage: string) =>
        secrets.send(new GetSecretValueCommand({ SecretId: 'rotated', VersionStage }));
      const [current, previous] = [await value('AWSCURRENT'), await value('AWSPREVIOUS')];
      return {
        key: Buffer.from(PublicKey ?? []).toString('hex'),
        secrets: [current, previous].map(({ $metadata, ...each }) => each),
      };
    };
    const first = await start();
    await new SecretsManagerClient(first.client).send(
      new PutSecretValueCommand({ SecretId: 'rotated', SecretString: 'second' }),
    );
    const before = await read(first);
    expect(before.secrets[0]).toMatchObject({ SecretString: 'second', VersionStages: ['AWSCURRENT'] });
    expect(await read(await start())).toEqual(before);
  });

  it('keeps topics, their attributes, and pending, confirmed and ended subscriptions', async () => {
    const first = await start();
    const sns = new SNSClient(first.client);
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'ada' }));
    await sns.send(
      new SetTopicAttributesCommand({ TopicArn, AttributeName: 'DisplayName', AttributeValue: 'Ada' }),
    );
    const subscribe = async (Endpoint: string) => {
      const command = { TopicArn, Protocol: 'email', Endpoint, ReturnSubscriptionArn: true };
      return (await sns.send(new SubscribeCommand(command))).SubscriptionArn;
    };
    await subscribe('confirmed@example.org');
    await fetch(/http:\S+/.exec(first.messages.list()[0]?.body ?? '')?.[0] ?? '');
    await subscribe('pending@example.org');
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: await subscribe('ended@example.org') }));

    const again = new SNSClient((await start()).client);
    const { Subscriptions = [] } = await again.send(new ListSubscriptionsByTopicCommand({ TopicArn }));
    expect(Subscriptions).toMatchObject([
      { Endpoint: 'confirmed@example.org', SubscriptionArn: expect.stringContaining(`${TopicArn}:`) },
      { Endpoint: 'pending@example.org', SubscriptionArn: 'PendingConfirmation' },
    ]);
    const { Attributes } = await again.send(new GetTopicAttributesCommand({ TopicArn }));
    expect(Attributes).toMatchObject({ DisplayName: 'Ada', SubscriptionsConfirmed: '1' });
  });

  it('keeps the inbox and the logs, but not faults', async () => {
    const first = await start();
    first.messages.add({ channel: 'sms', to: '+12025550143', body: 'hello' });
    first.logs.add({ at: '2026-11-22T12:00:00.000Z', function: 'verify', line: 'a line' });
    first.faults.add({ service: 'sns', error: 'OptedOut', times: 9 });
    const before = { messages: first.messages.list(), logs: first.logs.list() };
    const second = await start();
    expect({ messages: second.messages.list(), logs: second.logs.list() }).toEqual(before);
    expect(second.faults.list()).toEqual([]);
    second.messages.clear();
    expect((await start()).messages.list()).toEqual([]);
  });

  it('keeps the executions that had ended', () => {
    const folder = openFolder();
    const before = createExecutionStore(folder.keeper('executions', 'soon'));
    for (const executionArn of ['ended', 'running']) {
      before.start({ executionArn, name: executionArn, startedAtMs: 0 });
    }
    before.stop('ended', { status: 'SUCCEEDED', stoppedAtMs: 1000 });
    folder.close();
    const again = openFolder();
    expect(createExecutionStore(again.keeper('executions', 'soon')).list()).toMatchObject([
      { execution_arn: 'ended', status: 'SUCCEEDED', stopped_at: '1970-01-01T00:00:01.000Z' },
    ]);
    again.close();
  });
});

describe('a start on a state folder is refused', () => {
  const refusal = async (starting: Promise<unknown>): Promise<string> => {
    const error = await starting.then(
      () => undefined,
      (thrown: Error) => thrown,
    );
    expect(error).toBeInstanceOf(StateFolderError);
    return error?.message ?? '';
  };

  it('when another engine created the tables', async () => {
    await start();
    expect(await refusal(start({ engine: 'dynamodb-local' }))).toBe(
      `dynalite created the tables in ${join(path, 'tables')}. Start with --engine dynalite, or choose another folder.`,
    );
  });

  it('when the engine that created the tables does not start', async () => {
    await start();
    await stop();
    const folder = openFolder();
    folder.keeper('engine', 'at-once').save(() => 'dynamodb-local');
    folder.close();
    expect(await refusal(start({ engine: 'auto', javaPath: '/nowhere/java' }))).toBe(
      `dynamodb-local created the tables in ${join(path, 'tables')}, but no Java runtime was found (/nowhere/java).`,
    );
  });

  it('when a table has a different key from the kept one', async () => {
    await start();
    const { Properties } = TABLE_RESOURCE;
    const Things = {
      ...TABLE_RESOURCE,
      Properties: { ...Properties, KeySchema: [{ AttributeName: 'shard', KeyType: 'HASH' }] },
    };
    expect(await refusal(start({}, { ...RESOURCES, Things }))).toContain(
      'The kept table things has a different key or different indexes',
    );
  });

  it.each(engines)('when the files of %s are damaged', async (engine) => {
    await start({ engine });
    await stop();
    const file = engine === 'dynalite' ? 'CURRENT' : 'shared-local-instance.db';
    writeFileSync(join(path, 'tables', file), 'damaged '.repeat(300));
    expect(await refusal(start({ engine }))).toBe(
      `The tables in ${join(path, 'tables')} cannot be read: they are damaged. Restore them, or choose another folder.`,
    );
  });
});

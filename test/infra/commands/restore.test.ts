/** What a restore brings back, what it leaves, and what it refuses. */
import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateTableCommand, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  EnableKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  DescribeSecretCommand,
  RestoreSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { LIMIT_SUBJECTS } from '../../../handlers/contract/limits-table.ts';
import type { DeployedResource } from '../../../infra/commands/deployed-stack.ts';
import { changedSince } from '../../../infra/commands/restore/changed-since.ts';
import type { Copy } from '../../../infra/commands/restore/copy-items.ts';
import { copyContacts, copyLimits } from '../../../infra/commands/restore/copy-items.ts';
import { findRepairs } from '../../../infra/commands/restore/keys-and-secrets.ts';
import { kindOf, RULES } from '../../../infra/commands/restore/restore-rules.ts';
import { restore } from '../../../infra/commands/restore.ts';
import { startInProcess, TABLES } from '../../support/dynamodb.ts';
import { aTerminal } from './an-account.ts';

const NOW_SECONDS = 1_795_341_600;
const LATER = { N: String(NOW_SECONDS + 600) };
const NOBODY = {
  deletedPeople: new Set<string>(),
  changedPeople: new Set<string>(),
  forgottenPeople: new Set<string>(),
  unlockedPeople: new Set<string>(),
  optIns: 0,
};

let client: DynamoDBClient;
let close: () => Promise<void>;
let tables = 0;
let from: string;

beforeAll(async () => {
  ({ client, close } = await startInProcess());
});
afterAll(() => close());

/** A new table beside the live one, with these items. */
async function aTableLike(table: 'contacts' | 'limits', items: readonly object[]): Promise<void> {
  tables += 1;
  from = `old-${tables}`;
  const keys = table === 'contacts' ? ['user_id'] : ['subject', 'window'];
  await client.send(
    new CreateTableCommand({
      TableName: from,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, index) => ({
        AttributeName,
        KeyType: index === 0 ? 'HASH' : 'RANGE',
      })),
    }),
  );
  await put(from, items);
}

async function put(TableName: string, items: readonly object[]): Promise<void> {
  for (const Item of items) {
    await client.send(new PutItemCommand({ TableName, Item: Item as never }));
  }
}

const copy = (table: keyof typeof TABLES, more: Partial<Copy> = {}): Copy => ({
  client,
  from,
  to: TABLES[table],
  changed: NOBODY,
  isForgotten: () => false,
  forgetTopic: async () => undefined,
  nowSeconds: NOW_SECONDS,
  isDryRun: false,
  ...more,
});

const contact = (user: string, sealed: string) => ({ user_id: { S: user }, sealed_addresses: { S: sealed } });
const ALL = { users: [], overwrite: false, evenDeleted: false };

const live = async (TableName: string, Key: object) =>
  (await client.send(new GetItemCommand({ TableName, Key: Key as never }))).Item;
const contactOf = async (user: string) =>
  (await live(TABLES.contacts, { user_id: { S: user } }))?.sealed_addresses?.S;

describe('contacts', () => {
  beforeEach(async () => {
    await aTableLike('contacts', [contact('ada', 'old'), contact('bob', 'old'), contact('eve', 'old')]);
  });

  it('come back where they are missing, and stay where they are there', async () => {
    await put(TABLES.contacts, [contact('bob', 'new')]);
    const changed = { ...NOBODY, deletedPeople: new Set(['eve']) };
    const expected = { 'missing, added': 1, 'there, left as they are': 1, 'deleted since, left so': 1 };
    expect(await copyContacts(copy('contacts', { changed, isDryRun: true }), ALL)).toEqual(expected);
    expect(await contactOf('ada')).toBeUndefined();
    expect(await copyContacts(copy('contacts', { changed }), ALL)).toEqual(expected);
    expect([await contactOf('ada'), await contactOf('bob'), await contactOf('eve')]).toEqual([
      'old',
      'new',
      undefined,
    ]);
  });

  it('of people who were deleted come back when that is asked for', async () => {
    const changed = { ...NOBODY, deletedPeople: new Set(['eve']) };
    const counts = await copyContacts(copy('contacts', { changed }), {
      ...ALL,
      users: ['eve'],
      evenDeleted: true,
    });
    expect(counts).toMatchObject({ 'missing, added': 1 });
    expect(await contactOf('eve')).toBe('old');
  });

  it('that were put since are left out, unless the person is named', async () => {
    const put = { ...NOBODY, changedPeople: new Set(['ian', 'jon']) };
    await aTableLike('contacts', [contact('ian', 'stolen'), contact('jon', 'old')]);
    const expected = { 'changed since, left as they are': 2 };
    expect(await copyContacts(copy('contacts', { changed: put }), ALL)).toEqual(expected);
    expect(await contactOf('ian')).toBeUndefined();
    const named = { ...ALL, users: ['ian', 'jon'] };
    const changed = { ...put, deletedPeople: new Set(['jon']) };
    expect(await copyContacts(copy('contacts', { changed }), named)).toEqual({
      'missing, added': 1,
      'deleted since, left so': 1,
    });
    expect([await contactOf('ian'), await contactOf('jon')]).toEqual(['stolen', undefined]);
    await copyContacts(copy('contacts', { changed }), { ...named, evenDeleted: true });
    expect(await contactOf('jon')).toBe('old');
  });

  it('that are replaced leave no topic behind, and keep their own', async () => {
    const withTopic = (user: string, topic: string) => ({ ...contact(user, topic), topic_arn: { S: topic } });
    await aTableLike('contacts', [withTopic('kim', 'arn:old'), withTopic('lou', 'arn:same')]);
    await put(TABLES.contacts, [withTopic('kim', 'arn:new'), withTopic('lou', 'arn:same')]);
    const forgotten: (string | undefined)[] = [];
    const forgetTopic = async (topic: string | undefined) => void forgotten.push(topic);
    await copyContacts(copy('contacts', { forgetTopic }), {
      ...{ users: ['kim', 'lou'], overwrite: true, evenDeleted: false },
    });
    expect(forgotten).toEqual(['arn:new']);
  });

  it('of people who were forgotten never come back, nor do their counts', async () => {
    const isForgotten = (userId: string) => userId === 'zoe';
    await aTableLike('contacts', [contact('zoe', 'old')]);
    const asked = { users: ['zoe'], overwrite: true, evenDeleted: true };
    const expected = { 'forgotten since, left so': 1 };
    expect(await copyContacts(copy('contacts', { isForgotten }), asked)).toEqual(expected);
    expect(await contactOf('zoe')).toBeUndefined();
    const counts = (subject: string) => ({
      ...{ subject: { S: subject }, window: { S: 'counts' }, expiry_time: LATER },
      '600#1795341600': { N: '5' },
    });
    await aTableLike('limits', [
      counts('guesses#zoe'),
      counts('sends:person#login#zoe'),
      counts('sends:confirmation-person#zoe'),
    ]);
    expect(await copyLimits(copy('limits', { isForgotten }))).toEqual({ 'forgotten since, left so': 3 });
  });

  it('are replaced for the people who are named, and for no others', async () => {
    await put(TABLES.contacts, [contact('ada', 'new'), contact('bob', 'new')]);
    await copyContacts(copy('contacts'), { ...ALL, users: ['ada'], overwrite: true });
    expect([await contactOf('ada'), await contactOf('bob')]).toEqual(['old', 'new']);
  });
});

describe('items of the limits table', () => {
  const item = (subject: string, more: object = {}, window = '-') => ({
    subject: { S: subject },
    window: { S: window },
    ...more,
  });

  it('are opt-outs that are missing; those made since stay as they are', async () => {
    await put(TABLES.limits, [item('opt-out#b', { reason: { S: 'complained' } })]);
    await aTableLike('limits', [item('opt-out#a'), item('opt-out#b')]);
    expect(await copyLimits(copy('limits'))).toEqual({
      'optOuts: missing, added': 1,
      'optOuts: there, left as they are': 1,
    });
    expect(await live(TABLES.limits, item('opt-out#a'))).toBeDefined();
    expect((await live(TABLES.limits, item('opt-out#b')))?.reason?.S).toBe('complained');
  });

  it('are counts, of which none is lowered, and whose marks are not taken over', async () => {
    const spend = (counts: object, expiry = LATER) =>
      item('spend', { ...counts, expiry_time: expiry }, 'counts');
    await put(TABLES.limits, [
      spend({ '3600#1795341600': { N: '9' }, 'month#1793491200': { N: '2' } }, { N: '1' }),
    ]);
    await aTableLike('limits', [
      spend({
        '3600#1795341600': { N: '4' },
        'month#1793491200': { N: '70' },
        '86400#1795305600': { N: '5' },
        mAbCd: { S: 'x' },
      }),
    ]);
    expect(await copyLimits(copy('limits', { isDryRun: true }))).toEqual({ 'spend: raised': 1 });
    expect(await copyLimits(copy('limits'))).toEqual({ 'spend: raised': 1 });
    expect(await live(TABLES.limits, item('spend', {}, 'counts'))).toEqual(
      spend({
        '3600#1795341600': { N: '9' },
        'month#1793491200': { N: '70' },
        '86400#1795305600': { N: '5' },
      }),
    );
    expect(await copyLimits(copy('limits'))).toEqual({ 'spend: as high already': 1 });
  });

  it('are no claims, answers, pauses and reports, nothing that is over, and nobody who was unlocked', async () => {
    await aTableLike('limits', [
      item('idempotency#client', { expiry_time: LATER }, 'digest'),
      item('verification#client', { expiry_time: LATER, answer: { S: 'verified' } }, 'digest'),
      item('pauses', { expiry_time: LATER }, '+88'),
      item('message#digest', { expiry_time: LATER }),
      item('of-a-later-version#x', {}),
      item('number#digest', { expiry_time: { N: String(NOW_SECONDS) } }),
      item('guesses#ada', { '600#1795341600': { N: '5' }, expiry_time: LATER }, 'counts#login'),
      item('guesses#bob', { '600#1795341600': { N: '5' }, expiry_time: LATER }, 'counts#login'),
    ]);
    const changed = { ...NOBODY, unlockedPeople: new Set(['ada']) };
    expect(await copyLimits(copy('limits', { changed }))).toEqual({
      'short-lived or over, left out': 7,
      'guesses: raised': 1,
    });
    const { Items = [] } = await client.send(new ScanCommand({ TableName: TABLES.limits }));
    const subjects = Items.map(({ subject }) => subject?.S ?? '');
    expect(subjects).toContain('guesses#bob');
    expect(
      subjects.filter((each) => /^(idem|veri|pauses|message|of-a|number|guesses#ada)/.test(each)),
    ).toEqual([]);
  });

  it('are who verified a number, without the people once anybody was forgotten', async () => {
    const nobody = (digest: string) =>
      item(`number#${digest}`, { verified_at: { N: '7' }, expiry_time: LATER });
    const number = (digest: string) => ({ ...nobody(digest), people_460: { SS: ['a-digest'] } });
    await aTableLike('limits', [number('1')]);
    await copyLimits(copy('limits'));
    expect(await live(TABLES.limits, item('number#1'))).toEqual(number('1'));
    await aTableLike('limits', [number('2')]);
    await copyLimits(copy('limits', { changed: { ...NOBODY, forgottenPeople: new Set(['ref']) } }));
    expect(await live(TABLES.limits, item('number#2'))).toEqual(nobody('2'));
  });

  it('are of a kind each, which has a rule', () => {
    for (const [kind, subject] of Object.entries(LIMIT_SUBJECTS)) {
      expect([kind, kindOf(`${subject}x`)]).toEqual([kind, kind]);
    }
    const added = Object.entries(RULES).filter(([, rule]) => rule === 'add');
    expect(added.map(([kind]) => kind)).toEqual(['numbers', 'optOuts']);
  });
});

describe('the audit log', () => {
  it('says who was deleted or put, whatever came first, who was unlocked, and how often somebody opted in', async () => {
    const logs = mockClient(CloudWatchLogsClient);
    const entry = (action: string, subject: string) => ({ message: JSON.stringify({ action, subject }) });
    logs
      .on(GetLogEventsCommand)
      .resolvesOnce({
        events: [entry('delete_contact', 'ada'), entry('delete_contact', 'bob'), { message: 'no JSON' }],
        nextForwardToken: 'f/1',
      })
      .resolvesOnce({ events: [], nextForwardToken: 'f/2' })
      .resolvesOnce({
        events: [
          entry('put_contact', 'ada'),
          entry('unlock_person', 'eve'),
          entry('forget_person', 'a-reference'),
          entry('opt_in', '+49•••'),
        ],
        nextForwardToken: 'f/3',
      })
      .resolves({ events: [], nextForwardToken: 'f/3' });
    const since = new Date('2026-11-26T10:00:00Z');
    expect(await changedSince(new CloudWatchLogsClient({ region: 'eu-west-1' }), ['audit'], since)).toEqual({
      deletedPeople: new Set(['ada', 'bob']),
      changedPeople: new Set(['ada']),
      forgottenPeople: new Set(['a-reference']),
      unlockedPeople: new Set(['eve']),
      optIns: 1,
    });
    expect(logs.commandCalls(GetLogEventsCommand)[0]?.args[0].input).toMatchObject({
      startTime: since.getTime(),
      startFromHead: true,
    });
  });
});

describe('keys and secrets', () => {
  const resource = (type: string, id: string): DeployedResource => ({
    ...{ logicalId: id, physicalId: id, type, status: 'CREATE_COMPLETE', deletionPolicy: 'Retain' },
    path: `TokenCourier/courier/${id}/Resource`,
  });
  const resources = [
    resource('AWS::KMS::Key', 'key'),
    resource('AWS::SecretsManager::Secret', 'subject-secret'),
  ];
  const kms = mockClient(KMSClient);
  const secrets = mockClient(SecretsManagerClient);
  beforeEach(() => {
    kms.reset();
    secrets.reset();
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: 'key', KeyState: 'Enabled' } });
    secrets.on(DescribeSecretCommand).resolves({ Name: 'subject' });
  });

  it('need nothing where all are in use', async () => {
    expect(await findRepairs(resources, 'eu-west-1')).toEqual({ repairs: [], disabledKeys: [] });
  });

  it('stay disabled where somebody disabled them, which is said', async () => {
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: 'key', KeyState: 'Disabled' } });
    expect(await findRepairs(resources, 'eu-west-1')).toEqual({ repairs: [], disabledKeys: ['key'] });
  });

  it('come back while their deletion waits', async () => {
    kms.on(DescribeKeyCommand).resolves({ KeyMetadata: { KeyId: 'key', KeyState: 'PendingDeletion' } });
    secrets.on(DescribeSecretCommand).resolves({ Name: 'subject', DeletedDate: new Date() });
    const { repairs } = await findRepairs(resources, 'eu-west-1');
    expect(repairs.map(({ text }) => text)).toEqual([
      'Cancel the deletion of key key, and enable it',
      'Restore secret subject',
    ]);
    expect(kms.commandCalls(CancelKeyDeletionCommand)).toEqual([]);
    for (const { run } of repairs) {
      await run();
    }
    expect(kms.commandCalls(CancelKeyDeletionCommand)).toHaveLength(1);
    expect(kms.commandCalls(EnableKeyCommand)).toHaveLength(1);
    expect(secrets.commandCalls(RestoreSecretCommand)).toHaveLength(1);
  });
});

describe('the command', () => {
  const now = () => new Date('2026-11-26T20:00:00Z');
  it.each([
    [[], '--to must be a time in ISO 8601'],
    [['--to', '2026-11-26'], '--to must be a time in ISO 8601'],
    [['--to', '2026-11-26T10:00:00'], '--to must be a time in ISO 8601'],
    [['--to', '2026-11-27T10:00:00Z'], '--to must not be in the future'],
    [['--to', '2026-11-26T10:00:00Z', '--overwrite'], '--overwrite needs --user'],
    [['--to', '2026-11-26T10:00:00Z', '--from', 'limits=old', '--user', 'ada'], '--user is about contacts'],
    [['--to', '2026-11-26T10:00:00Z', '--from', 'tokens=old'], '--from must be contacts=<table>'],
    [['--too', '2026-11-26T10:00:00Z'], "Unknown option '--too'"],
  ])('refuses %j', async (args, message) => {
    await expect(restore(args, aTerminal(), { now, settle: async () => undefined })).rejects.toThrow(message);
  });
});

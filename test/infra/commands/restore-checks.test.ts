/** What a restore checks before it copies, what it takes back afterwards, and the tables that it makes. */
import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateTableCommand,
  GetItemCommand,
  PutItemCommand,
  TableAlreadyExistsException,
  waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  ListSecretVersionIdsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { dynamoDbContactStore } from '../../../handlers/adapters/dynamodb/contact-store.ts';
import { systemRandomness } from '../../../handlers/adapters/system-randomness.ts';
import { sealedContacts } from '../../../handlers/domain/contacts/sealed-contacts.ts';
import { personReference } from '../../../handlers/domain/token/person-reference.ts';
import { deriveKeys } from '../../../handlers/domain/token/seal-token.ts';
import { forgottenIn } from '../../../infra/commands/person-deployment.ts';
import { refuseBeyondReach } from '../../../infra/commands/restore/audit-reach.ts';
import type { RestorePorts } from '../../../infra/commands/restore/copy-table.ts';
import { restoreTable } from '../../../infra/commands/restore/copy-table.ts';
import { recoveredTablesOf } from '../../../infra/commands/restore/recovered-table.ts';
import type { RestoreOptions } from '../../../infra/commands/restore/restore-options.ts';
import { restoreOptions } from '../../../infra/commands/restore/restore-options.ts';
import { refuseUnreadable } from '../../../infra/commands/restore/secret-values.ts';
import { startInProcess, TABLES } from '../../support/dynamodb.ts';

const TO = new Date('2026-11-26T10:00:00Z');
const NOW = new Date('2026-11-26T20:00:00Z');
const VALUE = 'v'.repeat(64);
const KEYS = deriveKeys('1', VALUE);

let client: DynamoDBClient;
let close: () => Promise<void>;
let tables = 0;
beforeAll(async () => {
  ({ client, close } = await startInProcess());
});
afterAll(() => close());

async function aTable(keys: readonly string[], name?: string): Promise<string> {
  tables += 1;
  const TableName = name ?? `old-${tables}`;
  await client.send(
    new CreateTableCommand({
      ...{ TableName, BillingMode: 'PAY_PER_REQUEST' },
      AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
  return TableName;
}
const put = (TableName: string, Item: object) =>
  client.send(new PutItemCommand({ TableName, Item: Item as never }));
const live = async (TableName: string, Key: object) =>
  (await client.send(new GetItemCommand({ TableName, Key: Key as never }))).Item;

const secrets = mockClient(SecretsManagerClient);
const logs = mockClient(CloudWatchLogsClient);
const region = 'eu-west-1';
const subject = { what: 'subject', id: 'subject', region } as const;

/** Secrets with these values, whose current version is as old as `created`. */
function withSecrets(values: Readonly<Record<string, string>>, created = '2026-01-01T00:00:00Z'): void {
  secrets.reset();
  for (const [SecretId, SecretString] of Object.entries(values)) {
    secrets.on(GetSecretValueCommand, { SecretId }).resolves({ SecretString, VersionId: '1' });
  }
  secrets.on(ListSecretVersionIdsCommand).resolves({
    Versions: [
      { VersionId: '0', CreatedDate: new Date('2026-01-01T00:00:00Z') },
      { VersionId: '1', VersionStages: ['AWSCURRENT'], CreatedDate: new Date(created) },
    ],
  });
}

describe('the audit log', () => {
  const groups = (...logGroups: object[]) => logs.on(DescribeLogGroupsCommand).resolves({ logGroups });
  const check = (names: string[], to = TO) =>
    refuseBeyondReach(new CloudWatchLogsClient({ region }), names, to, NOW);
  const created = (time: string) => Date.parse(time);
  beforeEach(() => {
    logs.reset();
  });

  it('has to reach back to the time that is restored: it may be younger', async () => {
    groups({ logGroupName: 'audit', creationTime: created('2026-11-26T10:00:01Z') });
    await expect(check(['audit'])).rejects.toThrow('the audit log begins at 2026-11-26T10:00:01.000Z');
    groups({ logGroupName: 'audit', creationTime: created('2026-11-26T10:00:00Z') });
    await expect(check(['audit'])).resolves.toBeUndefined();
  });

  it('has to reach back to the chosen time', async () => {
    groups({ logGroupName: 'audit', creationTime: 0, retentionInDays: 1 });
    await expect(check(['audit'], new Date('2026-11-25T19:59:59Z'))).rejects.toThrow(
      'the audit log begins at 2026-11-25T20:00:00.000Z',
    );
    await expect(check(['audit'], new Date('2026-11-25T20:00:00Z'))).resolves.toBeUndefined();
  });

  it('may be that of a deployment that was removed, and must exist', async () => {
    groups(
      { logGroupName: 'audit', creationTime: created('2026-11-26T12:00:00Z') },
      { logGroupName: 'audit-old', creationTime: created('2026-01-01T00:00:00Z') },
    );
    await expect(check(['audit'])).rejects.toThrow('nobody knows who was deleted or forgotten before');
    await expect(check(['audit', 'audit-old'])).resolves.toBeUndefined();
    await expect(check(['audit', 'audit-ol'])).rejects.toThrow('There is no log group audit-ol.');
  });

  it('is read to its end for whoever was forgotten, or not taken for whole', async () => {
    const entry = { action: 'forget_person', subject: 'ref' } as never;
    const expires = async ({ cursor }: { cursor?: string }) =>
      cursor === undefined ? { entries: [entry], next_cursor: 'old' } : undefined;
    await expect(forgottenIn({ read: expires })).rejects.toThrow('a cursor has expired');
    const whole = async ({ cursor }: { cursor?: string }) =>
      cursor === undefined ? { entries: [entry], next_cursor: 'next' } : { entries: [] };
    await expect(forgottenIn({ read: whole })).resolves.toEqual(new Set(['ref']));
  });
});

describe('the subject secret', () => {
  const NONE = undefined;
  const old = { ...subject, oldId: 'old' };

  it('has to open the contacts, however old it is', async () => {
    const table = await aTable(['user_id']);
    await put(table, { user_id: { S: 'unsealed' }, phone_number: { S: '+12025550162' } });
    const store = sealedContacts(
      dynamoDbContactStore(client, table),
      { current: async () => KEYS, ofVersion: async () => KEYS },
      systemRandomness,
    );
    await store.put({ user_id: 'ada', phone_number: '+12025550161' }, undefined);
    withSecrets({ subject: VALUE }, '2026-11-26T19:00:00Z');
    await expect(refuseUnreadable(subject, { client, table }, TO)).resolves.toBeUndefined();
    withSecrets({ subject: 'w'.repeat(64) });
    await expect(refuseUnreadable(subject, { client, table }, TO)).rejects.toThrow(
      `the contacts of ${table} do not open`,
    );
  });

  it('has to be that of before where there is no contact to try', async () => {
    const table = await aTable(['user_id']);
    for (const contacts of [NONE, { client, table }]) {
      withSecrets({ subject: VALUE, old: VALUE }, '2026-11-26T19:00:00Z');
      await expect(refuseUnreadable(old, contacts, TO)).resolves.toBeUndefined();
      withSecrets({ subject: 'w'.repeat(64), old: VALUE });
      await expect(refuseUnreadable(old, contacts, TO)).rejects.toThrow('has not the value of old');
    }
  });

  it('is refused otherwise when it is younger than what is restored', async () => {
    withSecrets({ subject: VALUE }, '2026-11-26T10:00:01Z');
    await expect(refuseUnreadable(subject, NONE, TO)).rejects.toThrow('written with another');
    withSecrets({ subject: VALUE }, '2026-11-26T10:00:00Z');
    await expect(refuseUnreadable(subject, NONE, TO)).resolves.toBeUndefined();
  });
});

describe('the restore of a table', () => {
  const entry = (action: string, whom: string, at = new Date()) => ({
    timestamp: at.getTime(),
    message: JSON.stringify({ action, subject: whom }),
  });
  /** What the audit log shows at first, and once it has settled. */
  const audited = (before: ReturnType<typeof entry>[], after: ReturnType<typeof entry>[]) => {
    logs.reset();
    hasSettled = false;
    logs.on(GetLogEventsCommand).callsFake(({ startTime, nextToken }) => {
      const all = nextToken === undefined ? [...before, ...(hasSettled ? after : [])] : [];
      return {
        events: all.filter(({ timestamp }) => timestamp >= startTime),
        nextForwardToken: 'f/1',
      };
    });
  };
  let hasSettled: boolean;
  let topics: (string | undefined)[];
  let lines: string[];
  const ports = (): RestorePorts => ({
    ...{ dynamodb: client, logs: new CloudWatchLogsClient({ region }), auditLogs: ['audit'], subject },
    reference: { what: 'reference', id: 'reference', region },
    forgetTopic: async (topic) => void topics.push(topic),
    write: (line) => void lines.push(line),
    now: () => NOW,
    settle: async () => {
      hasSettled = true;
    },
  });
  const options = (...more: string[]): RestoreOptions =>
    restoreOptions(['--to', TO.toISOString(), '--region', region, ...more], NOW);
  beforeEach(() => {
    topics = [];
    lines = [];
    withSecrets({ reference: VALUE });
  });

  it('takes back contacts of people who were deleted or forgotten meanwhile', async () => {
    const from = await aTable(['user_id']);
    const topic_arn = { S: 'arn:topic' };
    for (const user of ['ann', 'ben', 'cat', 'dan']) {
      await put(from, { user_id: { S: user }, sealed_addresses: { S: 'old' }, topic_arn });
    }
    // Enrolled anew since the deletion.
    await put(TABLES.contacts, { user_id: { S: 'cat' }, sealed_addresses: { S: 'new' } });
    audited(
      [],
      [
        entry('delete_contact', 'ann'),
        entry('forget_person', personReference('ben', KEYS)),
        entry('delete_contact', 'cat'),
      ],
    );
    await restoreTable('contacts', TABLES.contacts, options('--from', `contacts=${from}`), ports());
    const left = async (user: string) =>
      (await live(TABLES.contacts, { user_id: { S: user } }))?.sealed_addresses?.S;
    expect([await left('ann'), await left('ben'), await left('cat'), await left('dan')]).toEqual([
      ...[undefined, undefined, 'new', 'old'],
    ]);
    expect(topics).toEqual(['arn:topic', 'arn:topic']);
    expect(lines.join('\n')).toContain('contacts: 2 of people deleted, forgotten or unlocked meanwhile');
  });

  it('takes back what an interrupted run had copied of people who were deleted meanwhile', async () => {
    const from = await aTable(['user_id']);
    const copied = (user: string) => ({ user_id: { S: user }, sealed_addresses: { S: `of ${user}` } });
    for (const user of ['eve', 'flo', 'gil', 'hob']) {
      await put(from, copied(user));
      await put(TABLES.contacts, copied(user));
    }
    const earlier = new Date(Date.now() - 60_000);
    audited(
      [
        entry('delete_contact', 'eve'),
        entry('forget_person', personReference('flo', KEYS)),
        // Before the table was there, so before anything was copied from it.
        entry('delete_contact', 'gil', earlier),
      ],
      [],
    );
    const source = ['--from', `contacts=${from}`];
    await restoreTable('contacts', TABLES.contacts, options(...source, '--even-deleted'), ports());
    const left = async (user: string) =>
      (await live(TABLES.contacts, { user_id: { S: user } })) !== undefined;
    expect([await left('eve'), await left('flo'), await left('gil')]).toEqual([true, false, true]);
    await restoreTable('contacts', TABLES.contacts, options(...source), ports());
    expect([await left('eve'), await left('gil'), await left('hob')]).toEqual([false, true, true]);
  });

  it('takes back counts of people who were forgotten or unlocked meanwhile, and names in numbers', async () => {
    const from = await aTable(['subject', 'window']);
    const expiry_time = { N: String(NOW.getTime() / 1000 + 600) };
    const counts = (whom: string) => ({ subject: { S: `guesses#${whom}` }, window: { S: 'counts#login' } });
    const number = { subject: { S: 'number#9' }, window: { S: '-' } };
    for (const whom of ['fay', 'gus', 'hal']) {
      await put(from, { ...counts(whom), '600#1795341600': { N: '5' }, expiry_time });
    }
    await put(from, { ...number, people_460: { SS: ['fays-digest'] }, verified_at: { N: '7' }, expiry_time });
    audited([], [entry('forget_person', personReference('fay', KEYS)), entry('unlock_person', 'gus')]);
    await restoreTable('limits', TABLES.limits, options('--from', `limits=${from}`), ports());
    expect(await live(TABLES.limits, counts('fay'))).toBeUndefined();
    expect(await live(TABLES.limits, counts('gus'))).toBeUndefined();
    expect(await live(TABLES.limits, counts('hal'))).toBeDefined();
    expect(await live(TABLES.limits, number)).toEqual({ ...number, verified_at: { N: '7' }, expiry_time });
  });

  it('is refused when the reference secret is another than that of the audit log', async () => {
    const from = await aTable(['user_id']);
    audited([entry('forget_person', 'a-reference')], []);
    withSecrets({ reference: VALUE }, '2026-11-26T10:00:01Z');
    await expect(
      restoreTable('contacts', TABLES.contacts, options('--from', `contacts=${from}`), ports()),
    ).rejects.toThrow('the reference secret has had its value since');
  });

  it('takes the table that an interrupted run had recovered, and deletes it even when it fails', async () => {
    const name = `${TABLES.contacts}-at-20261126T100000Z`;
    client.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'RestoreTableToPointInTimeCommand') {
            throw new TableAlreadyExistsException({ message: 'It is there.', $metadata: {} });
          }
          return next(args);
        },
      { step: 'initialize', name: 'what-no-local-engine-has' },
    );
    await aTable(['user_id'], name);
    await aTable(['user_id'], `${name}-of-yours`);
    expect(await recoveredTablesOf(client, TABLES.contacts)).toEqual([name]);
    logs.reset();
    logs.on(GetLogEventsCommand).rejects(new Error('no log'));
    withSecrets({ subject: VALUE });
    await expect(
      restoreTable('contacts', TABLES.contacts, options('--keep-tables'), ports()),
    ).rejects.toThrow('no log');
    expect(lines).toEqual([`The table ${name} stays, with data of people. Delete it once nobody needs it.`]);
    expect(await recoveredTablesOf(client, TABLES.contacts)).toEqual([name]);
    await expect(restoreTable('contacts', TABLES.contacts, options(), ports())).rejects.toThrow('no log');
    // Fails if it is still there.
    await waitUntilTableNotExists({ client, maxWaitTime: 5, minDelay: 1, maxDelay: 1 }, { TableName: name });
  });
});

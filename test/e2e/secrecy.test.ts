import { createHmac } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeSecretCommand,
  ListSecretsCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { issueTokenBody } from '../../handlers/contract/routes/issue-token.ts';
import { canonicalJson } from '../../handlers/domain/token/canonical-json.ts';
import { candidatesLeft, confirmedGuesses } from '../support/brute-force.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';

const PHONE = '+4915123456789';
const EMAIL = 'ada.lovelace@example.com';
const LOCAL_PART_OF_NUMBER = '15123456789';
/** Long codes, because six digits occur in times and ids by chance. */
const LONG = { format: 'alphanumeric', length: 15 };
const CONTEXT = { amount: '12.50 EUR', payee: 'Babbage & Sons' };

/** What callers may use as a user id. */
const PEOPLE = ['jane.doe@example.com', '+491701116662'];
/** Their numbers, one each, so that none reaches its limit. */
const NUMBERS = ['+4915123456781', '+4915123456782'];
const KEY = 'once, and only once';
const KEYED_BODY = { user_id: 'ada', purpose: 'keyed', phone_number: PHONE, ...LONG };

let courier: Courier;
const codes: string[] = [];

beforeAll(async () => {
  courier = await startCourier();
  await courier.enrol('ada', { phone_number: PHONE, email: EMAIL });
  await courier.issue({ user_id: 'ada', ...LONG });
  codes.push(await longCodeSentTo(PHONE));
  await courier.verify('ada', '000000');
  await courier.listed('user_id=ada&purpose=login&reveal=true');
  await courier.call('PUT', '/opt-outs', { body: { phone_number: PHONE, opted_out: false } });
  await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'InvalidParameter', times: 1 });
  await courier.issue({ user_id: 'ada', purpose: 'payment', context: CONTEXT, ...LONG });
  codes.push(await longCodeSentTo(EMAIL));
  await courier.injectFault({ service: 'sns', error: 'InternalError', times: 20 });
  await courier.issue({ user_id: 'ada', purpose: 'transfer', phone_number: PHONE });
  await courier.clearFaults();
  await courier.issue({ user_id: 'ada', phone_number: `${PHONE}999999` });
  await courier.verify('ada', codes[1] ?? '', { purpose: 'payment', context: CONTEXT });
  await courier.issue(KEYED_BODY, { headers: { 'Idempotency-Key': KEY } });
  await courier.call('PUT', '/opt-outs', { body: { phone_number: '+4915198765432', opted_out: true } });
  for (const [index, person] of PEOPLE.entries()) {
    await callEveryRoute(person, NUMBERS[index] ?? '');
  }
});
afterAll(() => courier?.close());

/** Calls every route that names a person, also while something fails. */
async function callEveryRoute(person: string, phone_number: string): Promise<void> {
  const id = encodeURIComponent(person);
  await courier.call('PUT', `/contacts/${id}`, { body: { phone_number } });
  await courier.call('GET', `/contacts/${id}`);
  await issueLongCode({ user_id: person });
  codes.push(await longCodeSentTo(phone_number));
  await courier.verify(person, '000000');
  await courier.listed(`user_id=${id}&purpose=login&reveal=true`);
  await courier.call('GET', `/tokens/${id}/executions`);
  await courier.call('GET', `/limits?user_id=${id}`);
  for (const [method, path] of [
    ['GET', `/contacts/${id}`],
    ['DELETE', `/tokens/${id}`],
    ['DELETE', `/limits/${id}`],
    ['POST', '/tokens'],
    ['POST', '/tokens/verify'],
  ] as const) {
    await courier.injectFault({ service: 'dynamodb', error: 'InternalServerError', times: 4 });
    const body = { user_id: person, ...(path === '/tokens/verify' ? { token: '000000' } : {}) };
    await courier.call(method, path, method === 'POST' ? { body } : {});
    await courier.clearFaults();
  }
  await courier.injectFault({ service: 'lambda', function: 'generate-token', error: 'crash', times: 3 });
  await courier.issue({ user_id: person, purpose: 'crashed' });
  await courier.clearFaults();
  await courier.call('DELETE', `/limits/${id}`);
  await courier.call('DELETE', `/tokens/${id}`);
  await courier.call('DELETE', `/contacts/${id}`);
}

async function issueLongCode(body: Record<string, unknown>): Promise<void> {
  expect(await courier.issue({ ...body, ...LONG })).toMatchObject({ status: 201 });
}

async function longCodeSentTo(to: string): Promise<string> {
  const [message] = await courier.messages(to);
  const code = /\b[0-9A-HJKMNP-TV-Z]{15}\b/.exec(message?.body ?? '')?.[0];
  if (code === undefined) {
    throw new Error('No message with a code arrived');
  }
  return code;
}

const secrets = () => [...codes, ...NUMBERS, PHONE, LOCAL_PART_OF_NUMBER, EMAIL, CONTEXT.payee, 'Bearer '];
const people = () => [...PEOPLE, '491701116662', ...PEOPLE.map(encodeURIComponent)];

const aws = () => ({
  endpoint: courier.urls.awsUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

async function itemsOf(table: string) {
  const dynamodb = new DynamoDBClient(aws());
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const TableName = TableNames.find((name) => name.includes(table));
  return (await dynamodb.send(new ScanCommand({ TableName }))).Items ?? [];
}

describe('tokens, numbers and addresses', () => {
  it('were used before anything is searched', () => {
    expect(codes).toEqual(Array(4).fill(expect.stringMatching(/^\w{15}$/)));
    expect(courier.logLines.length).toBeGreaterThan(5);
  });

  it('are in no log line', () => {
    const logs = courier.logLines.join('\n');
    for (const secret of [...secrets(), ...people()]) {
      expect(logs).not.toContain(secret);
    }
  });

  it('are in no execution event', async () => {
    const executions = await (await fetch(`${courier.urls.pageUrl}/_local/executions`)).text();
    expect(JSON.parse(executions).length).toBeGreaterThan(3);
    for (const secret of [...secrets(), ...people()]) {
      expect(executions).not.toContain(secret);
    }
  });

  it('are in no attribute of a token, of a counter or of a contact', async () => {
    const [tokens, counters, contacts] = [
      await itemsOf('tokens'),
      await itemsOf('limits'),
      await itemsOf('contacts'),
    ];
    expect(tokens.length).toBeGreaterThan(3);
    expect(counters.length).toBeGreaterThan(5);
    expect(contacts).toHaveLength(1);
    const stored = JSON.stringify([tokens, counters, contacts]);
    for (const secret of secrets()) {
      expect(stored).not.toContain(secret);
    }
  });

  it('are not in the audit log, which says who did what to whom', async () => {
    const { json, text, status } = await courier.call('GET', '/audit?limit=100', { scope: 'audit/read' });
    expect(status).toBe(200);
    const actor = { type: 'client', sub: 'local', client_id: 'local' };
    const entry = (action: string, subject: unknown) => ({ action, subject, actor });
    const masked = expect.stringMatching(/^\+49•+\d{4}$/);
    expect(json.entries.reverse()).toMatchObject([
      entry('put_contact', 'ada'),
      entry('confirm_contact', 'ada'),
      { ...entry('reveal_token', 'ada'), purpose: 'login' },
      entry('opt_in', masked),
      entry('opt_out', masked),
      // Includes calls that then failed: unlocking and revoking were each requested twice.
      ...PEOPLE.flatMap((person) =>
        ['put_contact', 'reveal_token', 'revoke_token', 'unlock_person']
          .concat('unlock_person', 'revoke_token', 'delete_contact')
          .map((action) => entry(action, person)),
      ),
    ]);
    for (const secret of secrets()) {
      expect(text).not.toContain(secret);
    }
  });

  it('are in no error', async () => {
    const { text } = await courier.issue({ user_id: 'ada', phone_number: `${PHONE}999999` });
    for (const secret of secrets()) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('people', () => {
  it('are found in the log by the reference that GET /limits gives', async () => {
    // A cold function may log before it has the key for references; at the second person all are warm.
    for (const person of PEOPLE.slice(1)) {
      const { json } = await courier.call('GET', `/limits?user_id=${encodeURIComponent(person)}`);
      expect(json.person.user_ref).toMatch(/^[\w-]{16}$/);
      const lines = courier.logLines.filter((line) => line.includes(`"user_ref":"${json.person.user_ref}"`));
      const names = new Set(lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))).message));
      expect([...names]).toEqual(
        expect.arrayContaining([
          ...['admit-request', 'generate-token', 'persist-token', 'deliver-by-sms', 'verify-token'],
          ...['put-contact', 'get-contact', 'delete-contact', 'retrieve-tokens', 'read-executions'],
          ...['read-limits', 'revoke-token', 'unlock-person'],
        ]),
      );
    }
  });

  it('are in no metric', async () => {
    const metrics = courier.logLines.filter((line) => line.includes('"_aws"')).join('\n');
    expect(metrics).toContain('TokensIssued');
    for (const secret of [...secrets(), ...people()]) {
      expect(metrics).not.toContain(secret);
    }
  });
});

describe('an attacker with all tables and no secret', () => {
  const BODY = canonicalJson(issueTokenBody.parse(KEYED_BODY));
  const GUESSES = [
    ...[PHONE, PHONE.slice(1), LOCAL_PART_OF_NUMBER, PHONE.slice(0, 6), '151'],
    ...[EMAIL, `phone_number:${PHONE}`, `email:${EMAIL}`, `sms:${PHONE}`],
    ...[canonicalJson(CONTEXT), BODY, '+4915198765432'],
  ];
  const tables = async () => [
    ...(await itemsOf('tokens')),
    ...(await itemsOf('limits')),
    ...(await itemsOf('contacts')),
  ];

  it('can confirm no number, address, body or context by guessing', async () => {
    const items = await tables();
    expect(confirmedGuesses(items, GUESSES)).toEqual([]);
    expect(candidatesLeft(items, PHONE)).toBeGreaterThanOrEqual(10 ** 7);
  });

  it.each([
    [
      'a context under a plain hash',
      { h: 'G97H2n7IJg1IyH_S9dfrxwLXXv90kF0Rr7sgvQ6P-zg' },
      canonicalJson(CONTEXT),
    ],
    ['a body that is stored with its key', { h: hmacOf(KEY, BODY), key: KEY }, BODY],
    ['a number in a key', { subject: `prefix#${PHONE}` }, PHONE],
  ])('would confirm %s', async (_, planted, guess) => {
    const item = Object.fromEntries(Object.entries(planted).map(([name, S]) => [name, { S }]));
    expect(confirmedGuesses([...(await tables()), item], GUESSES)).toEqual([guess]);
  });

  it('would have ten thousand candidates left at most, given a prefix and a mask', async () => {
    const planted = { prefix: { S: PHONE.slice(0, 6) } };
    expect(candidatesLeft([...(await tables()), planted], PHONE)).toBeLessThanOrEqual(10 ** 4);
  });
});

describe('the token secret', () => {
  it('is rotated while tokens are live, which still verify; new ones use the new value', async () => {
    const secretsManager = new SecretsManagerClient(aws());
    const { SecretList = [] } = await secretsManager.send(new ListSecretsCommand({}));
    const SecretId = SecretList.find(({ Name }) => Name?.includes('tokensecret'))?.ARN;
    const stages = async () =>
      (await secretsManager.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {};

    await issueLongCode({ user_id: 'rotated', phone_number: '+4915123456700' });
    const before = await longCodeSentTo('+4915123456700');
    const { VersionId = '' } = await secretsManager.send(new RotateSecretCommand({ SecretId }));
    for (let tries = 0; tries < 100 && !(await stages())[VersionId]?.includes('AWSCURRENT'); tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(Object.values(await stages())).toEqual(
      expect.arrayContaining([['AWSPREVIOUS'], expect.arrayContaining(['AWSCURRENT'])]),
    );
    // Only generate-token needs the new value at once; the others read the version that a token names.
    await courier.injectFault({ service: 'lambda', function: 'generate-token', error: 'restart', times: 1 });
    await issueLongCode({ user_id: 'rotated', purpose: 'after', phone_number: '+4915123456701' });
    const after = await longCodeSentTo('+4915123456701');
    expect((await courier.verify('rotated', before)).json).toMatchObject({ verified: true });
    expect((await courier.verify('rotated', after, { purpose: 'after' })).json).toMatchObject({
      verified: true,
    });
    const versions = (await itemsOf('tokens')).map(({ secret_version }) => secret_version?.S);
    expect(versions).toContain(VersionId);
    expect(new Set(versions).size).toBe(2);
  });
});

function hmacOf(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

import { createHmac } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  RotateSecretCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import * as z from 'zod/mini';
import type { EventType } from '../../handlers/contract/events.ts';
import { EVENTS } from '../../handlers/contract/events.ts';
import { commonMembers, EVENT_REFERENCE, personMember } from '../../handlers/contract/events-reference.ts';
import { issueTokenBody } from '../../handlers/contract/routes/issue-token.ts';
import { canonicalJson } from '../../handlers/domain/token/canonical-json.ts';
import { candidatesLeft, confirmedGuesses } from '../support/brute-force.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';
import { createReceiver } from '../support/webhook-receiver.ts';

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

const receiver = createReceiver();
let courier: Courier;
const codes: string[] = [];
/** Codes that somebody else made. */
const brought: string[] = [];

beforeAll(async () => {
  const url = await receiver.listen();
  courier = await startCourier('events', { receiver: url });
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
  await deliverBrought();
  await courier.call('PUT', '/opt-outs', { body: { phone_number: '+4915198765432', opted_out: true } });
  for (const [index, person] of PEOPLE.entries()) {
    await callEveryRoute(person, NUMBERS[index] ?? '');
  }
});
afterAll(async () => {
  await courier?.close();
  receiver.close();
});

/** Delivers a code of somebody else's: one that is sent, one that is refused, and one while the machine fails. */
async function deliverBrought(): Promise<void> {
  const to = { channel: 'sms', phone_number: '+4915123456783' };
  const deliver = (code: string, more: object = {}) => {
    brought.push(code);
    return courier.call('POST', '/deliveries', { body: { user_id: 'brought', ...to, code, ...more } });
  };
  expect((await deliver('Kq7ZxW3vPm9T')).status).toBe(201);
  await deliver('Rt5YnB8cQj2L', { phone_number: '+4915123456783999' });
  await courier.injectFault({ service: 'lambda', function: 'generate-token', error: 'crash', times: 9 });
  await deliver('Hd6MfS4gXw1N');
  await courier.clearFaults();
}

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
  const code = /\b(?:[0-9A-HJKMNP-TV-Z]{5}-){2}[0-9A-HJKMNP-TV-Z]{5}\b/.exec(message?.body ?? '')?.[0];
  if (code === undefined) {
    throw new Error('No message with a code arrived');
  }
  return code.replaceAll('-', '');
}

/** As people read it. */
const grouped = (code: string) => code.replace(/^(.{5})(.{5})(.{5})$/, '$1-$2-$3');

const secrets = () => [
  ...codes,
  ...codes.map(grouped),
  ...brought,
  ...NUMBERS,
  PHONE,
  LOCAL_PART_OF_NUMBER,
  EMAIL,
  CONTEXT.payee,
  'Bearer ',
];
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
  it('were used before anything is searched', async () => {
    expect(codes).toEqual(Array(4).fill(expect.stringMatching(/^\w{15}$/)));
    expect(brought).toEqual(Array(3).fill(expect.stringMatching(/^\w{12}$/)));
    expect(await eventually(() => courier.logLines.length > 5)).toBe(true);
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

  it('are in no event and no webhook, in whatever a receiver is sent', async () => {
    const sent = () => JSON.stringify(receiver.received);
    expect(await eventually(() => sent().includes('code.revealed'))).toBe(true);
    const shown = await Promise.all(
      ['events', 'webhooks'].map(async (path) =>
        (await fetch(`${courier.urls.pageUrl}/_local/${path}`)).text(),
      ),
    );
    expect(shown.every((text) => text.includes('code.sent'))).toBe(true);
    for (const secret of [...secrets(), ...people()]) {
      expect([...shown, sent()].join()).not.toContain(secret);
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
      const linesOf = () =>
        courier.logLines.filter((line) => line.includes(`"user_ref":"${json.person.user_ref}"`));
      const namesOf = () => linesOf().map((line) => JSON.parse(line.slice(line.indexOf('{'))).message);
      // The last of the calls before this one; a line may come after its answer.
      await eventually(() => namesOf().includes('unlock-person'));
      const names = new Set(namesOf());
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
    const written = () => courier.logLines.filter((line) => line.includes('"_aws"')).join('\n');
    expect(await eventually(() => written().includes('TokensIssued'))).toBe(true);
    const metrics = written();
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

describe('events', () => {
  const newest = async (type: string) =>
    (await courier.events()).find((event) => event['detail-type'] === type)?.detail;
  const secretFor = async (host: string) => {
    const secretsManager = new SecretsManagerClient(aws());
    const { SecretList = [] } = await secretsManager.send(new ListSecretsCommand({}));
    return SecretList.find(({ Description }) => Description?.endsWith(`webhooks for ${host}`))?.ARN ?? '';
  };
  const secretValue = async (SecretId: string) => {
    const { SecretString = '' } = await new SecretsManagerClient(aws()).send(
      new GetSecretValueCommand({ SecretId }),
    );
    return SecretString;
  };
  const sentTo = async (host: string) =>
    (await courier.webhooks()).filter(({ url }) => url === `https://${host}/hooks`);
  const typesOf = (attempts: readonly { readonly body: string }[]) =>
    new Set(attempts.map(({ body }) => JSON.parse(body).type));

  it('are told of each code and person, as their schemas have it', async () => {
    const { json } = await courier.issue({ user_id: 'told', phone_number: '+4915123456711' });
    const code = await courier.codeSentTo('+4915123456711');
    for (let guess = 0; guess < 2; guess += 1) {
      await courier.verify('told', code === '000000' ? '000001' : '000000');
    }
    await courier.verify('told', code);
    await courier.issue({ user_id: 'locked', phone_number: '+4915123456712' });
    const other = await courier.codeSentTo('+4915123456712');
    for (let guess = 0; guess < 3; guess += 1) {
      await courier.verify('locked', other === '000000' ? '000001' : '000000');
    }
    expect(await eventually(async () => (await newest('person.locked')) !== undefined)).toBe(true);
    const about = { service: 'token-courier', purpose: 'login' };
    const { json: limits } = await courier.call('GET', '/limits?user_id=told');
    const user_ref = limits.person.user_ref;
    const all = await courier.events();
    const ofPerson = all.filter(({ detail }) => detail.user_ref === user_ref).reverse();
    expect(ofPerson.map((event) => [event['detail-type'], event.detail])).toMatchObject([
      ['code.sent', { ...about, channel: 'sms', token_id: json.token_id, client_group: '@this-machine' }],
      ['code.refused', { ...about, reason: 'mismatch', attempts_remaining: 2 }],
      ['code.refused', { ...about, reason: 'mismatch', attempts_remaining: 1 }],
      ['code.verified', { ...about, channel: 'sms', token_id: json.token_id }],
    ]);
    expect(await newest('person.locked')).toMatchObject({ ...about, until: expect.stringMatching(/Z$/) });
    for (const { detail, source, ...event } of all) {
      const type = event['detail-type'] as EventType;
      const schema = z.strictObject({
        ...commonMembers(),
        ...(EVENTS[type].ofPerson ? personMember() : {}),
        ...EVENT_REFERENCE[type].members(),
      });
      expect(schema.safeParse(detail)).toMatchObject({ success: true });
      expect(source).toBe('token-courier');
    }
  });

  it('are counted by the metric that they are, one for one', async () => {
    const counted = () =>
      courier.logLines.filter((line) => /"(TokensVerified|VerificationsRefused)":1/.test(line));
    const told = async () =>
      (await courier.events()).filter((event) => /^code\.(verified|refused)$/.test(event['detail-type']));
    expect(await eventually(async () => (await told()).length === counted().length)).toBe(true);
    expect(counted().every((line) => line.includes('"event":{'))).toBe(true);
  });

  it('come to each receiver that wants them, signed so that the official library takes them', async () => {
    const secret = await secretValue(await secretFor('all.example.com'));
    expect(await eventually(async () => (await sentTo('some.example.com')).length > 0)).toBe(true);
    const sent = await sentTo('all.example.com');
    expect([...typesOf(sent)].sort()).toEqual(
      ['code.refused', 'code.revealed', 'code.sent', 'code.verified', 'person.locked'].sort(),
    );
    const some = await sentTo('some.example.com');
    expect([...typesOf(some)]).toEqual(['person.locked']);
    for (const { body, headers } of receiver.received.filter((each) =>
      sent.some((one) => one.body === each.body),
    )) {
      const isForSome = some.some((one) => one.headers['webhook-signature'] === headers['webhook-signature']);
      const verified = () => new Webhook(`whsec_${secret}`).verify(body, headers);
      if (isForSome) {
        expect(verified).toThrow('No matching signature');
      } else {
        expect(verified()).toEqual(JSON.parse(body));
        expect(headers['webhook-id']).toBe(JSON.parse(body).data.event_id);
      }
    }
  });

  it('come again with the same id when a receiver does not take them, and are signed with the old and the new secret', async () => {
    const secretId = await secretFor('all.example.com');
    const before = await secretValue(secretId);
    const after = Buffer.alloc(32, 9).toString('base64');
    await new SecretsManagerClient(aws()).send(
      new PutSecretValueCommand({ SecretId: secretId, SecretString: `whsec_${after}` }),
    );
    await courier.injectFault({ service: 'lambda', function: 'send-webhook', error: 'restart', times: 1 });
    receiver.answer = 503;
    await courier.issue({ user_id: 'again', phone_number: '+4915123456713' });
    const ids = () => receiver.received.slice(-2).map(({ headers }) => headers['webhook-id']);
    const count = receiver.received.length;
    expect(await eventually(() => receiver.received.length > count)).toBe(true);
    receiver.answer = 204;
    expect(await eventually(() => receiver.received.length > count + 1)).toBe(true);
    const [first, second] = ids();
    expect(second).toBe(first);
    const { body = '', headers = {} } = receiver.received.at(-1) ?? {};
    for (const secret of [before, after]) {
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ type: 'code.sent' });
    }
    expect(await eventually(() => courier.logLines.join().includes('"WebhooksFailed":1'))).toBe(true);
  });
});

function hmacOf(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('base64url');
}

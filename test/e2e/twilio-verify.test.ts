/** Twilio's own package against the service; its base URL is the only thing that differs. */
import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import twilio from 'twilio';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';

interface Credentials {
  readonly account_sid: string;
  readonly auth_token: string;
  readonly service_sid: string;
}

let courier: Courier;
let baseUrl: string;
let secret: Credentials;
/** Asked for at once, so that it has expired when its test comes. */
let forgotten: { readonly code: string; readonly expiredAtMs: number };

const clientWith = ({ account_sid, auth_token }: Pick<Credentials, 'account_sid' | 'auth_token'>) => {
  const client = twilio(account_sid, auth_token);
  client.verify.baseUrl = baseUrl;
  return client;
};
const service = (serviceSid = secret.service_sid, credentials: Partial<Credentials> = {}) =>
  clientWith({ ...secret, ...credentials }).verify.v2.services(serviceSid);

const start = (to: string, more: object = {}) =>
  service().verifications.create({ to, channel: 'sms', ...more });
const check = (to: string, code: string, more: object = {}) =>
  service().verificationChecks.create({ to, code, ...more });

/** What Twilio's package throws. */
async function errorOf(asked: Promise<unknown>): Promise<unknown[]> {
  const error = await asked.then(
    (value) => new Error(`No error: ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  const { status, code, message, moreInfo } = error as Record<string, unknown>;
  return [status, code, message, moreInfo];
}

const about = (status: number, code: number, message: unknown) => [
  status,
  code,
  message,
  `https://www.twilio.com/docs/errors/${code}`,
];
const local = () => ({
  endpoint: courier.urls.awsUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
/** Every item of the tables whose names contain this. */
async function everything(name = '') {
  const dynamodb = new DynamoDBClient(local());
  const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
  const scans = await Promise.all(
    TableNames.filter((each) => each.includes(name)).map((TableName) =>
      dynamodb.send(new ScanCommand({ TableName })),
    ),
  );
  return scans.flatMap(({ Items = [] }) => Items);
}
const NOT_FOUND = about(404, 20404, 'The requested resource was not found');
const wrongFor = (code: string) => (code === '000000' ? '111111' : '000000');

beforeAll(async () => {
  courier = await startCourier('short-lived', { engine: 'dynalite' });
  const listed = await fetch(`${courier.urls.pageUrl}/_local/hooks`);
  const hooks = (await listed.json()) as { name: string; url: string; secret: Credentials }[];
  const hook = hooks.find(({ name }) => name === 'Twilio Verify');
  baseUrl = String(hook?.url);
  secret = hook?.secret as Credentials;
  await start('+12025550190');
  forgotten = { code: await courier.codeSentTo('+12025550190'), expiredAtMs: Date.now() + 30_000 };
});
afterAll(() => courier?.close());

describe('a verification', () => {
  it('is started, fetched, checked with a wrong and the right code, and gone once it is approved', async () => {
    const started = await start('+12025550101', { locale: 'en' });
    expect(started).toMatchObject({
      sid: expect.stringMatching(/^VE[0-9a-f]{32}$/),
      serviceSid: secret.service_sid,
      accountSid: secret.account_sid,
      to: '+12025550101',
      channel: 'sms',
      status: 'pending',
      valid: false,
      lookup: {},
      amount: null,
      payee: null,
      sendCodeAttempts: [{ channel: 'SMS', attempt_sid: expect.stringMatching(/^VL[0-9a-f]{32}$/) }],
      url: `${baseUrl}/v2/Services/${secret.service_sid}/Verifications/${started.sid}`,
    });
    expect(Math.abs(started.dateCreated.getTime() - Date.now())).toBeLessThan(60_000);

    const { sid } = started;
    expect(await service().verifications(sid).fetch()).toMatchObject({ sid, to: '+1••••••0101' });
    expect(await service().verifications('+12025550101').fetch()).toMatchObject({ sid, to: '+12025550101' });
    expect((await fetch(started.url)).status).toBe(401);

    const code = await courier.codeSentTo('+12025550101');
    expect(await check('+12025550101', wrongFor(code))).toMatchObject({
      sid,
      status: 'pending',
      valid: false,
    });
    const another = check('+12025550190', code, { verificationSid: sid });
    expect(await errorOf(another)).toEqual(NOT_FOUND);
    const right = await service().verificationChecks.create({ verificationSid: sid, code });
    expect(right).toMatchObject({ sid, status: 'approved', valid: true, snaAttemptsErrorCodes: [] });

    expect(await errorOf(check('+12025550101', code))).toEqual(NOT_FOUND);
    expect(await errorOf(service().verifications(sid).fetch())).toEqual(NOT_FOUND);
    expect((await start('+12025550101')).sid).not.toBe(sid);
  });

  it('is the same one for a second request, which sends nothing so soon', async () => {
    const { sid } = await start('+12025550102');
    expect((await start('+12025550102')).sid).toBe(sid);
    expect(await courier.messages('+12025550102')).toHaveLength(1);
    const another = start('+12025550102', { amount: '12.50 EUR', payee: 'ACME' });
    expect(await errorOf(another)).toEqual(
      about(429, 60212, 'Too many concurrent requests for phone number'),
    );
  });

  it('allows five checks', async () => {
    await start('+12025550103');
    const code = await courier.codeSentTo('+12025550103');
    for (let tries = 0; tries < 5; tries += 1) {
      expect((await check('+12025550103', wrongFor(code))).status).toBe('pending');
    }
    const locked = about(429, 60202, 'Max check attempts reached');
    expect(await errorOf(check('+12025550103', code))).toEqual(locked);
  });

  it('is bound to an amount and a payee', async () => {
    const paid = { amount: '12.50 EUR', payee: 'ACME' };
    expect(await start('+12025550104', paid)).toMatchObject(paid);
    const code = await courier.codeSentTo('+12025550104');
    expect((await check('+12025550104', code)).valid).toBe(false);
    expect((await check('+12025550104', code, { ...paid, amount: '99.00 EUR' })).valid).toBe(false);
    expect(await check('+12025550104', code, paid)).toMatchObject({ valid: true, ...paid });
  });

  it('is in the activity log with each check', async () => {
    const number = '+1••••••0104';
    const outcomes = async () =>
      (await everything('activity'))
        .filter(({ destination_masked }) => destination_masked?.S === number)
        .filter(({ kind }) => kind?.S === 'verification')
        .map(({ client_group, outcome }) => [client_group?.S, outcome?.S])
        .sort();
    await eventually(async () => (await outcomes()).length >= 3);
    expect(await outcomes()).toEqual([
      ['twilio-verify', 'mismatch'],
      ['twilio-verify', 'mismatch'],
      ['twilio-verify', 'verified'],
    ]);
  });

  it('is canceled or approved by the caller, once', async () => {
    const canceled = await start('+12025550105');
    const code = await courier.codeSentTo('+12025550105');
    const update = (sid: string, status: 'approved' | 'canceled') =>
      service().verifications(sid).update({ status });
    expect(await update(canceled.sid, 'canceled')).toMatchObject({ status: 'canceled', valid: false });
    expect(await errorOf(check('+12025550105', code))).toEqual(NOT_FOUND);

    const own = await start('+12025550106', { customCode: '471133' });
    expect(await courier.codeSentTo('+12025550106')).toBe('471133');
    expect(await update(own.sid, 'approved')).toMatchObject({ status: 'approved', valid: true });
    expect(await errorOf(update(own.sid, 'canceled'))).toEqual(NOT_FOUND);
  });

  it('can have a code of the caller’s, which is checked like any other', async () => {
    await start('+12025550107', { customCode: '4711abcO' });
    expect((await courier.messages('+12025550107'))[0]?.body).toContain('4711abcO is your');
    expect((await check('+12025550107', '4711 ABC0')).valid).toBe(true);
  });

  it('is sent by email where SES sends', async () => {
    const started = await start('Ada@Example.com', { channel: 'email' });
    expect(started).toMatchObject({ to: 'Ada@example.com', channel: 'email' });
    const code = await courier.codeSentTo('Ada@example.com');
    expect((await check('ada@example.com', code)).valid).toBe(true);
  });
});

describe('a caller', () => {
  it('needs the Account SID with its Auth Token, and the SID of the service', async () => {
    const asked = (serviceSid: string, credentials: Partial<Credentials>) =>
      errorOf(service(serviceSid, credentials).verifications.create({ to: '+12025550108', channel: 'sms' }));
    const refused = about(401, 20003, 'Authenticate');
    expect(await asked(secret.service_sid, { auth_token: '0'.repeat(32) })).toEqual(refused);
    expect(await asked(secret.service_sid, { account_sid: `AC${'0'.repeat(32)}` })).toEqual(refused);
    expect(await asked(`VA${'0'.repeat(32)}`, {})).toEqual(NOT_FOUND);
    expect(await courier.messages('+12025550108')).toEqual([]);
  });

  it('is told which parameter is wrong, and which channel is missing', async () => {
    const wrong = (rule: string) => about(400, 60200, `Invalid parameter: ${rule}`);
    expect(await errorOf(start('12025550109'))).toEqual(
      wrong('`To` must be a phone number, with + and the country code'),
    );
    expect(await errorOf(start('+12025550109', { customCode: '4711' }))).toEqual(
      wrong('`CustomCode` has the wrong length: it must be from 6 to 10 for the format numeric'),
    );
    expect(await errorOf(start('+12025550109', { channel: 'call' }))).toEqual(
      about(400, 60223, 'Delivery channel disabled: CALL'),
    );
    expect(await errorOf(start('+12025550109', { amount: '1 EUR' }))).toEqual(
      about(400, 60206, "'Amount' & 'Payee' params are required"),
    );
  });

  it('cannot reach the verifications of the API’s clients, nor they its', async () => {
    await courier.issue({ user_id: 'own', phone_number: '+12025550110' });
    expect(await errorOf(service().verifications('+12025550110').fetch())).toEqual(NOT_FOUND);
    await start('+12025550111');
    const groups = (await courier.listed('limit=100')).map(({ client_group }) => client_group);
    expect(new Set(groups)).toEqual(new Set(['local']));
  });

  it('may use the old Auth Token and the new one, until the next', async () => {
    const secrets = new SecretsManagerClient(local());
    const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
    const shared = SecretList.find(({ Description }) => Description?.includes('Twilio'));
    const rotated = { ...secret, auth_token: 'f'.repeat(32) };
    await secrets.send(
      new PutSecretValueCommand({ SecretId: shared?.ARN, SecretString: JSON.stringify(rotated) }),
    );
    // A warm function reads again no sooner than ten seconds after the last time.
    await pause(10_000);
    const verifications = (auth_token: string) => service(undefined, { auth_token }).verifications;
    const ask = (auth_token: string) =>
      verifications(auth_token).create({ to: '+12025550112', channel: 'sms' });
    expect((await ask(rotated.auth_token)).status).toBe('pending');
    expect((await ask(secret.auth_token)).status).toBe('pending');
  });
});

describe('a verification that nobody checked', () => {
  it('expires', async () => {
    await pause(Math.max(0, forgotten.expiredAtMs - Date.now()));
    expect(await errorOf(check('+12025550190', forgotten.code))).toEqual(NOT_FOUND);
  }, 60_000);
});

describe('what is left behind', () => {
  const SECRETS = ['2025550', 'da@example.com', '4711abcO', '4711ABC0'];

  it('in the log is no number, address, code or Auth Token', () => {
    const told = JSON.stringify(courier.logLines);
    expect(told).toContain('start-verification');
    expect([...SECRETS, secret.auth_token].filter((text) => told.includes(text))).toEqual([]);
  });

  it('in the tables is none either', async () => {
    const items = JSON.stringify(await everything());
    expect(items).toContain('twilio-verify');
    expect(SECRETS.filter((text) => items.includes(text))).toEqual([]);
  });
});

import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { WorkflowDefinition } from '../../handlers/contract/page.ts';
import type { ActivityAnswer, ActivityEntry } from '../../handlers/contract/routes/activity.ts';
import type { ExecutionPath, ExecutionsAnswer } from '../../handlers/contract/routes/executions.ts';
import { digestDestination, digestMailbox } from '../../handlers/domain/destinations/digest-destination.ts';
import { personIn } from '../../handlers/domain/destinations/number-memory.ts';
import { personReference } from '../../handlers/domain/token/person-reference.ts';
import { deriveKeys, digestSubject } from '../../handlers/domain/token/seal-token.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';

const PHONE = '+491512345';
const EMAIL = 'grace.hopper@example.com';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('quick-resends', { engine: 'dynalite' });
});
afterEach(() => courier.clearFaults());
afterAll(() => courier?.close());

const executions = (userId: string, query = '', scope?: string) =>
  courier.call('GET', `/tokens/${userId}/executions${query}`, scope === undefined ? {} : { scope });

async function pathsOf(userId: string, query = ''): Promise<readonly ExecutionPath[]> {
  const { status, json } = await executions(userId, query);
  expect(status).toBe(200);
  return (json as ExecutionsAnswer).executions;
}

const way = (path: ExecutionPath | undefined) =>
  path?.events.map(({ type, state, error }) => [type, state, error].filter(Boolean).join(' ')) ?? [];

describe('the executions of a token', () => {
  it('are one for a token that was sent once, with every state entered and exited', async () => {
    const { json } = await courier.issue({ user_id: 'once', phone_number: `${PHONE}0001` });
    const answer = await executions('once', '', 'tokens/read');
    expect(answer.json).toMatchObject({ user_id: 'once', purpose: 'login', token_id: json.token_id });
    const [path, ...more] = (answer.json as ExecutionsAnswer).executions;
    expect(more).toEqual([]);
    expect(path).toMatchObject({
      execution_arn: expect.stringMatching(/^arn:aws:states:[^:]+:\d+:express:/),
      status: 'SUCCEEDED',
      started_at: expect.stringMatching(/Z$/),
      stopped_at: expect.stringMatching(/Z$/),
    });
    expect(path).not.toHaveProperty('error');
    const entered = path?.events.filter(({ type }) => type === 'StateEntered').map(({ state }) => state);
    expect(entered).toEqual(expect.arrayContaining(['Admit request', 'Deliver by SMS', 'Record delivery']));
    expect(way(path).filter((event) => event.startsWith('StateExited'))).toHaveLength(entered?.length ?? 0);
    expect(way(path).join()).not.toMatch(/StateRetried|StateCaught|StateFailed/);
  });

  it('are several after it was sent again, newest first, including a resend that failed', async () => {
    await courier.issue({ user_id: 'again', phone_number: `${PHONE}0002`, purpose: 'payment' });
    await wait(1_100);
    await courier.issue({ user_id: 'again', phone_number: `${PHONE}0002`, purpose: 'payment' });
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    await wait(2_100);
    const failed = await courier.issue({
      user_id: 'again',
      phone_number: `${PHONE}0002`,
      purpose: 'payment',
    });
    expect(failed.status).toBe(502);
    const paths = await pathsOf('again', '?purpose=payment');
    expect(paths.map(({ status, error }) => [status, error])).toEqual([
      ['FAILED', 'DeliveryFailed'],
      ['SUCCEEDED', undefined],
      ['SUCCEEDED', undefined],
    ]);
    expect(way(paths[0])).toContain('StateFailed Delivery failed DeliveryFailed');
    expect(way(paths[1])).toContain('StateEntered Take the living token');
    expect(way(paths[2])).toContain('StateEntered Generate token');
    expect(new Set(paths.map(({ execution_arn }) => execution_arn)).size).toBe(3);
  });

  it('show the retry of a step, and the catch that leads to the other channel', async () => {
    await courier.enrol('grace', { phone_number: `${PHONE}0003`, email: EMAIL });
    await courier.injectFault({ service: 'lambda', function: 'generate-token', error: 'crash', times: 1 });
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    expect((await courier.issue({ user_id: 'grace' })).json.channel).toBe('email');
    const [path] = await pathsOf('grace');
    expect(path?.status).toBe('SUCCEEDED');
    expect(way(path).filter((event) => /Generate|SMS|next channel/.test(event))).toEqual([
      'StateEntered Generate token',
      'StateFailed Generate token Lambda.Unknown',
      'StateRetried Generate token Lambda.Unknown',
      'StateExited Generate token',
      'StateEntered Deliver by SMS',
      'StateFailed Deliver by SMS DeliveryRefused',
      'StateCaught Deliver by SMS DeliveryRefused',
      'StateExited Deliver by SMS',
      'StateEntered Take the next channel',
      'StateExited Take the next channel',
    ]);
  });

  it('reveal neither what was sent nor where to', async () => {
    const code = await courier.codeSentTo(EMAIL);
    const { text } = await executions('grace');
    for (const secret of [code, EMAIL, `${PHONE}0003`, 'sealed', 'digest']) {
      expect(text).not.toContain(secret);
    }
  });

  it('are refused without the scope, and not found without a token', async () => {
    const refused = await executions('once', '', 'tokens/issue');
    expect([refused.status, refused.json.code]).toEqual([403, 'forbidden']);
    const unknown = await executions('nobody');
    expect([unknown.status, unknown.json.code]).toEqual([404, 'not_found']);
    expect((await executions('once', '?purpose=payment')).status).toBe(404);
    expect((await executions('once', '?purpose=%20')).status).toBe(400);
  });

  it('are reported as unavailable when the log is', async () => {
    await courier.injectFault({ service: 'logs', error: 'ServiceUnavailableException', times: 9 });
    const { status, json, headers } = await executions('once');
    expect([status, json.code, headers.get('retry-after')]).toEqual([503, 'executions_unavailable', '1']);
  });
});

describe('executions of every client', () => {
  it('are for operators alone, whatever the scope of a client', async () => {
    for (const path of ['/executions', '/executions/VjR22Hr2oAMFnIw=']) {
      const { status, json } = await courier.call('GET', path, { scope: 'tokens/read' });
      expect([status, json.code]).toEqual([403, 'forbidden']);
    }
  });

  it('cannot be asked for by a text that would match others, or by a status that there is not', async () => {
    for (const id of ['a*', 'a"b', 'arn:aws:states:x']) {
      expect((await courier.call('GET', `/executions/${encodeURIComponent(id)}`)).status).toBe(400);
    }
    for (const query of ['status=RUNNING', 'error=a"b', 'limit=31', 'from=yesterday']) {
      expect((await courier.call('GET', `/executions?${query}`)).status).toBe(400);
    }
  });
});

describe('a text that SNS accepted', () => {
  const [SENT, ARRIVES, FAILS, INSISTS, LOST] = ['0010', '0011', '0012', '0013', '0014'].map(
    (end) => `${PHONE}${end}`,
  ) as [string, string, string, string, string];
  const MAILBOX = 'kay.mcnulty@example.com';
  const tokenOf = async (person: string) => (await courier.listed(`user_id=${person}`))[0];
  const becomes = async (person: string, status: string) => {
    await eventually(async () => (await tokenOf(person))?.status === status);
    return tokenOf(person);
  };

  it('becomes delivered once its carrier says so, and its code still verifies', async () => {
    await courier.issue({ user_id: 'arrives', phone_number: ARRIVES });
    const token = await becomes('arrives', 'delivered');
    expect(token).toMatchObject({
      status: 'delivered',
      message_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
    expect(token).not.toHaveProperty('undelivered_reason');
    expect(await courier.listed('status=delivered')).toContainEqual(
      // `expires_in` may have gone down a second since.
      { ...token, expires_in: expect.any(Number) },
    );
    const code = await courier.codeSentTo(ARRIVES);
    expect((await courier.verify('arrives', code)).json).toMatchObject({ verified: true, channel: 'sms' });
  });

  it("but its carrier refused is undelivered, and its code is sent once to the contact's email", async () => {
    await courier.enrol('fails', { phone_number: FAILS, email: MAILBOX });
    const before = (await courier.messages(MAILBOX)).length;
    await courier.injectFault({ service: 'carrier', error: 'PhoneUnreachable', times: 1 });
    const once = { headers: { 'idempotency-key': 'fails' } };
    const issued = await courier.issue({ user_id: 'fails' }, once);
    expect(issued.json).toMatchObject({ status: 'sent', channel: 'sms' });
    expect(await eventually(async () => (await courier.messages(MAILBOX)).length > before)).toBe(true);
    expect(await courier.messages(FAILS)).toEqual([]);
    const token = await becomes('fails', 'sent');
    expect(token).toMatchObject({
      token_id: issued.json.token_id,
      ...{ channel: 'email', destination: 'k•••@example.com', undelivered_reason: 'phone_unreachable' },
    });
    const replayed = await courier.issue({ user_id: 'fails' }, once);
    expect([replayed.status, replayed.text]).toEqual([201, issued.text]);
    const code = await courier.codeSentTo(MAILBOX);
    const verified = await courier.verify('fails', code, { token_id: issued.json.token_id });
    expect(verified.json).toMatchObject({ verified: true, channel: 'email' });
    expect(await courier.messages(MAILBOX)).toHaveLength(before + 1);
  });

  it('but its carrier refused leads to no email when the request asked for a text', async () => {
    await courier.enrol('insists', { phone_number: INSISTS, email: 'insists@example.com' });
    const before = (await courier.messages('insists@example.com')).length;
    await courier.injectFault({ service: 'carrier', error: 'BlockedAsSpam', times: 1 });
    await courier.issue({ user_id: 'insists', channel: 'sms' });
    expect(await becomes('insists', 'undelivered')).toMatchObject({
      ...{ status: 'undelivered', channel: 'sms', token: '••••••', undelivered_reason: 'blocked_as_spam' },
    });
    expect(await courier.messages('insists@example.com')).toHaveLength(before);
  });

  it('and its carrier lost stays sent, until a resend arrives', async () => {
    await courier.injectFault({ service: 'carrier', error: 'Lost', times: 1 });
    await courier.issue({ user_id: 'lost', phone_number: LOST });
    await courier.issue({ user_id: 'sent', phone_number: SENT });
    await becomes('sent', 'delivered');
    expect(await tokenOf('lost')).toMatchObject({ status: 'sent' });
    expect(await courier.messages(LOST)).toEqual([]);
    await wait(1_100);
    await courier.issue({ user_id: 'lost', phone_number: LOST });
    expect(await becomes('lost', 'delivered')).toMatchObject({ status: 'delivered' });
  });

  it('is counted by channel', async () => {
    const counted = async () => (await courier.call('GET', '/metrics')).json.totals;
    await eventually(async () => (await counted()).undelivered.sms >= 2);
    expect(await counted()).toMatchObject({
      arrived: { sms: expect.any(Number), email: 0 },
      undelivered: { sms: 2, email: 0 },
    });
  });

  it('leaves no number, address or code in logs and tables', async () => {
    const dynamodb = new DynamoDBClient({
      endpoint: courier.urls.awsUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    const tables = await Promise.all(
      TableNames.map((TableName) => dynamodb.send(new ScanCommand({ TableName }))),
    );
    const kept = JSON.stringify(tables) + courier.logLines.join('\n');
    expect(kept).toContain('delivery-report');
    for (const secret of [ARRIVES, FAILS, INSISTS, LOST, MAILBOX, 'kay.mcnulty']) {
      expect(kept).not.toContain(secret);
    }
  });
});

describe('the activity log', () => {
  const NUMBER = `${PHONE}0020`;
  const MAILBOX = 'radia.perlman@example.com';
  const RADIA = 'radia';

  const search = (body: Record<string, unknown>, scope = 'activity/read') =>
    courier.call('POST', '/activity/search', { body, scope });

  async function found(body: Record<string, unknown>): Promise<readonly ActivityEntry[]> {
    const { status, json } = await search(body);
    expect(status).toBe(200);
    return (json as ActivityAnswer).entries;
  }
  /** Once there are this many: a write that nobody waits for may take a moment. */
  async function outcomesOf(user_id: string, count: number): Promise<readonly string[]> {
    await eventually(async () => (await found({ user_id })).length >= count);
    return (await found({ user_id })).map(({ outcome }) => outcome);
  }

  it('has what was sent, refused, checked and reported, newest first', async () => {
    const key = { headers: { 'idempotency-key': 'radia' } };
    const sent = await courier.issue({ user_id: RADIA, phone_number: NUMBER }, key);
    await courier.issue({ user_id: RADIA, phone_number: NUMBER }, key);
    const refused = await courier.issue({ user_id: RADIA, phone_number: NUMBER });
    expect([sent.status, refused.json.code]).toEqual([201, 'resend_too_soon']);
    await courier.verify(RADIA, '000000');
    await courier.verify(RADIA, await courier.codeSentTo(NUMBER));
    const { token_id } = sent.json;
    await outcomesOf(RADIA, 6);
    const entries = await found({ user_id: RADIA });
    expect(entries.map(({ at }) => at)).toEqual(
      entries
        .map(({ at }) => at)
        .toSorted()
        .toReversed(),
    );
    const [delivered] = entries.filter(({ kind }) => kind === 'report');
    expect(delivered).toMatchObject({ outcome: 'delivered', channel: 'sms', country: 'DE', token_id });
    const ofCaller = {
      ...{ user_id: RADIA, purpose: 'login', client_id: 'local', client_group: 'local' },
      ...{ channel: 'sms', destination: '+49•••••••0020' },
    };
    expect(entries.filter(({ kind }) => kind !== 'report')).toMatchObject([
      { ...ofCaller, kind: 'verification', outcome: 'verified', token_id },
      { ...ofCaller, kind: 'verification', outcome: 'mismatch', token_id },
      {
        ...{ ...ofCaller, kind: 'issue', outcome: 'refused', problem: 'resend_too_soon' },
        request_id: refused.json.request_id,
      },
      { user_id: RADIA, kind: 'issue', outcome: 'repeated' },
      { ...ofCaller, kind: 'issue', outcome: 'sent', country: 'DE', sends: 1, token_id },
    ]);
  });

  it('is found by number, address, request, execution, outcome and time, a page at a time', async () => {
    const all = await found({ user_id: RADIA });
    const sent = all.find(({ outcome }) => outcome === 'sent');
    const { request_id, execution_arn, execution_name, at } = sent ?? {};
    expect(execution_arn).toContain(`:${execution_name}:`);
    const byNumber = await found({ phone_number: `+49 (151) ${NUMBER.slice(6)}` });
    expect(byNumber).toEqual(all);
    expect(await found({ request_id })).toEqual([sent]);
    expect(await found({ execution_arn })).toEqual([sent]);
    const [path] = await pathsOf(RADIA);
    expect(path?.execution_arn).toBe(execution_arn);
    expect(await found({ user_id: RADIA, outcomes: ['verified'] })).toHaveLength(1);
    expect(
      await found({ outcomes: ['sent'], from: at, to: new Date(Date.parse(String(at)) + 1).toISOString() }),
    ).toEqual([sent]);
    const paged: ActivityEntry[] = [];
    let cursor: string | undefined;
    do {
      const { json } = await search({ user_id: RADIA, limit: 2, ...(cursor && { cursor }) });
      paged.push(...json.entries);
      cursor = json.next_cursor;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
  });

  it('says which channel failed before the one that delivered, and which failed last', async () => {
    await courier.enrol('falls back', { phone_number: `${PHONE}0021`, email: MAILBOX });
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    expect((await courier.issue({ user_id: 'falls back' })).json.channel).toBe('email');
    const tried = [{ channel: 'sms', error: 'DeliveryRefused' }];
    expect(await found({ email: MAILBOX.toUpperCase() })).toMatchObject([
      { outcome: 'sent', channel: 'email', destination: 'r•••@example.com', tried },
    ]);
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'InvalidParameter', times: 9 });
    const failed = await courier.issue({ user_id: 'falls back', purpose: 'pay' });
    expect(failed.status).toBe(502);
    expect(await found({ request_id: failed.json.request_id })).toMatchObject([
      { outcome: 'failed', problem: 'delivery_failed', error: 'DeliveryRefused', channel: 'email', tried },
    ]);
  });

  it('has what failed before anything was stored, as far as the log itself could be written', async () => {
    const ask = { user_id: 'unlucky', phone_number: `${PHONE}0022` };
    await courier.injectFault({
      ...{ service: 'dynamodb', function: 'persist-token', error: 'InternalServerError', times: 9 },
    });
    const noStore = await courier.issue(ask);
    expect(noStore.json.code).toBe('store_unavailable');
    await courier.clearFaults();
    await courier.injectFault({ service: 'dynamodb', error: 'InternalServerError', times: 99 });
    const nothing = await courier.issue(ask);
    expect(nothing.json.code).toBe('store_unavailable');
    await courier.clearFaults();
    await courier.injectFault({ service: 'lambda', function: 'admit-request', error: 'crash', times: 2 });
    const crashed = await courier.issue(ask);
    expect(crashed.json.code).toBe('service_unavailable');
    await courier.injectFault({ service: 'lambda', function: 'deliver-by-sms', error: 'crash', times: 1 });
    const doubtful = await courier.issue(ask);
    expect([doubtful.status, doubtful.json.status]).toEqual([202, 'unknown']);
    const about = { user_id: 'unlucky', kind: 'issue', channel: 'sms', destination: '+49•••••••0022' };
    expect(await found({ user_id: 'unlucky' })).toMatchObject([
      { ...about, outcome: 'unknown', token_id: doubtful.json.token_id },
      {
        ...{ ...about, outcome: 'failed', problem: 'service_unavailable', error: 'Lambda.Unknown' },
        request_id: crashed.json.request_id,
      },
      {
        ...{ ...about, outcome: 'failed', problem: 'store_unavailable', error: 'StoreUnavailable' },
        request_id: noStore.json.request_id,
      },
    ]);
    expect(await found({ request_id: nothing.json.request_id })).toEqual([]);
    expect(await found({ phone_number: ask.phone_number })).toHaveLength(3);
    const failed = await found({ outcomes: ['failed', 'unknown'], limit: 3 });
    expect(failed.map(({ user_id }) => user_id)).toEqual(['unlucky', 'unlucky', 'unlucky']);
  });

  it('has a request that was not valid, and one for a code that another system made', async () => {
    await courier.issue({ user_id: 'typist', phone_number: '+49151' });
    expect(await found({ user_id: 'typist' })).toMatchObject([
      { outcome: 'refused', problem: 'invalid_request', client_id: 'local' },
    ]);
    const body = { user_id: 'brought', channel: 'sms', phone_number: `${PHONE}0023`, code: '482913' };
    const { json } = await courier.call('POST', '/deliveries', { body });
    expect(await found({ user_id: 'brought', kinds: ['delivery'] })).toMatchObject([
      { kind: 'delivery', outcome: 'sent', token_id: json.delivery_id, client_group: 'local' },
    ]);
  });

  it('is refused without its scope', async () => {
    expect((await search({}, 'tokens/read')).status).toBe(403);
  });

  it('has no code, number or address, neither in its answers nor in its table or the functions’ logs', async () => {
    const code = await courier.codeSentTo(NUMBER);
    const { text } = await search({ limit: 100 });
    expect(text).toContain(RADIA);
    for (const secret of [code, NUMBER, NUMBER.slice(3), MAILBOX, '482913', 'digest', 'sealed']) {
      expect(text).not.toContain(secret);
    }
    const dynamodb = new DynamoDBClient({
      endpoint: courier.urls.awsUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    const TableName = TableNames.find((name) => name.includes('activity'));
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName }));
    expect(Items.length).toBeGreaterThan(20);
    const kept = JSON.stringify(Items) + courier.logLines.join('\n');
    for (const secret of [code, NUMBER, MAILBOX, '482913']) {
      expect(kept).not.toContain(secret);
    }
    expect(courier.logLines.join('\n')).not.toContain(`"${RADIA}"`);
  });
});

describe('the definition that is served with the page', () => {
  it('has every state that executions pass through, and is always revalidated', async () => {
    const response = await fetch(`${courier.urls.pageUrl}/workflow.json`);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const { states } = (await response.json()) as WorkflowDefinition;
    const known = states.map(({ name }) => name);
    const entered = (await pathsOf('grace')).flatMap(({ events }) => events.map(({ state }) => state));
    expect(entered.filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('npm run person', () => {
  const FRIDA = 'frida#kahlo';
  const NUMBER = '+491512345188';
  const ADDRESS = 'frida.kahlo@example.com';
  const DESTINATIONS = ['--phone-number', NUMBER, '--email', ADDRESS];
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = { region: 'eu-central-1', credentials };

  /** As a person runs it, on this deployment. */
  function run(...args: string[]): Promise<{ code: unknown; said: string }> {
    const env = {
      ...process.env,
      AWS_ENDPOINT_URL: courier.urls.awsUrl,
      AWS_ACCESS_KEY_ID: 'AUDITOR',
      AWS_SECRET_ACCESS_KEY: 'local',
      NODE_OPTIONS: '',
    };
    return new Promise((resolve) => {
      execFile(process.execPath, ['infra/commands/run-person.ts', ...args], { env }, (error, ...said) =>
        resolve({ code: error?.code ?? 0, said: said.join('') }),
      );
    });
  }

  /** Every item of every table. */
  async function everything(): Promise<Record<string, unknown>[]> {
    const dynamodb = new DynamoDBClient({ ...client, endpoint: courier.urls.awsUrl });
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    const tables = await Promise.all(
      TableNames.map((TableName) => dynamodb.send(new ScanCommand({ TableName, ConsistentRead: true }))),
    );
    return tables.flatMap(({ Items = [] }) => Items);
  }

  async function keysOf(end: string) {
    const secrets = new SecretsManagerClient({ ...client, endpoint: courier.urls.awsUrl });
    const { SecretList = [] } = await secrets.send(new ListSecretsCommand({}));
    const SecretId = SecretList.find(({ ARN }) => ARN?.includes(end))?.ARN;
    const { SecretString = '' } = await secrets.send(new GetSecretValueCommand({ SecretId }));
    return deriveKeys('v1', SecretString);
  }

  /** Keeps something of every kind that there is of a person. */
  async function use(): Promise<void> {
    await courier.enrol(FRIDA, { phone_number: NUMBER, email: ADDRESS });
    const headers = { 'idempotency-key': 'first' };
    // The number is somebody else's as well.
    await courier.issue({ user_id: 'diego', phone_number: NUMBER });
    await courier.verify('diego', await courier.codeSentTo(NUMBER));
    await courier.injectFault({ service: 'carrier', delay_ms: 600_000, times: 1 });
    await courier.issue({ user_id: FRIDA, channel: 'sms' }, { headers });
    await courier.verify(
      FRIDA,
      await courier.codeSentTo(NUMBER),
      {},
      { headers: { 'idempotency-key': 'v' } },
    );
    await courier.issue({ user_id: FRIDA, purpose: 'pay', channel: 'email' }, { client: 'local_2' });
    await courier.verify(FRIDA, '000000', { purpose: 'pay' }, { client: 'local_2' });
    // A request that names nobody leaves an entry of the number.
    await courier.issue({ user_id: ' frida ', phone_number: NUMBER });
    const body = { email: ADDRESS, opted_out: true };
    expect((await courier.call('PUT', '/opt-outs', { body })).status).toBe(204);
  }

  it('forgets a person: of everything in the tables, only what it says is left', async () => {
    await use();
    const [subject, reference] = await Promise.all([keysOf('subjectsecret'), keysOf('referencesecret')]);
    const ref = personReference(FRIDA, reference);
    const names = [FRIDA, ref, NUMBER, ADDRESS];
    const digests = [
      digestDestination('phone_number', NUMBER, subject),
      digestDestination('email', ADDRESS, subject),
      digestMailbox(ADDRESS, subject),
      digestSubject(NUMBER, subject),
    ];
    const left = (items: readonly object[]) => {
      const texts = items.map((item) => JSON.stringify(item));
      return texts.filter((text) => [...names, ...digests].some((name) => text.includes(name)));
    };
    const before = await everything();
    // Codes, the contact, counters, claims, the note of a message, the number, the opt-out.
    expect(left(before).length).toBeGreaterThan(12);

    const shown = await run('show', '--user-id', FRIDA, ...DESTINATIONS);
    expect(JSON.parse(shown.said)).toMatchObject({
      user_ref: ref,
      contact: { phone_number: NUMBER, email: ADDRESS, email_confirmed: true },
      tokens: [
        { purpose: 'login', status: 'used' },
        { purpose: 'pay', client_group: 'local_2', status: 'sent' },
      ],
    });
    const { activity } = JSON.parse(shown.said);
    expect(activity.map(({ outcome }: { outcome: string }) => outcome).sort()).toEqual([
      ...['mismatch', 'refused', 'sent', 'sent', 'verified'],
    ]);
    expect(shown.said).not.toMatch(/sealed|digest/);

    const dry = await run('forget', '--user-id', FRIDA, ...DESTINATIONS, '--dry-run');
    expect(dry.said).toContain('What would be deleted:\n  1 × contact');
    expect(await everything()).toEqual(before);

    const forgotten = await run('forget', '--user-id', FRIDA, ...DESTINATIONS, '--yes');
    expect(forgotten).toMatchObject({ code: 0, said: expect.stringContaining('What was deleted:') });
    for (const line of [
      'subscription of the email',
      '2 × codes',
      'wrong codes',
      'Idempotency',
      'notes of messages',
      'entries of the activity log',
    ]) {
      expect(forgotten.said).toContain(line);
    }
    expect(forgotten.said).toContain('1 × opt-out of a number or an address, without an end');

    const after = await everything();
    const subjects = after
      .filter((item) => left([item]).length > 0)
      .map((item) => ((item.subject ?? item.user_id) as { S: string }).S);
    // The number is the other person's too, with another code; whoever opted out is to be left alone.
    expect([...new Set(subjects)].sort()).toEqual(['diego', `number#${digests[0]}`, `opt-out#${digests[2]}`]);
    expect(JSON.stringify(after)).not.toContain(personIn(digests[0] ?? '', FRIDA));
    expect(JSON.stringify(after)).toContain(personIn(digests[0] ?? '', 'diego'));
    const topicArn = before.flatMap((item) => (item.topic_arn as { S?: string } | undefined)?.S ?? [])[0];
    const sns = new SNSClient({ ...client, endpoint: courier.urls.awsUrl });
    await expect(sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn }))).rejects.toMatchObject(
      { name: 'NotFoundException' },
    );

    const again = await run('forget', '--user-id', FRIDA, ...DESTINATIONS, '--yes');
    expect(again).toMatchObject({ code: 0, said: expect.stringContaining('What was deleted:\n  nothing\n') });
    expect(await everything()).toEqual(after);

    // As a backup would that was restored.
    await courier.enrol(FRIDA, { phone_number: NUMBER });
    const returned = await run('forget-again', '--yes');
    expect(returned).toMatchObject({ code: 0, said: expect.stringContaining('1 forgotten.') });
    expect((await courier.call('GET', `/contacts/${encodeURIComponent(FRIDA)}`)).status).toBe(404);
  });

  it('is in the audit log with who ran it, and without the user id', async () => {
    const { entries } = (await courier.call('GET', '/audit')).json;
    const ours = entries.filter(({ actor }: { actor: { type: string } }) => actor.type === 'principal');
    expect(ours.map(({ action }: { action: string }) => action)).toEqual([
      'forget_person',
      'forget_person',
      'forget_person',
      'export_person',
    ]);
    expect(ours[0].actor).toEqual({
      type: 'principal',
      sub: 'arn:aws:iam::000000000000:user/AUDITOR',
      client_id: 'command-line',
    });
    expect(JSON.stringify(ours)).not.toContain('frida');
  });

  it.each([
    ['no verb', ['--user-id', 'ada'], 2, 'Say show, forget or forget-again first'],
    ['nobody', ['forget'], 2, '--user-id is missing'],
    [
      'a number without its country',
      ['show', '--user-id', 'ada', '--phone-number', '0151'],
      2,
      'country code',
    ],
  ])('refuses %s', async (_, args, code, message) => {
    expect(await run(...args)).toMatchObject({ code, said: expect.stringContaining(message) });
  });
});

/** What works from a terminal: AWS's clients, the commands of docs/first-steps.md, and a restart that keeps data. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteItemCommand,
  DynamoDBClient,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  ListSecretsCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ListStateMachinesCommand, SFNClient, StartSyncExecutionCommand } from '@aws-sdk/client-sfn';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { restore } from '../../infra/commands/restore.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import type { Terminal } from '../support/first-steps.ts';
import { firstSteps, onPorts, openTerminal } from '../support/first-steps.ts';

const persist = mkdtempSync(join(tmpdir(), 'courier-state-'));
let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('default', { persist });
});
afterAll(async () => {
  await courier?.close();
  rmSync(persist, { recursive: true });
});

const settings = () => ({
  endpoint: courier.urls.awsUrl,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

describe("AWS's own clients against the AWS endpoint", () => {
  it('scan the tables', async () => {
    const dynamodb = new DynamoDBClient(settings());
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    expect(TableNames).toHaveLength(4);
    const { Count } = await dynamodb.send(new ScanCommand({ TableName: TableNames[0] ?? '' }));
    expect(Count).toBe(0);
  });

  it('start an execution and get its answer', async () => {
    const sfn = new SFNClient({ ...settings(), disableHostPrefix: true });
    const { stateMachines: [machine] = [] } = await sfn.send(new ListStateMachinesCommand({}));
    const body = JSON.stringify({ user_id: 'by-sdk', phone_number: '+4915123456789' });
    const { status, output } = await sfn.send(
      new StartSyncExecutionCommand({
        stateMachineArn: machine?.stateMachineArn,
        input: JSON.stringify({ request_id: 'r-1', client_id: 'local', idempotency_key: '', body }),
      }),
    );
    expect(status).toBe('SUCCEEDED');
    expect(JSON.parse(output ?? '')).toMatchObject({ http_status: 201 });
    const code = await courier.codeSentTo('+4915123456789');
    expect((await courier.verify('by-sdk', code)).json.verified).toBe(true);
  });

  it('publish an SMS', async () => {
    const sns = new SNSClient(settings());
    await sns.send(new PublishCommand({ PhoneNumber: '+4915123456780', Message: 'hello' }));
    expect(await courier.messages('+4915123456780')).toMatchObject([{ channel: 'sms', body: 'hello' }]);
  });

  it('read the secret', async () => {
    const secrets = new SecretsManagerClient(settings());
    const { SecretList: [secret] = [] } = await secrets.send(new ListSecretsCommand({}));
    const { SecretString } = await secrets.send(new GetSecretValueCommand({ SecretId: secret?.ARN }));
    expect(SecretString).toMatch(/^[A-Za-z0-9]{64}$/);
  });
});

const portOf = (url: string): string => new URL(url).port;

describe('docs/first-steps.md', () => {
  const SMS = '+919876543210';
  const EMAIL = 'ada@example.com';
  const blocks = firstSteps();
  let terminal: Terminal;
  beforeAll(() => {
    terminal = openTerminal();
  });
  afterAll(() => terminal.close());

  /** Runs a block, unchanged but for the ports and what the reader fills in. Resolves to its output. */
  async function copied(index: number, put: Readonly<Record<string, string>> = {}): Promise<string[]> {
    const { pageUrl, issuerUrl, awsUrl } = courier.urls;
    const ports = { page: portOf(pageUrl), issuer: portOf(issuerUrl), aws: portOf(awsUrl) };
    let block = onPorts(blocks[index] ?? '', ports);
    for (const [example, value] of Object.entries(put)) {
      expect(block).toContain(example);
      block = block.replace(example, value);
    }
    const said = await terminal.run(block);
    // Otherwise the shell's prompt would follow the JSON on the same line.
    expect(said === '' || said.endsWith('\n')).toBe(true);
    return said.split('\n').slice(0, -1);
  }
  const json = ([line = '']: readonly string[]) => JSON.parse(line);

  it('has as many blocks as are run here', () => {
    expect(blocks).toHaveLength(9);
    expect(blocks[7]).toMatch(/^npm start -- --context emailSender='\{"kind": "ses"/);
  });

  it('gets an access token and issues a token, which verifies and is then used', async () => {
    expect(await copied(0)).toEqual([]);
    expect(json(await copied(1))).toMatchObject({ user_id: 'premjeet.sahu', channel: 'sms', status: 'sent' });
    const verified = json(await copied(2, { 123456: await courier.codeSentTo(SMS) }));
    expect(verified).toMatchObject({ user_id: 'premjeet.sahu', verified: true });
    const { tokens } = json(await copied(3));
    expect(tokens).toContainEqual(expect.objectContaining({ user_id: 'premjeet.sahu', status: 'used' }));
  });

  it('says how long to wait when it is repeated', async () => {
    const again = json(await copied(1));
    // The verified token is used up, so a new one is issued, which is then too recent to be sent again.
    expect(again.status).toBe('sent');
    const tooSoon = json(await copied(1));
    expect(tooSoon).toMatchObject({ code: 'resend_too_soon', retry_after: expect.any(Number) });
  });

  it('enrols an email address, and issues a token by email once its owner has confirmed it', async () => {
    expect(json(await copied(4))).toMatchObject({ user_id: 'ada.lovelace', email: EMAIL });
    const link = await courier.confirmationSentTo(EMAIL);
    expect(json(await copied(5, { '<link>': link }))).toMatchObject({ email_status: 'confirmed' });
    expect(json(await copied(6))).toMatchObject({ user_id: 'ada.lovelace', channel: 'email' });
    await expect(courier.codeSentTo(EMAIL)).resolves.toMatch(/^\d{6}$/);
  });

  it('ends with a fault that leads to the other channel, and with the trace of that execution', async () => {
    const [fault = '', issued = ''] = await copied(8);
    expect(JSON.parse(fault)).toMatchObject({ service: 'sns', error: 'OptedOut', times: 1 });
    expect(JSON.parse(issued)).toMatchObject({ purpose: 'payment', channel: 'email', status: 'sent' });
    const execution = await courier.latestExecution();
    expect(execution.events).toContainEqual(
      expect.objectContaining({ type: 'StateCaught', state: 'Deliver by SMS' }),
    );
    const { json: traced } = await courier.call('GET', '/tokens/ada.lovelace/executions?purpose=payment');
    expect(traced.executions).toHaveLength(1);
  });
});

describe('npm run deployment:restore', () => {
  const PORTS = { now: () => new Date(), settle: async () => undefined };
  const terminal = { write() {}, ask: async () => 'yes' };
  const KEYS = { contacts: ['user_id'], limits: ['subject', 'window'] } as const;
  const ENVIRONMENT = () => ({
    AWS_ENDPOINT_URL: courier.urls.awsUrl,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  beforeAll(() => {
    Object.assign(process.env, ENVIRONMENT());
  });
  afterAll(() => {
    for (const name of Object.keys(ENVIRONMENT())) {
      delete process.env[name];
    }
  });

  /** What a recovery would have made: a table with what the live one has. Empties that one. */
  async function lost(dynamodb: DynamoDBClient, name: keyof typeof KEYS): Promise<void> {
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    const table = TableNames.find((each) => each.includes(`tables${name}`)) ?? '';
    const keys = KEYS[name];
    await dynamodb.send(
      new CreateTableCommand({
        TableName: `old-${name}`,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys.map((AttributeName, at) => ({ AttributeName, KeyType: at === 0 ? 'HASH' : 'RANGE' })),
      }),
    );
    const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: table }));
    for (const Item of Items) {
      await dynamodb.send(new PutItemCommand({ TableName: `old-${name}`, Item }));
      const Key = Object.fromEntries(keys.map((key) => [key, Item[key] ?? { S: '' }]));
      await dynamodb.send(new DeleteItemCommand({ TableName: table, Key }));
    }
  }

  it('brings back people, opt-outs and counts, and nobody who was deleted since', async () => {
    const dynamodb = new DynamoDBClient(settings());
    const enrol = (user: string, phone_number: string) =>
      courier.call('PUT', `/contacts/${user}`, { body: { phone_number } });
    await enrol('restored', '+12025550161');
    await enrol('deleted', '+12025550162');
    const optedOut = { phone_number: '+12025550163', opted_out: true };
    await courier.call('PUT', '/opt-outs', { body: optedOut });
    await courier.issue({ user_id: 'restored' });
    const { json: before } = await courier.call('GET', '/limits?user_id=restored');
    const to = new Date();
    await courier.call('DELETE', '/contacts/deleted');
    await lost(dynamodb, 'contacts');
    await lost(dynamodb, 'limits');
    expect((await courier.issue({ user_id: 'restored', purpose: 'lost' })).status).toBe(422);
    // The table that was lost had the deleted person at that time.
    await dynamodb.send(
      new PutItemCommand({
        TableName: 'old-contacts',
        Item: { user_id: { S: 'deleted' }, phone_number: { S: '+12025550162' } },
      }),
    );

    const from = ['--from', 'contacts=old-contacts', '--from', 'limits=old-limits'];
    await restore(['--to', to.toISOString(), ...from], terminal, PORTS);

    expect((await courier.call('GET', '/contacts/restored')).json.phone_number).toBe('+12025550161');
    expect((await courier.call('GET', '/contacts/deleted')).status).toBe(404);
    const refused = await courier.issue({ user_id: 'anybody', phone_number: '+12025550163' });
    expect(refused.json).toMatchObject({ code: 'destination_not_allowed', rule: 'opt_out' });
    const { json: after } = await courier.call('GET', '/limits?user_id=restored');
    expect(after.person).toEqual(before.person);
  });

  it('is refused where DynamoDB has no recovery, and for a time before the subject secret or the audit log', async () => {
    const at = (time: Date) => ['--to', time.toISOString(), '--dry-run'];
    await expect(restore(at(new Date()), terminal, PORTS)).rejects.toMatchObject({
      name: 'UnknownOperationException',
    });
    const yesterday = new Date(Date.now() - 86_400_000);
    await expect(restore(at(yesterday), terminal, PORTS)).rejects.toThrow(
      'the subject secret has had its value since',
    );
    const { SecretList = [] } = await new SecretsManagerClient(settings()).send(new ListSecretsCommand({}));
    const { Name = '' } = SecretList.find((each) => /subjectsecret/i.test(each.Name ?? '')) ?? {};
    const beforeTheLog = new Date(Date.now() - 2 * 365 * 86_400_000);
    const sameValue = [...at(beforeTheLog), '--old-subject-secret', Name];
    await expect(restore(sameValue, terminal, PORTS)).rejects.toThrow(
      'nobody knows who was deleted or forgotten before',
    );
  });
});

describe('a restart with --persist', () => {
  it('keeps access tokens, security tokens, contacts, keys, inbox and executions', async () => {
    const { pageUrl, issuerUrl, awsUrl } = courier.urls;
    const issued = await courier.issue({ user_id: 'ada.lovelace', purpose: 'restart', channel: 'email' });
    const code = await courier.codeSentTo('ada@example.com');
    const before = { messages: await courier.messages(), execution: await courier.latestExecution() };
    await courier.close();
    const [page, issuer, aws] = [pageUrl, issuerUrl, awsUrl].map((url) => Number(portOf(url)));
    const restarted = await startCourier('default', { persist, ports: { page, issuer, aws } as never });

    // Called through the old instance, which still has its access tokens.
    expect(await courier.listed('user_id=ada.lovelace')).toContainEqual(
      expect.objectContaining({ token_id: issued.json.token_id }),
    );
    const verified = await courier.verify('ada.lovelace', code, { purpose: 'restart' });
    expect(verified.json).toMatchObject({ verified: true, channel: 'email' });
    expect((await courier.issue({ user_id: 'ada.lovelace', purpose: 'after' })).json).toMatchObject({
      status: 'sent',
    });
    expect((await courier.messages()).slice(1)).toEqual(before.messages);
    const executions = await (await fetch(`${pageUrl}/_local/executions`)).json();
    expect(executions).toContainEqual(expect.objectContaining(before.execution));
    courier = restarted;
  });
});

import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Courier, startCourier } from '../support/courier.ts';

const PHONE = '+4915123456789';
const EMAIL = 'ada.lovelace@example.com';
const LOCAL_PART_OF_NUMBER = '15123456789';
/** Long codes: six digits are in times and ids now and then. */
const LONG = { format: 'alphanumeric', length: 15 };
const CONTEXT = { amount: '12.50 EUR', payee: 'Babbage & Sons' };

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
});
afterAll(() => courier?.close());

async function longCodeSentTo(to: string): Promise<string> {
  const [message] = await courier.messages(to);
  const code = /\b[0-9A-HJKMNP-TV-Z]{15}\b/.exec(message?.body ?? '')?.[0];
  if (code === undefined) throw new Error('No message with a code arrived');
  return code;
}

const secrets = () => [...codes, PHONE, LOCAL_PART_OF_NUMBER, EMAIL, CONTEXT.payee, 'Bearer '];

describe('tokens, numbers and addresses', () => {
  it('were used in what was looked through', () => {
    expect(codes).toEqual([expect.stringMatching(/^\w{15}$/), expect.stringMatching(/^\w{15}$/)]);
    expect(courier.logLines.length).toBeGreaterThan(5);
  });

  it('are in no log line', () => {
    const logs = courier.logLines.join('\n');
    for (const secret of secrets()) expect(logs).not.toContain(secret);
  });

  it('are in no execution event', async () => {
    const executions = await (await fetch(`${courier.urls.pageUrl}/_local/executions`)).text();
    expect(JSON.parse(executions).length).toBeGreaterThan(3);
    for (const secret of secrets()) expect(executions).not.toContain(secret);
  });

  it('are in no attribute of a token or of a counter', async () => {
    const dynamodb = new DynamoDBClient({
      endpoint: courier.urls.awsUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    const itemsOf = async (table: string) => {
      const TableName = TableNames.find((name) => name.includes(table));
      return (await dynamodb.send(new ScanCommand({ TableName }))).Items ?? [];
    };
    const [tokens, counters] = [await itemsOf('tokens'), await itemsOf('limits')];
    expect(tokens).toHaveLength(3);
    expect(counters.length).toBeGreaterThan(5);
    const stored = JSON.stringify([tokens, counters]);
    for (const secret of secrets()) expect(stored).not.toContain(secret);
  });

  it('are not in the audit log, which says who did what to whom', async () => {
    const { json, text, status } = await courier.call('GET', '/audit?limit=100', { scope: 'audit/read' });
    expect(status).toBe(200);
    expect(json.entries).toMatchObject([
      { action: 'opt_in', subject: expect.stringContaining('•') },
      { action: 'reveal_token', subject: 'ada', purpose: 'login' },
      { action: 'put_contact', subject: 'ada', actor: { type: 'client', sub: 'local', client_id: 'local' } },
    ]);
    for (const secret of secrets()) expect(text).not.toContain(secret);
  });

  it('are in no error', async () => {
    const { text } = await courier.issue({ user_id: 'ada', phone_number: `${PHONE}999999` });
    for (const secret of secrets()) expect(text).not.toContain(secret);
  });
});

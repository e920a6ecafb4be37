/** Where messages may go: the destination policy, opt-outs and test destinations, over HTTP. */
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Courier, startCourier } from '../support/courier.ts';
import { showsCode } from '../support/shows-code.ts';

const TEST_NUMBER = '+15005550006';
const TEST_TOKEN = '424242';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('destinations', { engine: 'dynalite' });
}, 90_000);
afterAll(() => courier?.close());

describe('a destination that is not allowed', () => {
  it.each([
    ['another country', '+4915123456789', 'country'],
    ['a blocked prefix', '+919012345678', 'prefix'],
    ['a premium-rate number', '+19005551234', 'number_type'],
    ['a shared-cost number', '+9118603451234', 'number_type'],
  ])('because of %s is refused by name of the rule alone', async (_, phone_number, rule) => {
    const refused = await courier.issue({ user_id: 'ada', phone_number });
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.json).toMatchObject({
      type: '/problems.html#destination_not_allowed',
      status: 422,
      code: 'destination_not_allowed',
      rule,
    });
    expect(refused.text).not.toMatch(/IN\b|US\b|\+9190/);
    expect(await courier.messages(phone_number)).toEqual([]);
    expect(await courier.listed('user_id=ada')).toEqual([]);

    const contact = await courier.call('PUT', '/contacts/ada', { body: { phone_number } });
    expect([contact.status, contact.json.rule]).toEqual([422, rule]);
    expect((await courier.call('GET', '/contacts/ada')).status).toBe(404);
  });
});

describe('an opt-out', () => {
  const optOut = (phone_number: string, opted_out: boolean) =>
    courier.call('PUT', '/opt-outs', { body: { phone_number, opted_out } });

  it('keeps a number from every message until it is taken back', async () => {
    expect((await optOut('+919876543210', true)).status).toBe(204);
    const refused = await courier.issue({ user_id: 'bea', phone_number: '+91 98765 43210' });
    expect([refused.status, refused.json.code, refused.json.rule]).toEqual([
      422,
      'destination_not_allowed',
      'opt_out',
    ]);
    expect(await courier.messages('+919876543210')).toEqual([]);

    expect((await optOut('+919876543210', false)).status).toBe(204);
    const issued = await courier.issue({ user_id: 'bea', phone_number: '+919876543210' });
    expect(issued.status).toBe(201);
    expect(await courier.messages('+919876543210')).toHaveLength(1);
  });

  it('leaves a person who has an email to that', async () => {
    await courier.enrol('cid', { phone_number: '+919876500000', email: 'cid@example.com' });
    await optOut('+919876500000', true);
    expect((await courier.issue({ user_id: 'cid' })).json).toMatchObject({ channel: 'email' });
    expect((await courier.issue({ user_id: 'cid', purpose: 'pay', channel: 'sms' })).json).toMatchObject({
      rule: 'opt_out',
    });
  });

  it('is for ever, and under a name that is no number', async () => {
    await optOut('+919876511111', true);
    const dynamodb = new DynamoDBClient({
      endpoint: courier.urls.awsUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames: tables = [] } = await dynamodb.send(new ListTablesCommand({}));
    const limits = tables.find((name) => name.includes('limits'));
    const { Items: items = [] } = await dynamodb.send(new ScanCommand({ TableName: limits }));
    const optOuts = items.filter(({ subject }) => subject?.S?.startsWith('opt-out#'));
    expect(optOuts.length).toBeGreaterThan(0);
    expect(optOuts.filter((item) => 'expiry_time' in item)).toEqual([]);
    expect(JSON.stringify(items)).not.toMatch(/98765/);
    expect(courier.logLines.join('\n')).not.toMatch(/98765/);
  });

  it('takes the scope limits/write, a number and a yes or no', async () => {
    const body = { phone_number: '+919876543210', opted_out: true };
    const scope = 'contacts/write';
    expect((await courier.call('PUT', '/opt-outs', { body, scope })).status).toBe(403);
    const empty = await courier.call('PUT', '/opt-outs', { body: {} });
    expect(empty.json).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'phone_number' }, { field: 'opted_out' }],
    });
  });
});

describe('a test destination', () => {
  it('always gets its token and never a message', async () => {
    const sent = (await courier.messages()).length;
    const issued = await courier.issue({ user_id: 'review', phone_number: TEST_NUMBER });
    expect(issued.status).toBe(201);
    expect(issued.json).toMatchObject({ channel: 'sms', status: 'sent', destination: '+1••••••0006' });
    expect(await courier.messages()).toHaveLength(sent);

    const wrong = await courier.verify('review', '424243');
    expect(wrong.json).toMatchObject({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    expect((await courier.verify('review', TEST_TOKEN)).json.verified).toBe(true);
    expect((await courier.verify('review', TEST_TOKEN)).json).toMatchObject({ reason: 'used' });
  });

  it('does not show its token in logs or executions', async () => {
    const answers = await Promise.all(
      ['executions', 'messages'].map(async (what) =>
        (await fetch(`${courier.urls.pageUrl}/_local/${what}`)).text(),
      ),
    );
    expect(showsCode([...answers, ...courier.logLines].join('\n'), TEST_TOKEN)).toBe(false);
  });

  it('does not bring its token to a real number', async () => {
    // A real code is this one once in a million times, two of them never.
    const codes: string[] = [];
    for (const [user_id, phone_number] of [
      ['dan', '+12025550123'],
      ['dora', '+12025550124'],
    ] as const) {
      await courier.issue({ user_id, phone_number: TEST_NUMBER });
      await courier.issue({ user_id, phone_number });
      codes.push(await courier.codeSentTo(phone_number));
    }
    expect(codes).not.toEqual([TEST_TOKEN, TEST_TOKEN]);
  });

  it('is reached by way of a contact too, without an email beside it, and often', async () => {
    for (const user_id of ['tom', 'tim', 'tam']) {
      expect((await courier.issue({ user_id, phone_number: TEST_NUMBER })).status).toBe(201);
    }
    await courier.enrol('eve', { phone_number: TEST_NUMBER, email: 'eve@example.com' });
    const mails = (await courier.messages('eve@example.com')).length;
    expect((await courier.issue({ user_id: 'eve' })).json).toMatchObject({ channel: 'sms', status: 'sent' });
    expect(await courier.messages('eve@example.com')).toHaveLength(mails);
    expect((await courier.verify('eve', TEST_TOKEN)).json.verified).toBe(true);
  });
});

/**
 * Where messages may go: the destination policy, opt-outs and test destinations, over HTTP; and
 * `npm run smoke`, which needs a deployment with a test destination.
 */
import { execFile } from 'node:child_process';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CHECKS } from '../smoke/checks.ts';
import { runSmoke } from '../smoke/run-smoke.ts';
import type { Fault } from '../support/broken-deployment.ts';
import { breakDeployment } from '../support/broken-deployment.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';
import { showsCode } from '../support/shows-code.ts';
import { SMOKE_FAULTS } from '../support/smoke-faults.ts';

const TEST_NUMBER = '+15005550006';
const TEST_TOKEN = '424242';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('destinations', { engine: 'dynalite' });
});
afterAll(() => courier?.close());

describe('a destination that is not allowed', () => {
  it.each([
    ['another country', '+4915123456789', 'country'],
    ['a blocked prefix', '+919012345678', 'prefix'],
    ['a premium-rate number', '+19005551234', 'number_type'],
    ['a shared-cost number', '+9118603451234', 'number_type'],
  ])('because of %s is refused, naming the rule only', async (_, phone_number, rule) => {
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

  it('stops every message to a number until it is withdrawn', async () => {
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

  it('is found by support, with since when and how, and never in a URL or a log', async () => {
    const find = async (body: object, scope?: string) => {
      const options = { body, ...(scope === undefined ? {} : { scope }) };
      const { status, json } = await courier.call('POST', '/opt-outs/find', options);
      return [status, json];
    };
    const number = { phone_number: '+91 98765 33333' };
    expect(await find(number, 'limits/write')).toEqual([200, { opted_out: false }]);
    await optOut('+919876533333', true);
    expect(await find(number)).toEqual([
      200,
      { opted_out: true, how: 'recorded', since: expect.stringMatching(/^2.*\.000Z$/) },
    ]);
    expect((await find(number, 'limits/read'))[0]).toBe(403);
    expect(await find({ email: 'nobody@example.com' })).toEqual([200, { opted_out: false }]);
    expect((await find({ phone_number: 'my phone' }))[0]).toBe(400);
    expect((await find({}))[0]).toBe(400);

    // Somebody answers STOP to the first text.
    await courier.injectFault({ service: 'carrier', error: 'OptedOut', times: 1 });
    expect((await courier.issue({ user_id: 'stop', phone_number: '+919876544444' })).status).toBe(201);
    expect(await find({ phone_number: '+919876544444' })).toEqual([
      200,
      { opted_out: true, how: 'stop_word' },
    ]);
    await courier.injectFault({
      service: 'sns',
      operation: 'CheckIfPhoneNumberIsOptedOut',
      error: 'InternalError',
      times: 9,
    });
    const [status, json] = await find({ phone_number: '+919876544444' });
    expect([status, json.code]).toEqual([503, 'service_unavailable']);
    await courier.clearFaults();
  });

  it("sends to the person's email instead, if there is one", async () => {
    await courier.enrol('cid', { phone_number: '+919876500000', email: 'cid@example.com' });
    await optOut('+919876500000', true);
    expect((await courier.issue({ user_id: 'cid' })).json).toMatchObject({ channel: 'email' });
    expect((await courier.issue({ user_id: 'cid', purpose: 'pay', channel: 'sms' })).json).toMatchObject({
      rule: 'opt_out',
    });
  });

  it('never expires, and is not stored under the number', async () => {
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
    expect(JSON.stringify(items)).not.toMatch(/9198765\d{5}/);
    expect(courier.logLines.join('\n')).not.toMatch(/9198765\d{5}/);
  });

  it('requires the scope limits/write, a number and true or false', async () => {
    const body = { phone_number: '+919876543210', opted_out: true };
    const scope = 'contacts/write';
    expect((await courier.call('PUT', '/opt-outs', { body, scope })).status).toBe(403);
    const empty = await courier.call('PUT', '/opt-outs', { body: {} });
    expect(empty.json).toMatchObject({
      code: 'invalid_request',
      errors: [{ field: 'opted_out' }],
    });
  });
});

describe('a test destination', () => {
  it('always has its configured token, and never gets a message', async () => {
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

  it('does not pass its token on to a real number', async () => {
    // One real code equals this one once in a million times, two of them never.
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

  it('is used for a contact too, without an email as well, and without a send limit', async () => {
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

describe('the canary', () => {
  const linesOf = (metric: string) => courier.logLines.filter((line) => line.includes(`"${metric}":1`));
  const run = async (): Promise<void> => {
    const [schedule] = (await (await fetch(`${courier.urls.pageUrl}/_local/schedules`)).json()) as {
      name: string;
    }[];
    const answer = await fetch(`${courier.urls.pageUrl}/_local/schedules/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: schedule?.name }),
    });
    expect(answer.status).toBe(204);
  };

  it('succeeds by its schedule from the start, and says how long it took', async () => {
    expect(await eventually(() => linesOf('CanarySucceeded').length > 0)).toBe(true);
    const latency = courier.logLines.find((line) => line.includes('"CanaryLatency":'));
    expect(JSON.parse(latency ?? '{}').CanaryLatency).toBeGreaterThan(0);
  });

  it('leaves no trace in the metrics that people are judged by', async () => {
    const metrics = async () => (await courier.call('GET', '/metrics?period=hour')).json.totals;
    const before = await metrics();
    const succeeded = linesOf('CanarySucceeded').length;
    await run();
    expect(await eventually(() => linesOf('CanarySucceeded').length > succeeded)).toBe(true);
    expect(await metrics()).toEqual(before);
  });

  it('says at which step it failed', async () => {
    const optOut = (opted_out: boolean) =>
      courier.call('PUT', '/opt-outs', { body: { phone_number: TEST_NUMBER, opted_out } });
    await optOut(true);
    try {
      await run();
      expect(await eventually(() => linesOf('CanaryFailed').length > 0)).toBe(true);
      expect(linesOf('CanaryFailed').map((line) => JSON.parse(line).step)).toEqual(['issue']);
      expect(courier.logLines.filter((line) => line.includes('"CanarySucceeded":0'))).toHaveLength(1);
      expect(courier.logLines.find((line) => line.includes('"canary_step"'))).toContain(
        '"outcome":"destination_not_allowed"',
      );
    } finally {
      await optOut(false);
    }
  });
});

describe('npm run smoke', () => {
  const testDestination = { phoneNumber: TEST_NUMBER, token: TEST_TOKEN };

  /** Runs what `npm run smoke` runs. */
  function smoke(args: readonly string[], secret = 'local') {
    const { pageUrl, issuerUrl } = courier.urls;
    const given = ['--url', pageUrl, '--token-url', `${issuerUrl}/oauth2/token`, '--client-id', 'local'];
    const number = ['--phone-number', TEST_NUMBER, '--token', TEST_TOKEN];
    return new Promise<{ code: unknown; said: string }>((resolve) => {
      const env = { ...process.env, TOKEN_COURIER_CLIENT_SECRET: secret };
      execFile(
        process.execPath,
        ['test/smoke/main.ts', ...given, ...number, ...args],
        { env },
        (error, ...said) => resolve({ code: error?.code ?? 0, said: said.join('') }),
      );
    });
  }

  /** Runs some checks against a deployment with a fault. Resolves to those that failed, and to the output. */
  async function smokeBroken(fault: Fault, only: readonly string[]) {
    const { url, close } = await breakDeployment(courier.urls, fault);
    const lines: string[] = [];
    const isIssuer = only.some((name) => name.startsWith('the token endpoint'));
    try {
      const { failed } = await runSmoke(
        {
          pageUrl: url,
          apiUrl: `${url}/api`,
          directApiUrl: `${url}/api`,
          tokenUrl: `${isIssuer ? url : courier.urls.issuerUrl}/oauth2/token`,
          clientId: 'local',
          clientSecret: 'local',
          testDestination,
          only,
        },
        { write: (line) => lines.push(line) },
      );
      return { failed, said: lines.join('\n') };
    } finally {
      await close();
    }
  }

  it('finds nothing wrong here, sends nothing, prints no secret and leaves nothing behind', async () => {
    const sent = (await courier.messages()).length;
    const { code, said } = await smoke(['--api-url', courier.urls.apiUrl]);
    expect([code, said.match(/^✗.*/gm)]).toEqual([0, null]);
    expect(said.match(/^–.*/gm)).toEqual([
      expect.stringContaining('no TLS'),
      expect.stringContaining('no TLS'),
    ]);
    expect(said).toMatch(new RegExp(`${CHECKS.length - 1} passed, 0 failed, 2 skipped in \\d+\\.\\d s`));
    expect(said).not.toMatch(/424242|5005550006|eyJ/);
    expect(await courier.messages()).toHaveLength(sent);
    const left = (await courier.listed('limit=100&status=sent')).map(({ user_id }) => user_id);
    expect(left.filter((userId) => String(userId).startsWith('smoke-'))).toEqual([]);
  });

  it('exits with 1 when a check fails, and with 2 when its arguments are wrong', async () => {
    const refused = await smoke(['--only', 'the token endpoint gives'], 'another');
    expect(refused.code).toBe(1);
    expect(refused.said).toMatch(/✗ the token endpoint gives an access token .*\n.*invalid_client/);
    const misspelt = await smoke(['--only', 'the tokens endpoint']);
    expect([misspelt.code, misspelt.said]).toEqual([2, 'No check is called the tokens endpoint\n']);
  });

  it.each(SMOKE_FAULTS)('detects $what', async ({ fault, check, after }) => {
    const { failed, said } = await smokeBroken(fault, [check, ...(after ? [after] : [])]);
    expect(failed).toEqual([expect.stringMatching(new RegExp(`^${check}`))]);
    // The check fails because of the answer, not because the proxy gave none.
    expect(said).not.toMatch(/no answer,|424242|eyJ/);
  });

  it('has a fault for each of its checks except those that need TLS', () => {
    const seen = CHECKS.filter(({ name }) => SMOKE_FAULTS.some(({ check }) => name.startsWith(check)));
    const unseen = CHECKS.filter((check) => !seen.includes(check) && !check.needs.includes('https'));
    expect(unseen.map(({ name }) => name)).toEqual([]);
  });

  it('says what it could not remove', async () => {
    const fault: Fault = (asked, forward) =>
      asked.method === 'DELETE' ? { status: 500, headers: {}, body: '{}' } : forward(asked);
    const { failed, said } = await smokeBroken(fault, ['POST /tokens accepts a charset']);
    expect(failed).toEqual(['everything that was created is removed']);
    expect(said).toMatch(/DELETE \/api\/tokens\/smoke-\S+: 500/);
  });

  it('skips what a client of auth systems may not request, and names the missing scope', async () => {
    const scope = 'tokens/issue tokens/verify tokens/revoke contacts/read contacts/write';
    const likeTheirs: Fault = (asked, forward) => {
      const isForAll = asked.path.startsWith('/oauth2/') && !asked.body.includes('scope=');
      const form = new URLSearchParams(asked.body);
      form.set('scope', scope);
      return forward(isForAll ? { ...asked, body: form.toString() } : asked);
    };
    const only = [
      'the token endpoint gives',
      'an access token without',
      'the list',
      'the limits',
      'the metrics',
    ];
    const { failed, said } = await smokeBroken(likeTheirs, only);
    expect(failed).toEqual([]);
    expect(said).toContain(`✓ the token endpoint gives an access token: ${scope}`);
    expect(said.match(/^✓ .*|the client has no .*(?=\))/gm)?.slice(2)).toEqual([
      ...Array.from({ length: 3 }, () => 'the client has no tokens/read'),
      'the client has no limits/read',
      ...Array.from({ length: 2 }, () => 'the client has no tokens/read'),
    ]);
  });

  it('stops at the first request that gets no answer', async () => {
    const lines: string[] = [];
    await runSmoke(
      {
        pageUrl: undefined,
        apiUrl: 'http://127.0.0.1:9/api',
        directApiUrl: undefined,
        tokenUrl: `${courier.urls.issuerUrl}/oauth2/token`,
        clientId: 'local',
        clientSecret: 'local',
        testDestination: undefined,
        only: ['GET /health', 'an unknown route', 'config.json'],
      },
      { write: (line) => lines.push(line) },
    );
    expect(lines.slice(1, -1)).toEqual([
      expect.stringMatching(/^✗ GET \/health answers .*\n +GET \/api\/health: no answer, /),
      '– an unknown route or method is 404 (skipped: the deployment cannot be reached)',
      '– an unknown route is 404 with an access token too (skipped: the deployment cannot be reached)',
      '– config.json matches the options and the access token (skipped: the deployment cannot be reached)',
    ]);
  });
});

/** Supabase's and Okta's hooks, called as those systems call them. */
import { randomUUID } from 'node:crypto';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { emailBody, smsBody } from '../handlers/domain/integrations/supabase-calls.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';

interface Listed {
  readonly name: string;
  readonly url: string;
  readonly authentication: string;
  readonly secret: Readonly<Record<string, string>>;
}

let courier: Courier;
let hooks: ReadonlyMap<string, Listed>;

beforeAll(async () => {
  courier = await startCourier('short-lived', { engine: 'dynalite' });
  const listed = (await (await fetch(`${courier.urls.pageUrl}/_local/hooks`)).json()) as Listed[];
  hooks = new Map(listed.map((hook) => [hook.name, hook]));
  await warmUp();
});
afterAll(() => courier?.close());

const hookNamed = (name: string): Listed => {
  const hook = hooks.get(name);
  if (hook === undefined) {
    throw new Error(`${name} is not listed`);
  }
  return hook;
};

async function post(url: string, headers: Record<string, string>, body: string) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    retryAfter: answer.headers.get('retry-after'),
    json: (await answer.json()) as unknown,
  };
}

/** As Supabase does: another id for each try. */
function supabase(name: 'SMS' | 'Email', body: string, { atMs = Date.now(), secret = '' } = {}) {
  const hook = hookNamed(`Supabase Send ${name} hook`);
  const id = randomUUID();
  const key = (secret || hook.secret.secret || '').replace('v1,', '');
  return post(
    hook.url,
    {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(atMs / 1000)),
      'webhook-signature': new Webhook(key).sign(id, new Date(atMs), body),
    },
    body,
  );
}

function okta(
  messageProfile: object,
  { authorization = hookNamed('Okta telephony hook').secret.authorization, userId = '00u1' } = {},
) {
  const body = {
    eventId: '3IPD5oQfQdOttCCjUWMk3Q',
    requestType: 'com.okta.user.telephony.mfa-verification',
    data: {
      userProfile: { firstName: 'Ada', lastName: 'L', login: 'ada@example.com', userId },
      messageProfile: {
        msgTemplate: 'Your code is 482913',
        otpExpires: new Date(Date.now() + 300_000).toISOString(),
        deliveryChannel: 'SMS',
        otpCode: '482913',
        locale: 'EN-US',
        ...messageProfile,
      },
    },
  };
  return post(
    hookNamed('Okta telephony hook').url,
    { authorization: String(authorization) },
    JSON.stringify(body),
  );
}

/**
 * The deadlines are those of the systems, also on a busy machine that has to start every function first. So the
 * functions start before the tests, by calls that ask again until a message is there. Each is for somebody else: what
 * was asked for again would count for the person whom the tests ask for.
 */
async function warmUp(): Promise<void> {
  let tries = 0;
  const next = () => `1202555${String(1000 + tries++)}`;
  const attempts: (() => Promise<{ readonly json: unknown }>)[] = [
    () => supabase('SMS', smsBody({ otp: '100001', phone: next() }, { id: randomUUID() })),
    () =>
      supabase(
        'Email',
        emailBody({ token: '100002' }, { id: randomUUID(), email: `warm-${next()}@example.com` }),
      ),
    () => okta({ otpCode: '100003', phoneNumber: `+${next()}` }, { userId: randomUUID() }),
    () => gateway('logto', { to: next(), payload: { code: '100004' } }),
  ];
  for (const attempt of attempts) {
    const before = (await courier.messages()).length;
    const isDone = await eventually(async () => {
      const { json } = await attempt();
      return !('error' in Object(json)) && (await courier.messages()).length > before;
    });
    expect(isDone).toBe(true);
  }
}

/** The bodies of a destination's messages, once there is one: it may come after the answer. */
async function bodiesTo(destination: string): Promise<string[]> {
  expect(await eventually(async () => (await courier.messages(destination)).length > 0)).toBe(true);
  return (await courier.messages(destination)).map(({ body }) => body);
}

/** A preset that takes the secret as it is. */
function gateway(preset: string, body: object) {
  const { url, secret } = hookNamed(`Gateway hook: ${preset}`);
  return post(url, { authorization: `Bearer ${secret.secret}` }, JSON.stringify(body));
}

const ALL_IS_WELL = { status: 200, type: 'application/json', retryAfter: null, json: {} };
const pending = (transactionId: string) => ({
  commands: [
    {
      type: 'com.okta.telephony.action',
      value: [{ status: 'PENDING', provider: 'TOKEN_COURIER', transactionId }],
    },
  ],
});

describe("Supabase's hook for texts", () => {
  it('sends the code that Supabase made, once, however often Supabase tries', async () => {
    const body = smsBody({ otp: '042137', phone: '12025550161' });
    expect(await supabase('SMS', body)).toEqual(ALL_IS_WELL);
    expect(await supabase('SMS', body)).toEqual(ALL_IS_WELL);
    expect(await bodiesTo('+12025550161')).toEqual([expect.stringMatching(/^042137 .*1 Minute/)]);
  });

  it('takes a profile that is larger than bodies of the API, and has markup in it', async () => {
    const profile = { user_metadata: { locale: 'en', bio: '<script>alert("x")</script>'.repeat(900) } };
    const body = smsBody({ otp: '152433', phone: '12025550162' }, profile);
    expect(Buffer.byteLength(body)).toBeGreaterThan(20_000);
    expect(await supabase('SMS', body)).toEqual(ALL_IS_WELL);
    const [text] = await bodiesTo('+12025550162');
    expect(text).toContain('152433');
    expect(text).not.toContain('script');
  });

  it('refuses what is not signed by Supabase, or not now, and sends nothing', async () => {
    const body = smsBody({ otp: '998877', phone: '12025550163' });
    const strangers = 'v1,whsec_c29tZWJvZHktZWxzZXMtc2VjcmV0LW9mLTMwLWJ5dGVz';
    expect(await supabase('SMS', body, { secret: strangers })).toMatchObject({ status: 401 });
    expect(await supabase('SMS', body, { atMs: Date.now() - 301_000 })).toMatchObject({ status: 401 });
    const { status } = await post(hookNamed('Supabase Send SMS hook').url, {}, body);
    expect([status, await courier.messages('+12025550163')]).toEqual([401, []]);
    // The secret of one hook is not that of another.
    const secret = hookNamed('Supabase Send Email hook').secret.secret ?? '';
    expect(await supabase('SMS', body, { secret })).toMatchObject({ status: 401 });
  });

  it('tells a refusal inside a 200, which Supabase passes on', async () => {
    await courier.call('PUT', '/opt-outs', { body: { phone_number: '+12025550164', opted_out: true } });
    const answer = await supabase('SMS', smsBody({ otp: '042138', phone: '12025550164' }));
    expect(answer).toMatchObject({ status: 200, retryAfter: null, json: { error: { http_code: 422 } } });
    expect(await courier.messages('+12025550164')).toEqual([]);
  });
});

describe("Supabase's hook for emails", () => {
  it('sends the codes of a change of address, each to its own', async () => {
    const change = { email_action_type: 'email_change', token: '305805', token_new: '772914' };
    const user = { email: 'grace@example.com', new_email: 'hopper@example.com' };
    expect(await supabase('Email', emailBody(change, user))).toEqual(ALL_IS_WELL);
    const [present] = await bodiesTo('grace@example.com');
    expect(present).toContain('305805');
    expect(present).not.toContain('772914');
    expect((await bodiesTo('hopper@example.com'))[0]).toContain('772914');
  });

  it('sends nothing where there is no code', async () => {
    const body = emailBody(
      { email_action_type: 'password_changed_notification' },
      { email: 'no@example.com' },
    );
    expect(await supabase('Email', body)).toEqual(ALL_IS_WELL);
    expect(await courier.messages('no@example.com')).toEqual([]);
  });
});

describe("Okta's hook", () => {
  it('sends the code that Okta made, and says by which id', async () => {
    const { status, json } = await okta({ phoneNumber: '+12025550171' });
    expect([status, json]).toEqual([
      200,
      {
        commands: [
          {
            type: 'com.okta.telephony.action',
            value: [
              {
                status: 'SUCCESSFUL',
                provider: 'TOKEN_COURIER',
                transactionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
              },
            ],
          },
        ],
      },
    ]);
    expect(await bodiesTo('+12025550171')).toEqual([expect.stringMatching(/^482913 .*5 minutes/)]);
  });

  it('has nobody send what the policy refuses', async () => {
    await courier.call('PUT', '/opt-outs', { body: { phone_number: '+12025550172', opted_out: true } });
    const refused = await okta({ phoneNumber: '+12025550172' });
    expect([refused.status, refused.json]).toEqual([200, pending('3IPD5oQfQdOttCCjUWMk3Q')]);
    expect(await courier.messages('+12025550172')).toEqual([]);
  });

  it('leaves a voice call to Okta', async () => {
    const answer = await okta({ phoneNumber: '+12025550174', deliveryChannel: 'voice call' });
    expect([answer.status, answer.json]).toEqual([200, { error: expect.anything() }]);
    expect(await courier.messages('+12025550174')).toEqual([]);
  });

  it('refuses who does not know the secret', async () => {
    expect((await okta({ phoneNumber: '+12025550173' }, { authorization: 'guessed' })).status).toBe(401);
    expect(await courier.messages('+12025550173')).toEqual([]);
  });
});

describe('the gateway', () => {
  it("reads a system's request by its preset, and by one of the owner's own", async () => {
    const logto = { to: '12025550181', type: 'SignIn', payload: { code: '613204', locale: 'en' } };
    expect(await gateway('logto', logto)).toEqual(ALL_IS_WELL);
    const own = { message: { to: '+12025550182', otp: '84KX' } };
    expect(await gateway('own-system', own)).toEqual(ALL_IS_WELL);
    expect(await bodiesTo('+12025550181')).toEqual([expect.stringContaining('613204')]);
    expect(await bodiesTo('+12025550182')).toEqual([expect.stringContaining('84KX')]);
  });

  it('has no preset that is not configured', async () => {
    const { url } = hookNamed('Gateway hook: logto');
    const answer = await post(url.replace('logto', 'kratos'), {}, '{}');
    expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
  });
});

describe('the codes of other systems', () => {
  const CLEAR =
    /042137|152433|998877|305805|772914|482913|613204|84KX|2025550161|grace@example\.com|ada@example\.com/;

  it('are in no log, execution or event', async () => {
    const kept = await Promise.all(
      ['/_local/executions', '/_local/logs', '/_local/events'].map(async (path) =>
        (await fetch(`${courier.urls.pageUrl}${path}`)).text(),
      ),
    );
    expect(kept[0]).toContain('Persist token');
    expect([...kept, ...courier.logLines].join('\n')).not.toMatch(CLEAR);
  });

  it('are in the tables as deliveries of their hooks, and not in the clear', async () => {
    const tables = new DynamoDBClient({
      endpoint: courier.urls.awsUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames = [] } = await tables.send(new ListTablesCommand({}));
    const scans = TableNames.map((TableName) => tables.send(new ScanCommand({ TableName })));
    const items = (await Promise.all(scans)).flatMap(({ Items = [] }) =>
      Items.map((item) => JSON.stringify(item)),
    );
    const groups = new Set(items.join('\n').match(/hook-[a-z-]+(?=##)/g));
    expect([...groups].sort()).toEqual([
      'hook-gateway-logto',
      'hook-gateway-own-system',
      'hook-okta-telephony',
      'hook-supabase-email',
      'hook-supabase-sms',
    ]);
    expect(items.join('\n')).not.toMatch(CLEAR);
  });
});

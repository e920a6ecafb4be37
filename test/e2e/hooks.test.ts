/** Supabase's and Okta's hooks, called as those systems call them. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { emailBody, smsBody } from '../handlers/domain/integrations/supabase-calls.ts';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';

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

function okta(messageProfile: object, authorization = hookNamed('Okta telephony hook').secret.authorization) {
  const body = {
    eventId: '3IPD5oQfQdOttCCjUWMk3Q',
    requestType: 'com.okta.user.telephony.mfa-verification',
    data: {
      userProfile: { firstName: 'Ada', lastName: 'L', login: 'ada@example.com', userId: '00u1' },
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
    const texts = await courier.messages('+12025550161');
    expect(texts.map((text) => text.body)).toEqual([expect.stringContaining('042137')]);
    expect(texts[0]?.body).toMatch(/1 Minute/);
    const [entry] = await courier.listed('user_id=5f1c2f8e-7a56-4a3e-9d1b-2f3e4d5c6b7a');
    expect(entry).toMatchObject({ kind: 'delivery', purpose: 'login', client_group: 'hook-supabase-sms' });
    expect(JSON.stringify(entry)).not.toContain('042137');
  });

  it('takes a profile that is larger than bodies of the API, and has markup in it', async () => {
    const profile = { user_metadata: { locale: 'en', bio: '<script>alert("x")</script>'.repeat(900) } };
    const body = smsBody({ otp: '152433', phone: '12025550162' }, profile);
    expect(Buffer.byteLength(body)).toBeGreaterThan(20_000);
    expect(await supabase('SMS', body)).toEqual(ALL_IS_WELL);
    const [text] = await courier.messages('+12025550162');
    expect(text?.body).toContain('152433');
    expect(text?.body).not.toContain('script');
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
    const [present] = await courier.messages('grace@example.com');
    const [next] = await courier.messages('hopper@example.com');
    expect(present?.body).toContain('305805');
    expect(present?.body).not.toContain('772914');
    expect(next?.body).toContain('772914');
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
    const [text] = await courier.messages('+12025550171');
    expect(text?.body).toContain('482913');
    expect(text?.body).toContain('5 minutes');
  });

  it('has nobody send what the policy refuses', async () => {
    await courier.call('PUT', '/opt-outs', { body: { phone_number: '+12025550172', opted_out: true } });
    const refused = await okta({ phoneNumber: '+12025550172' });
    expect([refused.status, refused.json]).toEqual([200, pending('3IPD5oQfQdOttCCjUWMk3Q')]);
    expect(await courier.messages('+12025550172')).toEqual([]);
    expect((await okta({ phoneNumber: '+12025550172', deliveryChannel: 'voice call' })).json).toEqual(
      pending('3IPD5oQfQdOttCCjUWMk3Q'),
    );
  });

  it('refuses who does not know the secret', async () => {
    expect((await okta({ phoneNumber: '+12025550173' }, 'guessed')).status).toBe(401);
    expect(await courier.messages('+12025550173')).toEqual([]);
  });
});

describe('the gateway', () => {
  const send = (name: string, body: object, headers: (secret: string) => Record<string, string>) => {
    const hook = hookNamed(`Gateway hook: ${name}`);
    return post(hook.url, headers(hook.secret.secret ?? ''), JSON.stringify(body));
  };
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

  it("reads a system's request by its preset, and by one of the owner's own", async () => {
    const logto = { to: '12025550181', type: 'SignIn', payload: { code: '613204', locale: 'en' } };
    expect(await send('logto', logto, bearer)).toEqual(ALL_IS_WELL);
    expect(await send('own-system', { message: { to: '+12025550182', otp: '84KX' } }, bearer)).toEqual(
      ALL_IS_WELL,
    );
    expect((await courier.messages('+12025550181')).map(({ body }) => body)).toEqual([
      expect.stringContaining('613204'),
    ]);
    expect((await courier.messages('+12025550182')).map(({ body }) => body)).toEqual([
      expect.stringContaining('84KX'),
    ]);
  });

  it('has no preset that is not configured', async () => {
    const { url } = hookNamed('Gateway hook: logto');
    const answer = await post(url.replace('logto', 'kratos'), {}, '{}');
    expect(answer).toMatchObject({ status: 404, json: { code: 'not_found' } });
  });
});

describe('the codes of other systems', () => {
  it('are in no log, execution or event', async () => {
    const kept = await Promise.all(
      ['/_local/executions', '/_local/logs', '/_local/events'].map(async (path) =>
        (await fetch(`${courier.urls.pageUrl}${path}`)).text(),
      ),
    );
    expect(kept[0]).toContain('Persist token');
    expect([...kept, ...courier.logLines].join('\n')).not.toMatch(
      /042137|152433|998877|305805|772914|482913|613204|84KX|2025550161|grace@example\.com/,
    );
  });
});

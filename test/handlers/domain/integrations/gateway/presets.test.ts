import { describe, expect, it } from '@jest/globals';
import type { GatewayPresetName } from '../../../../../handlers/contract/settings/gateway.ts';
import { GATEWAY_PRESET_NAMES } from '../../../../../handlers/contract/settings/gateway.ts';
import { GATEWAY_PRESETS } from '../../../../../handlers/domain/integrations/gateway/presets.ts';
import { aCall, refer } from './a-call.ts';

/** What each system sends, by its own source or documentation: see handlers/domain/integrations/gateway/presets.ts. */
const SENT = {
  authentik: {
    From: 'authentik',
    To: '+12025550143',
    Body: '482913',
    Message: 'Use this code to authenticate in authentik: 482913',
  },
  logto: {
    to: '12025550143',
    type: 'SignIn',
    payload: {
      code: '482913',
      locale: 'de-DE',
      uiLocales: 'de en',
      application: { id: 'app1', name: 'Shop' },
      user: { id: 'usr1', primaryPhone: '12025550143' },
    },
    ip: '203.0.113.7',
  },
  fusionauth: {
    code: '012345',
    message: '',
    phoneNumber: '+12025550143',
    textMessage: 'Two Factor Code: 012345',
    type: 'SMS',
    userId: '00000000-0000-0000-0000-000000000042',
  },
  descope: {
    recipient: '+12025550143',
    body: 'Your code is 482913',
    sender: '+12025550100',
    token: '482913',
  },
  auth0: {
    from: '+12025550100',
    action: 'second-factor-authenticator',
    language: 'de',
    recipient: '+12025550143',
    message_type: 'text',
    text: 'Your code is 482913',
    code: '482913',
  },
  'auth0-gateway': {
    recipient: '+12025550143',
    body: '482913',
    sender: '+12025550100',
    req: { ip: '203.0.113.7', 'user-agent': 'Mozilla/5.0' },
  },
  keycloak: { text: '482913', to: '+12025550143', from: 'Keycloak' },
  kratos: {
    to: '+12025550143',
    code: '042137',
    purpose: 'login_code_valid',
    user_id: '9f3a4c1e-6f0b-4a7e-9d55-0d6a2f1c7b10',
    locale: 'de',
    expires_in_minutes: 60,
  },
  zitadel: {
    contextInfo: {
      eventType: 'session.otp.sms.challenged',
      provider: { id: '285181292935381355', description: 'courier' },
      recipientPhoneNumber: '+12025550143',
    },
    templateData: {
      title: 'Verify OTP',
      text: '24252011 is your one-time password for auth.example.com. Use it within the next 5m0s.',
      buttonText: 'Login',
    },
    args: {
      oTP: '24252011',
      domain: 'auth.example.com',
      origin: 'https://auth.example.com',
      expiry: 300_000_000_000,
      userID: '285181292935381999',
      preferredLoginName: 'ada',
      lastPhone: '+12025550143',
      verifiedPhone: '+12025550143',
    },
  },
  'zitadel-email': {
    contextInfo: {
      eventType: 'user.human.email.code.added',
      provider: { id: '285181292935381356', description: 'courier' },
      recipientEmailAddress: 'ada@example.com',
    },
    templateData: { title: 'Verify email', text: '<b>Use the code</b>', url: 'https://auth.example.com/x' },
    args: { code: 'F3K9QT', expiry: 3_600_000_000_000, preferredLoginName: 'ada' },
  },
} satisfies Record<GatewayPresetName, object>;

const translate = (name: GatewayPresetName, body: unknown, headers = {}) =>
  GATEWAY_PRESETS[name]().translate(aCall(body, headers), refer);

const errorsOf = (name: GatewayPresetName, body: unknown) => {
  const translated = translate(name, body);
  return translated.kind === 'invalid' ? translated.errors : translated.kind;
};

const TO = { channel: 'sms', destination: '+12025550143' } as const;

describe('what a system sends', () => {
  it.each([
    ['authentik', { ...TO, user_id: 'to-12', purpose: 'login', code: '482913' }],
    ['logto', { ...TO, user_id: 'usr1', purpose: 'SignIn', code: '482913', locale: 'de-DE' }],
    [
      'fusionauth',
      { ...TO, user_id: '00000000-0000-0000-0000-000000000042', purpose: 'login', code: '012345' },
    ],
    ['descope', { ...TO, user_id: 'to-12', purpose: 'login', code: '482913' }],
    [
      'auth0',
      { ...TO, user_id: 'to-12', purpose: 'second-factor-authenticator', code: '482913', locale: 'de' },
    ],
    ['auth0-gateway', { ...TO, user_id: 'to-12', purpose: 'login', code: '482913' }],
    ['keycloak', { ...TO, user_id: 'to-12', purpose: 'login', code: '482913' }],
    [
      'kratos',
      {
        ...TO,
        user_id: '9f3a4c1e-6f0b-4a7e-9d55-0d6a2f1c7b10',
        purpose: 'login_code_valid',
        code: '042137',
        locale: 'de',
        validSeconds: 3600,
      },
    ],
    [
      'zitadel',
      {
        ...TO,
        user_id: '285181292935381999',
        purpose: 'session.otp.sms.challenged',
        code: '24252011',
        validSeconds: 300,
      },
    ],
    [
      'zitadel-email',
      {
        channel: 'email',
        destination: 'ada@example.com',
        user_id: 'to-15',
        purpose: 'user.human.email.code.added',
        code: 'F3K9QT',
        validSeconds: 3600,
      },
    ],
  ] as const)('asks for a code to be delivered: %s', (name, request) => {
    expect(translate(name, SENT[name])).toEqual({ kind: 'deliver', requests: [request] });
  });

  it('covers every preset', () => {
    expect(Object.keys(GATEWAY_PRESETS)).toEqual([...GATEWAY_PRESET_NAMES]);
    expect(Object.keys(SENT)).toEqual([...GATEWAY_PRESET_NAMES]);
  });

  it.each(GATEWAY_PRESET_NAMES)('may hold a profile of 9 KB and HTML besides: %s', (name) => {
    const more = { profile: 'ä'.repeat(4600), html_body: '<script>alert("482913")</script>' };
    expect(translate(name, { ...more, ...SENT[name] })).toEqual(translate(name, SENT[name]));
  });

  it.each(GATEWAY_PRESET_NAMES)('may come as text/plain: %s', (name) => {
    expect(translate(name, SENT[name], { 'content-type': 'text/plain;charset=UTF-8' })).toEqual(
      translate(name, SENT[name]),
    );
  });

  it.each(GATEWAY_PRESET_NAMES)('is refused without a destination, by the name of the member: %s', (name) => {
    expect(JSON.stringify(errorsOf(name, {}))).toContain('"is missing"');
  });

  it.each(['', 'null', '[]', '{"to":', '"482913"'])('is refused if it is no JSON object: %s', (body) => {
    expect(errorsOf('logto', body)).toEqual([{ field: 'body', rule: 'must be a JSON object' }]);
  });

  it('says how long the code is valid only as the configuration does, where the call does not', () => {
    const read = (name: GatewayPresetName) =>
      GATEWAY_PRESETS[name]({ validSeconds: 600 }).translate(aCall(SENT[name]), refer);
    expect(read('logto')).toMatchObject({ requests: [{ validSeconds: 600 }] });
    expect(read('zitadel')).toMatchObject({ requests: [{ validSeconds: 300 }] });
  });
});

describe('a number', () => {
  it('has its country code even without a plus in Logto, which stores it so', () => {
    expect(translate('logto', { ...SENT.logto, to: '4915112345678' })).toMatchObject({
      requests: [{ destination: '+4915112345678' }],
    });
    expect(errorsOf('logto', { ...SENT.logto, to: '015112345678' })).toEqual([
      { field: 'to', rule: 'must be a phone number that begins with its country code' },
    ]);
  });

  it.each(['015112345678', '2025550143', '(202) 555-0143'])(
    'stays as it was typed elsewhere, because a plus would make it somebody else’s: %s',
    (typed) => {
      expect(translate('authentik', { ...SENT.authentik, To: typed })).toMatchObject({
        requests: [{ destination: typed }],
      });
    },
  );

  it.each([
    ['authentik', 'To'],
    ['fusionauth', 'phoneNumber'],
    ['auth0', 'recipient'],
    ['auth0-gateway', 'recipient'],
    ['keycloak', 'to'],
  ] as const)('is all that %s can have a code sent to', (name, field) => {
    expect(errorsOf(name, { ...SENT[name], [field]: 'ada@example.com' })).toEqual([
      { field, rule: 'must be a phone number' },
    ]);
  });

  it('is not read from what is no text', () => {
    expect(errorsOf('authentik', { ...SENT.authentik, To: 12025550143 })).toEqual([
      { field: 'To', rule: 'must be a string' },
    ]);
    expect(errorsOf('authentik', { ...SENT.authentik, To: '1'.repeat(255) })).toEqual([
      { field: 'To', rule: 'must have at most 254 characters' },
    ]);
  });
});

describe('an address', () => {
  it.each([
    ['logto', { ...SENT.logto, to: 'ada@example.com' }, '482913'],
    ['descope', { ...SENT.descope, recipient: 'ada@example.com' }, '482913'],
    ['kratos', { ...SENT.kratos, to: 'ada@example.com' }, '042137'],
  ] as const)('gets an email: %s', (name, body, code) => {
    expect(translate(name, body)).toMatchObject({
      kind: 'deliver',
      requests: [{ channel: 'email', destination: 'ada@example.com', code }],
    });
  });
});

describe('a code', () => {
  it.each([
    ['keycloak', 'text', 'Your SMS code is 482913 and is valid for 5 minutes.'],
    ['auth0-gateway', 'body', 'Your code is 482913'],
    ['fusionauth', 'textMessage', 'Two Factor Code: 012345'],
    ['keycloak', 'text', 'Welcome'],
    ['keycloak', 'text', '123'],
  ] as const)('is not searched for in a text of %s: %s is "%s"', (name, field, text) => {
    expect(errorsOf(name, { ...SENT[name], code: undefined, [field]: text })).toEqual([
      {
        field,
        rule: 'must be the code alone: set the template of the message to the code and nothing else',
      },
    ]);
  });

  it('may be all of a text', () => {
    expect(
      translate('fusionauth', { ...SENT.fusionauth, code: undefined, textMessage: ' 012345\n' }),
    ).toMatchObject({
      requests: [{ code: '012345' }],
    });
  });

  it.each([
    ['authentik', 'Body', '<b>482913</b>'],
    ['descope', 'token', 'https://example.com/?t=1'],
    ['auth0', 'code', '123'],
  ] as const)('of %s has letters and digits alone', (name, field, code) => {
    expect(errorsOf(name, { ...SENT[name], [field]: code })).toEqual([
      { field, rule: 'must be 4 to 32 letters or digits' },
    ]);
  });

  it('keeps its zeros, so it is no JSON number', () => {
    expect(errorsOf('descope', { ...SENT.descope, token: 482913 })).toEqual([
      { field: 'token', rule: 'must be a string' },
    ]);
  });

  it.each([
    ['fusionauth', { ...SENT.fusionauth, type: 'Voice', message: 'Your code is 0 1 2' }, 'type'],
    ['auth0', { ...SENT.auth0, message_type: 'voice' }, 'message_type'],
  ] as const)('is not spoken: %s', (name, body, field) => {
    expect(errorsOf(name, body)).toEqual([{ field, rule: 'must ask for a text: codes are not spoken' }]);
  });

  it('is missing from what Logto invites to an organization with', () => {
    expect(
      errorsOf('logto', {
        to: 'ada@example.com',
        type: 'OrganizationInvitation',
        payload: { link: 'https://x' },
      }),
    ).toEqual([{ field: 'payload.code', rule: 'is missing' }]);
  });
});

describe('a message without a code', () => {
  it('is none for us where the system says so', () => {
    expect(translate('kratos', { ...SENT.kratos, code: null })).toEqual({ kind: 'nothing' });
    expect(
      translate('zitadel-email', {
        contextInfo: { eventType: 'user.human.password.changed', recipientEmailAddress: 'ada@example.com' },
        args: { preferredLoginName: 'ada' },
      }),
    ).toEqual({ kind: 'nothing' });
  });

  it('is an error where the jsonnet of Kratos is not ours', () => {
    const { code: _, ...without } = SENT.kratos;
    expect(errorsOf('kratos', without)).toEqual([{ field: 'code', rule: 'is missing' }]);
  });
});

describe('a form', () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  it.each([
    ['keycloak', 'text=482913&to=%2B12025550143&from=Keycloak'],
    ['kratos', 'to=%2B12025550143&code=482913&purpose=login_code_valid&expires_in_minutes=60'],
  ] as const)('of %s is read like JSON', (name, body) => {
    expect(translate(name, body, headers)).toMatchObject({
      kind: 'deliver',
      requests: [{ ...TO, code: '482913' }],
    });
  });

  it('has minutes, though it has no numbers', () => {
    expect(translate('kratos', 'to=%2B12025550143&code=482913&expires_in_minutes=60', headers)).toMatchObject(
      {
        requests: [{ validSeconds: 3600 }],
      },
    );
  });
});

describe('the variants of a system', () => {
  it('reads the number from the list of receiverJsonTemplate', () => {
    expect(translate('keycloak', { text: '482913', to: ['+12025550143'] })).toMatchObject({
      requests: [TO],
    });
  });

  it("reads what authentik's webhook mapping adds", () => {
    expect(
      translate('authentik', { ...SENT.authentik, user_id: 'ak-7', locale: 'pt_BR', purpose: 'enroll' }),
    ).toMatchObject({ requests: [{ user_id: 'ak-7', locale: 'pt-BR', purpose: 'enroll' }] });
  });

  it('names nobody by an id that cannot be one here', () => {
    expect(translate('authentik', { ...SENT.authentik, user_id: 'a\u0000b' })).toMatchObject({
      requests: [{ user_id: 'to-12' }],
    });
    expect(translate('authentik', { ...SENT.authentik, user_id: 7 })).toMatchObject({
      requests: [{ user_id: '7' }],
    });
  });

  it('leaves out how long a code is valid where that is longer than a message can say', () => {
    const body = { ...SENT.zitadel, args: { code: 'F3K9QT', expiry: 259_200_000_000_000 } };
    expect(translate('zitadel', body)).toEqual({
      kind: 'deliver',
      requests: [{ ...TO, user_id: 'to-12', purpose: 'session.otp.sms.challenged', code: 'F3K9QT' }],
    });
  });
});

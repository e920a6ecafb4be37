import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('default', { engine: 'dynalite' });
});
afterAll(() => courier?.close());

const PHONE = '+4915123456789';
const issue = (body: unknown) => ({ method: 'POST', path: '/tokens', raw: JSON.stringify(body) });

describe('bad input', () => {
  it.each([
    ['no body', { method: 'POST', path: '/tokens', raw: '' }, 400, 'user_id'],
    ['what is not JSON', { method: 'POST', path: '/tokens', raw: '{"user_id":' }, 400, 'body'],
    ['a list', issue(['ada']), 400, 'body'],
    ['no user_id', issue({ phone_number: PHONE }), 400, 'user_id'],
    ['an empty user_id', issue({ user_id: '' }), 400, 'user_id'],
    ['a user_id of 129 characters', issue({ user_id: 'u'.repeat(129) }), 400, 'user_id'],
    ['a control character in user_id', issue({ user_id: 'a\u0000b' }), 400, 'user_id'],
    ['a line break in user_id', issue({ user_id: 'a\nb' }), 400, 'user_id'],
    [
      'half a surrogate pair in user_id',
      { method: 'POST', path: '/tokens', raw: '{"user_id":"\\ud800"}' },
      400,
      'user_id',
    ],
    ['a number for user_id', issue({ user_id: 7 }), 400, 'user_id'],
    ['an unknown field', issue({ user_id: 'ada', phone: PHONE }), 400, 'phone'],
    ['a bad phone number', issue({ user_id: 'ada', phone_number: '12345' }), 400, 'phone_number'],
    ['an unknown channel', issue({ user_id: 'ada', channel: 'fax' }), 400, 'channel'],
    ['a length out of range', issue({ user_id: 'ada', phone_number: PHONE, length: 11 }), 400, 'length'],
    ['an unknown format', issue({ user_id: 'ada', phone_number: PHONE, format: 'emoji' }), 400, 'format'],
    [
      'a purpose with a space',
      issue({ user_id: 'ada', phone_number: PHONE, purpose: 'log in' }),
      400,
      'purpose',
    ],
    ['a body over 10 KB', issue({ user_id: 'ada', locale: 'x'.repeat(10_300) }), 413, 'body'],
    ['a body larger than a state machine accepts', issue({ user_id: 'x'.repeat(300_000) }), 413, 'body'],
    [
      'a body over 10 KB to verify',
      { method: 'POST', path: '/tokens/verify', raw: `{"user_id":"${'x'.repeat(10_300)}"}` },
      413,
      'body',
    ],
    ['no token', { method: 'POST', path: '/tokens/verify', raw: '{"user_id":"ada"}' }, 400, 'token'],
    [
      'a number for token',
      { method: 'POST', path: '/tokens/verify', raw: '{"user_id":"ada","token":1}' },
      400,
      'token',
    ],
    ['an empty contact', { method: 'PUT', path: '/contacts/ada', raw: '{}' }, 400, 'body'],
    ['a bad email', { method: 'PUT', path: '/contacts/ada', raw: '{"email":"ada@"}' }, 400, 'email'],
    ['a limit of 0', { method: 'GET', path: '/tokens?limit=0' }, 400, 'limit'],
    ['a made-up cursor', { method: 'GET', path: '/tokens?cursor=bm9uc2Vuc2U' }, 400, 'cursor'],
    ['an unknown status', { method: 'GET', path: '/tokens?status=lost' }, 400, 'status'],
    ['an unknown parameter', { method: 'GET', path: '/tokens?user=ada' }, 400, 'user'],
    [
      'a user_id of 129 characters in the path',
      { method: 'DELETE', path: `/tokens/${'u'.repeat(129)}` },
      400,
      'user_id',
    ],
  ] as const)('%s is refused, and the answer names the field', async (_, request, status, field) => {
    const { method, path } = request;
    const raw = 'raw' in request ? request.raw : undefined;
    const answer = await courier.call(method, path, raw === undefined ? {} : { raw });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json).toMatchObject({
      status,
      code: status === 413 ? 'body_too_large' : 'invalid_request',
      type: expect.stringMatching(/^\/problems\.html#/),
      request_id: expect.stringMatching(/./),
      errors: expect.arrayContaining([{ field, rule: expect.stringMatching(/./) }]),
    });
  });

  it('names every field at once', async () => {
    const { json } = await courier.issue({ channel: 'fax', length: 'six' });
    expect(json.errors.map((error: { field: string }) => error.field).sort()).toEqual([
      'channel',
      'length',
      'user_id',
    ]);
  });

  describe.each([
    ['POST', '/tokens'],
    ['POST', '/tokens/verify'],
    ['PUT', '/contacts/ada'],
    ['PUT', '/opt-outs'],
  ])('to %s %s', (method, path) => {
    it('in another media type is refused with 415', async () => {
      const headers = { 'content-type': 'text/plain' };
      const { status, json } = await courier.call(method, path, { raw: '{"user_id":"ada"}', headers });
      expect([status, json.code]).toEqual([415, 'unsupported_media_type']);
      expect(json.errors).toEqual([{ field: 'Content-Type', rule: 'must be application/json' }]);
    });

    it.each([
      ['in Latin-1', new Uint8Array(Buffer.from('{"user_id":"Zoë"}', 'latin1')), 'body', /UTF-8/],
      ['with a member twice', '{"user_id":"ada","user_id":"eve"}', 'user_id', /once/],
      ['with a nested member twice', '{"context":{"to":"a","to":"b"}}', 'context.to', /once/],
    ])('%s is refused', async (_, raw, field, rule) => {
      const headers = { 'content-type': 'application/json; charset=iso-8859-1' };
      const { status, json } = await courier.call(method, path, { raw, headers });
      expect(status).toBe(400);
      expect(json.errors).toEqual([{ field, rule: expect.stringMatching(rule) }]);
    });
  });

  it('leaves nothing behind', async () => {
    expect(await courier.messages()).toEqual([]);
    expect(await courier.listed('limit=10')).toEqual([]);
  });
});

describe('strange but allowed input', () => {
  let strangers = 0;
  it.each([
    `O'Brien`,
    'say "hi"',
    'back\\slash \\" \\\' \\\\',
    'emoji 🚀 ümlaut 漢字',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: what an attacker would send
    '${jndi:ldap://x}',
    '#set($x = 1)$x $input.body',
    '</script><b>',
    '%2F/..//',
    '__proto__',
    'in  between',
  ])('arrives unchanged: %j', async (userId) => {
    const phone = `+4915123456${700 + strangers}`;
    strangers += 1;
    const issued = await courier.issue({ user_id: userId, phone_number: phone });
    expect([issued.status, issued.json.user_id]).toEqual([201, userId]);
    const code = await courier.codeSentTo(phone);
    expect(await courier.listed(`user_id=${encodeURIComponent(userId)}`)).toMatchObject([
      { user_id: userId },
    ]);
    expect((await courier.verify(userId, code)).json).toMatchObject({ verified: true, user_id: userId });
    await courier.enrol(userId, { phone_number: phone });
    const contact = await courier.call('GET', `/contacts/${encodeURIComponent(userId)}`);
    expect(contact.json).toMatchObject({ user_id: userId, phone_number: phone });
  });
});

describe('a deployment without receipts', () => {
  it('refuses to give one, names the field, and publishes no keys', async () => {
    const { status, json } = await courier.verify('anyone', '123456', { receipt: true });
    expect([status, json.errors]).toEqual([
      400,
      [{ field: 'receipt', rule: 'must not be true: this deployment signs no receipts' }],
    ]);
    expect((await fetch(`${courier.urls.pageUrl}/.well-known/jwks.json`)).status).toBe(404);
  });
});

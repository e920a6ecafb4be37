import { describe, expect, it } from '@jest/globals';
import { putContactBody } from '../../../handlers/contract/routes/contacts.ts';
import { issueTokenBody } from '../../../handlers/contract/routes/issue-token.ts';
import { listTokensQuery } from '../../../handlers/contract/routes/issued-tokens.ts';
import { verifyTokenBody } from '../../../handlers/contract/routes/verify-token.ts';
import type { Decision } from '../../../handlers/domain/decision.ts';
import { parseBody, parseFields } from '../../../handlers/domain/parse-request.ts';
import { anyCharacter, fc } from '../../support/properties.ts';

const errorsOf = (decision: Decision<unknown>) => (decision.ok ? [] : (decision.refusal.errors ?? []));
const issue = (body: object) => parseBody(issueTokenBody, JSON.stringify(body));

const INVISIBLE = 'must be well-formed Unicode without control, format or other invisible characters';
const OUT_OF_REACH = "must not be 'verify' or '.' or '..': it cannot be used in a path";

describe('the body of POST /tokens', () => {
  it('needs only a user_id', () => {
    expect(issue({ user_id: 'premjeet.sahu' })).toEqual({
      ok: true,
      value: { user_id: 'premjeet.sahu', purpose: 'login', channel: 'auto' },
    });
  });

  it('keeps quotes, backslashes, emoji and template syntax as they are', () => {
    const user_id = `O'Brien "x" \\ 💻 \${a} #set($b)`;
    expect(issue({ user_id })).toMatchObject({ ok: true, value: { user_id } });
  });

  it.each([
    [{}, 'user_id', 'is missing'],
    [{ user_id: null }, 'user_id', 'must be a string'],
    [{ user_id: 'verify' }, 'user_id', OUT_OF_REACH],
    [{ user_id: '.' }, 'user_id', OUT_OF_REACH],
    [{ user_id: '..' }, 'user_id', OUT_OF_REACH],
    [{ user_id: ' ada' }, 'user_id', 'must not begin or end with a blank'],
    [{ user_id: 'ada\u00a0' }, 'user_id', 'must not begin or end with a blank'],
    [{ user_id: 'rene\u0301e' }, 'user_id', 'must be in Unicode normalisation form C'],
    ...[
      'bob\u202e',
      'bob\ufe0f',
      'b\u034fob',
      '\u3164',
      'bob\u{e0100}',
      'bob\u180b',
      'bob\u2800',
      'b\u2028ob',
    ].map((user_id) => [{ user_id }, 'user_id', INVISIBLE] as [object, string, string]),
    [{ user_id: 7 }, 'user_id', 'must be a string'],
    [{ user_id: '' }, 'user_id', 'must not be empty'],
    [{ user_id: 'x'.repeat(129) }, 'user_id', 'must have at most 128 characters'],
    [{ user_id: 'a\u0007b' }, 'user_id', INVISIBLE],
    [{ user_id: 'a', purpose: '-x' }, 'purpose', expect.stringContaining('must be 1 to 64 letters')],
    [{ user_id: 'a', channel: 'pigeon' }, 'channel', 'must be one of: auto, sms, email'],
    [{ user_id: 'a', length: '6' }, 'length', 'must be a whole number'],
    [{ user_id: 'a', length: 6.5 }, 'length', 'must be a whole number'],
    [{ user_id: 'a', locale: 'en US' }, 'locale', expect.stringContaining('BCP 47')],
    [{ user_id: 'a', locale: 'en__US' }, 'locale', expect.stringContaining('BCP 47')],
    [{ user_id: 'a', locale: 'x' }, 'locale', expect.stringContaining('BCP 47')],
    [{ user_id: 'a', locale: '.UTF-8' }, 'locale', expect.stringContaining('BCP 47')],
    [{ user_id: 'a', locale: `en-${'abcdefgh-'.repeat(4)}` }, 'locale', 'must have at most 35 characters'],
    [{ user_id: 'a', phone: '+1' }, 'phone', 'is not a known field'],
    [{ user_id: 'a', phone_number: 1 }, 'phone_number', 'must be a string'],
  ])('refuses %j and names the field', (body, field, rule) => {
    expect(errorsOf(issue(body))).toContainEqual({ field, rule });
  });

  it.each([
    ['pt_BR', 'pt-BR'],
    ['de_DE.UTF-8', 'de-DE'],
    ['de_DE@euro', 'de-DE'],
    ['en_US@calendar=gregorian;currency=USD', 'en-US'],
    ['zh_TW_#Hant', 'zh-TW-Hant'],
    ['zh__#Hans', 'zh-Hans'],
    ['x-private', 'x-private'],
    ['i-klingon', 'i-klingon'],
    ['de-CH-1996', 'de-CH-1996'],
  ])('reads the locale %s, as platforms or BCP 47 write it, as %s', (locale, tag) => {
    expect(issue({ user_id: 'a', locale })).toMatchObject({ value: { locale: tag } });
  });

  it('counts the characters of a context as OpenAPI does, not as UTF-16 does', () => {
    const withAmount = (amount: string) => issue({ user_id: 'a', context: { amount } });
    expect(withAmount('💶'.repeat(256)).ok).toBe(true);
    expect(errorsOf(withAmount('💶'.repeat(257)))).toMatchObject([{ field: 'context' }]);
  });

  it('refuses a lone surrogate, which no store can keep', () => {
    expect(errorsOf(parseBody(issueTokenBody, '{"user_id":"a\\ud800"}'))).toMatchObject([
      { field: 'user_id' },
    ]);
  });

  it('refuses __proto__ like any unknown field and sets no prototype', () => {
    const text = '{"user_id":"a","__proto__":{"purpose":"stolen"}}';
    expect(errorsOf(parseBody(issueTokenBody, text))).toEqual([
      { field: '__proto__', rule: 'is not a known field' },
    ]);
  });

  it.each([
    [undefined, 'is missing'],
    ['', 'is missing'],
    ['  \n', 'is missing'],
    ['{', 'must be JSON'],
    ['[]', 'must be a JSON object'],
    ['null', 'must be a JSON object'],
    ['"text"', 'must be a JSON object'],
  ])('refuses %j and names the body', (text, rule) => {
    expect(parseBody(issueTokenBody, text)).toMatchObject({
      ok: false,
      refusal: { code: 'invalid_request', errors: [{ field: 'body', rule }] },
    });
  });

  it('refuses bytes that are not UTF-8, which arrive as U+FFFD, and accepts the escape of that character', () => {
    const text = Buffer.from('{"user_id":"Zo\u00eb"}', 'latin1').toString('utf8');
    expect(errorsOf(parseBody(issueTokenBody, text))).toEqual([
      { field: 'body', rule: 'must be valid UTF-8, without U+FFFD, which replaces invalid bytes' },
    ]);
    expect(parseBody(issueTokenBody, '{"user_id":"\\ufffd"}')).toMatchObject({
      value: { user_id: '\ufffd' },
    });
  });

  it.each([
    ['{"user_id":"a","user_id":"b"}', ['user_id']],
    ['{"user_id":"a","context":{"amount":"1","amount":"2"}}', ['context.amount']],
    ['{"user_id":"a","phone":1,"phone":2,"purpose":"p","purpose":"p"}', ['phone', 'purpose']],
    [`{"user_id":"a","${'k'.repeat(99)}":1,"${'k'.repeat(99)}":1}`, [`${'k'.repeat(64)}…`]],
  ])('refuses %s, which repeats members', (text, fields) => {
    expect(errorsOf(parseBody(issueTokenBody, text))).toEqual(
      fields.map((field) => ({ field, rule: 'must not appear more than once' })),
    );
  });

  it('refuses more than 10,240 bytes, counted as UTF-8', () => {
    const bodyOf = (bytes: number) => `{"user_id":"${'é'.repeat((bytes - 14) / 2)}"}`;
    expect(errorsOf(parseBody(issueTokenBody, bodyOf(10_240)))).toMatchObject([{ field: 'user_id' }]);
    expect(parseBody(issueTokenBody, bodyOf(10_242))).toMatchObject({
      ok: false,
      refusal: { code: 'body_too_large', errors: [{ field: 'body', rule: 'must have at most 10240 bytes' }] },
    });
  });

  it('echoes no value, and at most 64 characters of an unknown name', () => {
    const body = { user_id: 'secret\u0000', phone_number: 'secret'.repeat(9), ['k'.repeat(99)]: 'secret' };
    const text = JSON.stringify(errorsOf(issue(body)));
    expect(text).not.toContain('secret');
    expect(text).toContain(`"${'k'.repeat(64)}…"`);
  });

  it('reports at most 20 errors', () => {
    const body = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`f${index}`, 0]));
    expect(errorsOf(issue(body))).toHaveLength(20);
  });

  it('answers any text and any JSON without throwing', () => {
    const schemas = [issueTokenBody, verifyTokenBody, putContactBody];
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: anyCharacter }), fc.json()), (text) => {
        for (const schema of schemas) {
          expect(typeof parseBody(schema, text).ok).toBe('boolean');
        }
      }),
    );
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: anyCharacter }), fc.jsonValue()), (extra) => {
        const decision = issue({ ...extra, user_id: 'a' });
        const unknown = Object.keys(extra).some((key) => !(key in issueTokenBody.shape));
        if (unknown) {
          expect(decision.ok).toBe(false);
        }
      }),
    );
  });
});

describe('the body of PUT /contacts', () => {
  const put = (body: object) => parseBody(putContactBody, JSON.stringify(body));

  it('needs a phone number or an email', () => {
    expect(errorsOf(put({ locale: 'en' }))).toEqual([
      { field: 'body', rule: 'must have a phone_number, an email or both' },
    ]);
    expect(put({ email: 'p@example.com' }).ok).toBe(true);
  });

  it('lower-cases the domain of an email and keeps the local part as it is', () => {
    expect(put({ email: 'Anna.B@Example.COM' })).toMatchObject({ value: { email: 'Anna.B@example.com' } });
  });

  it('must not prefer a channel that it has no address for', () => {
    expect(errorsOf(put({ email: 'p@example.com', preferred_channel: 'sms' }))).toEqual([
      { field: 'preferred_channel', rule: 'must be a channel that the contact has an address for' },
    ]);
  });

  it.each([
    ...[
      'p',
      'p@',
      'p@host',
      '@example.com',
      'a b@example.com',
      'p@example.com\n',
      'p@-x.com',
      'p@example.xn--',
      'p@example.a1',
    ],
    ...[
      '.a@example.com',
      'a.@example.com',
      'a..b@example.com',
      '.a..b.@example.com',
      `${'a'.repeat(65)}@x.com`,
    ],
  ])('refuses %j as an email', (email) =>
    expect(errorsOf(put({ email }))).toMatchObject([{ field: 'email' }]),
  );

  it.each(['p@xn--e1afmkfd.xn--p1ai', 'p@example.XN--P1AI'])(
    'takes %j as an email, whose top-level domain is in another script',
    (email) => expect(put({ email })).toMatchObject({ value: { email: email.toLowerCase() } }),
  );

  it.each(['a.b.c@example.com', `${'a'.repeat(64)}@example.com`, "o'neil+x@example.com"])(
    'takes %j as an email',
    (email) => expect(put({ email })).toMatchObject({ value: { email } }),
  );
});

describe('the query of GET /tokens', () => {
  const query = (value: object) => parseFields(listTokensQuery, value, 'query');

  it('has defaults and reads numbers and booleans', () => {
    expect(query({})).toEqual({ ok: true, value: { limit: 25, reveal: false } });
    expect(query({ limit: '100', reveal: 'true', user_id: 'ada', purpose: 'login' })).toEqual({
      ok: true,
      value: { limit: 100, reveal: true, user_id: 'ada', purpose: 'login' },
    });
  });

  it.each([
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: '1e1' }, 'limit'],
    [{ reveal: 'yes' }, 'reveal'],
    [{ purpose: 'log in' }, 'purpose'],
    [{ status: 'lost' }, 'status'],
    [{ userid: 'a' }, 'userid'],
  ])('refuses %j', (value, field) => {
    expect(errorsOf(query(value))).toMatchObject([{ field }]);
  });
});

describe('the body of POST /tokens/verify', () => {
  it('refuses a token_id that cannot have been issued', () => {
    const body = JSON.stringify({ user_id: 'a', token: '1', token_id: 'DROP' });
    expect(errorsOf(parseBody(verifyTokenBody, body))).toMatchObject([{ field: 'token_id' }]);
  });
});

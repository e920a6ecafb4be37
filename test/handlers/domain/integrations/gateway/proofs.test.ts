import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { Scheme } from '../../../../../handlers/domain/integrations/gateway/credential.ts';
import { credential } from '../../../../../handlers/domain/integrations/gateway/credential.ts';
import { signedToken } from '../../../../../handlers/domain/integrations/gateway/signed-token.ts';
import { zitadelSignature } from '../../../../../handlers/domain/integrations/gateway/zitadel-signature.ts';
import { aCall, basic, NOW_MS, SECRET } from './a-call.ts';

const NOW = NOW_MS / 1000;

describe('a secret that is sent as it is', () => {
  const passes = (scheme: Scheme, headers: Record<string, string>, secrets = [SECRET]) =>
    credential(scheme).authenticate(aCall({}, headers), secrets);

  it.each<[string, Scheme, Record<string, string>, boolean]>([
    ['authentik, Basic', 'any', { authorization: basic('token-courier', SECRET) }, true],
    ['authentik, Bearer', 'any', { authorization: `Bearer ${SECRET}` }, true],
    ['Logto, a fixed value', 'any', { authorization: SECRET }, true],
    ['Basic by any user', 'any', { authorization: basic('', SECRET) }, true],
    ['another password', 'any', { authorization: basic('token-courier', 'other') }, false],
    ['the secret as the user', 'any', { authorization: basic(SECRET, '') }, false],
    ['a part of the secret', 'any', { authorization: SECRET.slice(0, -1) }, false],
    ['more than the secret', 'any', { authorization: `Bearer ${SECRET}x` }, false],
    ['nothing', 'any', {}, false],
    ['Basic where that is asked for', 'basic', { authorization: basic('me', SECRET) }, true],
    ['Bearer where Basic is asked for', 'basic', { authorization: `Bearer ${SECRET}` }, false],
    ['Bearer where that is asked for', 'bearer', { authorization: `bearer ${SECRET}` }, true],
    ['Basic where Bearer is asked for', 'bearer', { authorization: basic('me', SECRET) }, false],
    ['a bare value where Bearer is asked for', 'bearer', { authorization: SECRET }, false],
    ['its own header', { header: 'X-Api-Key' }, { 'x-api-key': SECRET }, true],
    ['another header', { header: 'X-Api-Key' }, { authorization: SECRET }, false],
  ])('passes or not: %s', (_what, scheme, headers, expected) => {
    expect(passes(scheme, headers)).toBe(expected);
  });

  it('may be the current or the previous one, and is never the empty one', () => {
    const old = { authorization: basic('me', 'old-secret') };
    expect(passes('any', old, [SECRET, 'old-secret'])).toBe(true);
    expect(passes('any', old, [SECRET])).toBe(false);
    expect(passes('any', { authorization: basic('me', '') }, [''])).toBe(false);
  });

  it('is said to be missing where it is not where it should be', () => {
    const doubt = (scheme: Scheme, headers: Record<string, string>) =>
      credential(scheme).doubt?.(aCall({}, headers));
    expect(doubt('any', {})).toBe('missing');
    expect(doubt('basic', { authorization: 'Bearer x' })).toBe('missing');
    expect(doubt({ header: 'X-Api-Key' }, { authorization: 'x' })).toBe('missing');
    expect(doubt('any', { authorization: 'x' })).toBe('mismatch');
  });
});

describe("Zitadel's signature", () => {
  /** Made with Python's hmac, as pkg/actions/signing.go of Zitadel says. */
  const KEY = 'zitadel-signing-key-example';
  const BODY = '{"contextInfo":{"recipientPhoneNumber":"+12025550143"}}';
  const V1 = '9defc27c36b924ec0fcec14930e9bdf7fd260a26bcec04fd39cb75c8c477d6ea';
  const HEADER = `t=1767225600,v1=${V1}`;

  const call = (header: string | undefined, body = BODY, secondsLater = 0) => ({
    ...aCall(body, header === undefined ? {} : { 'zitadel-signature': header }),
    nowMs: NOW_MS + secondsLater * 1000,
  });
  const sign = (time: number, key = KEY) => createHmac('sha256', key).update(`${time}.${BODY}`).digest('hex');

  it.each([
    ['right', call(HEADER)],
    ['replayed within five minutes', call(HEADER, BODY, 300)],
    ['by a clock that is five minutes ahead', call(HEADER, BODY, -300)],
    ['beside that of another key, as during a rotation', call(`t=1767225600,v1=${'0'.repeat(64)},v1=${V1}`)],
    ['in capitals', call(`t=1767225600,v1=${V1.toUpperCase()}`)],
    ['beside a version to come', call(`t=1767225600,v2=abc,v1=${V1}`)],
  ])('passes: %s', (_what, given) => {
    expect(zitadelSignature.authenticate(given, [KEY])).toBe(true);
  });

  it.each([
    ['replayed later', call(HEADER, BODY, 301), 'skewed'],
    ['by a clock that is further ahead', call(HEADER, BODY, -301), 'skewed'],
    ['of another body', call(HEADER, BODY.replace('143', '144')), 'mismatch'],
    ['of another time', call(`t=1767225601,v1=${V1}`), 'mismatch'],
    ['by another key', call(`t=${NOW},v1=${sign(NOW, 'other')}`), 'mismatch'],
    ['shortened', call(`t=1767225600,v1=${V1.slice(0, 62)}`), 'missing'],
    ['without a time', call(`v1=${V1}`), 'missing'],
    ['with a time that is none', call(`t=1e9,v1=${V1}`), 'missing'],
    ['absent, as in early releases', call(undefined), 'missing'],
  ] as const)('does not pass: %s', (_what, given, doubt) => {
    expect(zitadelSignature.authenticate(given, [KEY])).toBe(false);
    expect(zitadelSignature.doubt?.(given)).toBe(doubt);
  });

  it('is by the current key or the previous one, and never by an empty one', () => {
    expect(zitadelSignature.authenticate(call(HEADER), ['new-key', KEY])).toBe(true);
    expect(zitadelSignature.authenticate(call(`t=${NOW},v1=${sign(NOW, '')}`), [''])).toBe(false);
  });
});

describe('a signed token', () => {
  const KEY = 'a-gateway-secret';
  /** Made with Python's hmac: `alg` HS256, `iat` 1767225600, `exp` 1767225900. */
  const TOKEN =
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiJ1cm46QXV0aDAiLCJhdWQiOiJ1cm46VG9rZW5Db3VyaWVyIiwiaWF0IjoxNzY3MjI1NjAwLCJleHAiOjE3NjcyMjU5MDB9.l0yfMEDVvuJnr5Dgea5GZ1LcZMyNa67K9HRvVYAOmHc';

  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = (header: unknown, claims: unknown, key = KEY) => {
    const signed = `${encode(header)}.${encode(claims)}`;
    return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
  };
  const HS256 = { alg: 'HS256', typ: 'JWT' };
  const bearer = (text: string, secondsLater = 0) => ({
    ...aCall({}, { authorization: `Bearer ${text}` }),
    nowMs: NOW_MS + secondsLater * 1000,
  });

  it.each([
    ['right', bearer(TOKEN)],
    ['a minute after its end, for clocks that differ', bearer(TOKEN, 360)],
    ['without an end', bearer(token(HS256, { sub: 'urn:Auth0' }))],
  ])('passes: %s', (_what, given) => {
    expect(signedToken.authenticate(given, [KEY])).toBe(true);
  });

  it.each([
    ['expired', bearer(TOKEN, 361), 'skewed'],
    ['not valid yet', bearer(token(HS256, { nbf: NOW + 61 })), 'skewed'],
    ['with an end that is no time', bearer(token(HS256, { exp: 'never' })), 'skewed'],
    ['by another secret', bearer(token(HS256, {}, 'other')), 'mismatch'],
    ['by no algorithm', bearer(token({ alg: 'none' }, {})), 'mismatch'],
    [
      'with an extension to be understood',
      bearer(token({ ...HS256, crit: ['b64'], b64: false }, {})),
      'mismatch',
    ],
    ['by another algorithm', bearer(token({ alg: 'RS256' }, {})), 'mismatch'],
    ['with a header that is no JSON', bearer(token('x', {}).replace(/^[^.]+/, 'eyJ')), 'mismatch'],
    ['without a signature', bearer(`${TOKEN.split('.').slice(0, 2).join('.')}.`), 'missing'],
    ['the secret itself', bearer(KEY), 'missing'],
    ['absent', aCall({}), 'missing'],
  ] as const)('does not pass: %s', (_what, given, doubt) => {
    expect(signedToken.authenticate(given, [KEY])).toBe(false);
    expect(signedToken.doubt?.(given)).toBe(doubt);
  });

  it('is by the current secret or the previous one, and never by an empty one', () => {
    expect(signedToken.authenticate(bearer(TOKEN), ['new', KEY])).toBe(true);
    expect(signedToken.authenticate(bearer(token(HS256, {}, '')), [''])).toBe(false);
  });
});

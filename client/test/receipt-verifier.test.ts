import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CryptoKey } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { ReceiptExpectations } from '../src/receipt-verifier.ts';
import { ReceiptVerifier } from '../src/receipt-verifier.ts';
import { ScriptedService } from './scripted-service.ts';

const NOW_SECONDS = Date.UTC(2026, 2, 14) / 1000;
const HEADER = { alg: 'ES256', typ: 'receipt+jwt', kid: 'one' };
const CLAIMS = {
  iss: 'https://courier.example.com',
  sub: 'ada',
  aud: 'shop',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 120,
  auth_time: NOW_SECONDS,
  jti: '7b0f8f0e-3f6b-4c43-9c39-3a4bfb7c3f55',
  purpose: 'payment',
  channel: 'sms',
  amr: ['otp', 'sms'],
};

let signing: CryptoKey;
let keySet: object;
let anotherKey: CryptoKey;

beforeAll(async () => {
  const one = await generateKeyPair('ES256');
  signing = one.privateKey;
  anotherKey = (await generateKeyPair('ES256')).privateKey;
  const { kty, crv, x, y } = await exportJWK(one.publicKey);
  keySet = { keys: [{ kty, crv, x, y, kid: 'one', use: 'sig', alg: 'ES256' }] };
});

const receiptOf = (claims: object = {}, header: object = {}, key: CryptoKey = signing): Promise<string> =>
  new SignJWT({ ...CLAIMS, ...claims }).setProtectedHeader({ ...HEADER, ...header }).sign(key);

function verifierOf(keys: readonly object[] = [keySet], more: object = {}) {
  const service = new ScriptedService(...keys.map((json) => ({ status: 200, json })));
  const { fetch } = service.options;
  const options = { issuer: 'https://courier.example.com', audience: 'shop', fetch, ...more };
  return { service, verifier: new ReceiptVerifier(options, service.host) };
}

const outcomeOf = async (receipt: Promise<string> | string, expected: Partial<ReceiptExpectations> = {}) =>
  verifierOf()
    .verifier.verify(await receipt, { purpose: 'payment', ...expected })
    .then(
      ({ sub }) => sub,
      ({ message }: Error) => message.replace('The receipt is not valid: it ', ''),
    );

describe('a receipt', () => {
  it('of the issuer, for this audience and purpose, gives its claims', async () => {
    const { service, verifier } = verifierOf();
    const claims = await verifier.verify(await receiptOf(), { purpose: 'payment', user_id: 'ada' });
    expect(claims).toEqual(CLAIMS);
    expect(service.sent.map(({ path }) => path)).toEqual(['/.well-known/jwks.json']);
  });

  it.each<[string, object]>([
    ['is from another issuer', { iss: 'https://courier.example.org' }],
    ['is for another audience', { aud: 'bank' }],
    ['is for another purpose', { purpose: 'login' }],
    ['has expired', { exp: NOW_SECONDS - 5 }],
    ['is from the future', { iat: NOW_SECONDS + 6 }],
    ['is from a test destination', { test: true }],
    ['is bound to something else', { context_hash: 'abc' }],
  ])('that %s is refused', async (rule, claims) => {
    expect(await outcomeOf(receiptOf(claims))).toBe(rule);
  });

  it('may be a few seconds off, and from a test destination where that is allowed', async () => {
    expect(await outcomeOf(receiptOf({ exp: NOW_SECONDS - 4, iat: NOW_SECONDS + 5 }))).toBe('ada');
    expect(await outcomeOf(receiptOf({ test: true }), { allowTest: true })).toBe('ada');
  });

  it('names the person that is expected', async () => {
    expect(await outcomeOf(receiptOf(), { user_id: 'grace' })).toBe('names another person');
    // As of a session that is gone: it is not as if nobody were expected.
    expect(await outcomeOf(receiptOf(), { user_id: undefined })).toBe('names another person');
  });

  it('is bound to the context that is expected, and to no other', async () => {
    // printf '{"10":"b","9":"c","payee":"ACME"}' | openssl dgst -sha256 -binary | basenc --base64url
    const bound = () => receiptOf({ context_hash: 'b6IQOd_vCVOz6tcfr8Xss243isevsKUh-7JTbT7KAvE' });
    expect(await outcomeOf(bound(), { context: { payee: 'ACME', 9: 'c', 10: 'b' } })).toBe('ada');
    expect(await outcomeOf(bound(), { context: { payee: 'ACME' } })).toBe('is bound to something else');
    expect(await outcomeOf(receiptOf(), { context: { payee: 'ACME' } })).toBe('is bound to something else');
    expect(await outcomeOf(receiptOf(), { context: {} })).toBe('ada');
  });

  it.each<[string, object]>([
    ['another type', { typ: 'JWT' }],
    ['another algorithm', { alg: 'ES256K' }],
    ['no key', { kid: undefined }],
    ['a critical extension', { crit: ['exp'] }],
  ])('with %s in its header is none', async (_, header) => {
    const [, body, signature] = (await receiptOf()).split('.');
    const head = Buffer.from(JSON.stringify({ ...HEADER, ...header })).toString('base64url');
    expect(await outcomeOf(`${head}.${body}.${signature}`)).toMatch('is not a JWT of the type');
  });

  it('that somebody else signed, or changed, is refused', async () => {
    const forged = 'is not signed with a key of the issuer';
    expect(await outcomeOf(receiptOf({}, {}, anotherKey))).toBe(forged);
    const [head, , signature] = (await receiptOf()).split('.');
    const body = Buffer.from(JSON.stringify({ ...CLAIMS, sub: 'grace' })).toString('base64url');
    expect(await outcomeOf(`${head}.${body}.${signature}`)).toBe(forged);
    expect(await outcomeOf(`${head}.${body}.`)).toBe(forged);
    expect(await outcomeOf(`${head}.${body}.AAAA`)).toBe(forged);
  });

  it.each(['', 'a', 'a.b', 'a.b.c.d', '....', '{}.{}.{}'])("is not '%s'", async (text) => {
    expect(await outcomeOf(text)).toMatch('is not a JWT of the type');
  });
});

describe('the keys', () => {
  it('are kept for five minutes', async () => {
    const { service, verifier } = verifierOf([keySet, keySet]);
    const verify = async () =>
      verifier.verify(await receiptOf({ exp: NOW_SECONDS + 9999 }), { purpose: 'payment' });
    await verify();
    service.nowMs += 299_999;
    await verify();
    expect(service.sent).toHaveLength(1);
    service.nowMs += 1;
    await verify();
    expect(service.sent).toHaveLength(2);
  });

  it('are read again for an id that is new, but not for each that somebody makes up', async () => {
    const { service, verifier } = verifierOf([keySet, keySet]);
    const madeUp = async () => verifier.verify(await receiptOf({}, { kid: 'two' }), { purpose: 'payment' });
    await expect(madeUp()).rejects.toThrow('not signed with a key');
    await expect(madeUp()).rejects.toThrow('not signed with a key');
    expect(service.sent).toHaveLength(1);
    service.nowMs += 30_000;
    await expect(madeUp()).rejects.toThrow('not signed with a key');
    expect(service.sent).toHaveLength(2);
  });

  it('are read once for all receipts that wait for them', async () => {
    const { service, verifier } = verifierOf([keySet, keySet]);
    const made = await Promise.all(
      Array.from({ length: 20 }, (_, index) => receiptOf({}, { kid: `made-up-${index}` })),
    );
    const results = await Promise.allSettled(
      made.map((each) => verifier.verify(each, { purpose: 'payment' })),
    );
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(service.sent).toHaveLength(1);
  });

  it('are read for others when one of those who wait gives up', async () => {
    const { service, verifier } = verifierOf([keySet]);
    const receipt = await receiptOf();
    const signal = AbortSignal.abort(new Error('gone'));
    const verify = (more: object = {}) => verifier.verify(receipt, { purpose: 'payment', ...more });
    const [gone, waiting] = await Promise.allSettled([verify({ signal }), verify()]);
    expect(gone).toMatchObject({ status: 'rejected', reason: { message: 'gone' } });
    expect(waiting).toMatchObject({ status: 'fulfilled', value: { sub: 'ada' } });
    expect(service.sent).toHaveLength(1);
  });

  it('are not asked for again for 30 seconds after a read that failed', async () => {
    const { service, verifier } = verifierOf([{ keys: 'none' }, keySet]);
    const verify = async () => verifier.verify(await receiptOf(), { purpose: 'payment' });
    await expect(verify()).rejects.toMatchObject({ name: 'UnexpectedAnswerError' });
    await expect(verify()).rejects.toMatchObject({ name: 'UnexpectedAnswerError' });
    expect(service.sent).toHaveLength(1);
    service.nowMs += 30_000;
    expect(await verify()).toMatchObject({ sub: 'ada' });
    expect(service.sent).toHaveLength(2);
  });

  it('that cannot be had are another error than a wrong receipt', async () => {
    const { verifier } = verifierOf([{ keys: 'none' }]);
    await expect(verifier.verify(await receiptOf(), { purpose: 'payment' })).rejects.toMatchObject({
      name: 'UnexpectedAnswerError',
    });
  });

  it('of kinds that this package does not know, or that are malformed, are passed over', async () => {
    const { keys } = keySet as { readonly keys: readonly object[] };
    const others = [
      { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'rsa' },
      { kty: 'EC', crv: 'P-384', x: 'AA', y: 'AA', kid: 'p384' },
      { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'malformed' },
    ];
    const { verifier } = verifierOf([{ keys: [...others, ...keys] }]);
    expect(await verifier.verify(await receiptOf(), { purpose: 'payment' })).toMatchObject({ sub: 'ada' });
  });

  it('come from where the options say', async () => {
    const { service, verifier } = verifierOf([keySet], { keysUrl: 'https://keys.example.com/jwks' });
    await verifier.verify(await receiptOf(), { purpose: 'payment' });
    expect(service.sent[0]?.path).toBe('/jwks');
    expect(() => verifierOf([], { issuer: 'http://courier.example.com' })).toThrow(
      'keysUrl must be an https: URL',
    );
  });
});

describe('the options', () => {
  it.each([
    ['clockToleranceSeconds', '5', 'must be a number from 0 to 300'],
    ['clockToleranceSeconds', Number.NaN, 'must be a number from 0 to 300'],
    ['clockToleranceSeconds', -1, 'must be a number from 0 to 300'],
    ['clockToleranceSeconds', 301, 'must be a number from 0 to 300'],
    ['timeoutSeconds', '10', 'must be a number, more than 0 and at most 86400'],
    ['timeoutSeconds', 0, 'must be a number, more than 0 and at most 86400'],
  ])('with %s %p are refused', (name, value, rule) => {
    expect(() => verifierOf([], { [name]: value })).toThrow(new TypeError(`${name} ${rule}`));
  });
});

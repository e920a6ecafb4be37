import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JWTVerifyOptions } from 'jose';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { Answer, Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('receipts', { engine: 'dynalite' });
});
afterEach(() => courier?.clearFaults());
afterAll(() => courier?.close());

const keysUrl = () => new URL('/.well-known/jwks.json', courier.urls.pageUrl);

/** Checks a receipt as a service behind the caller would, which knows the issuer and the caller's id. */
const checked = (receipt: string, more: JWTVerifyOptions = {}) =>
  jwtVerify(receipt, createRemoteJWKSet(keysUrl()), {
    issuer: courier.urls.pageUrl,
    audience: 'local',
    algorithms: ['ES256'],
    ...more,
  });

async function issued(userId: string, phoneNumber: string): Promise<{ code: string; tokenId: string }> {
  const { json } = await courier.issue({ user_id: userId, phone_number: phoneNumber });
  return { code: await courier.codeSentTo(phoneNumber), tokenId: json.token_id };
}

async function verified(userId: string, phoneNumber: string): Promise<Answer> {
  const { code } = await issued(userId, phoneNumber);
  return courier.verify(userId, code, { receipt: true });
}

describe('a receipt', () => {
  it('proves to a service behind the caller who was verified, with only the published key', async () => {
    const { code, tokenId } = await issued('shown', '+4915123456801');
    const { json } = await courier.verify('shown', code, { receipt: true });
    const { payload, protectedHeader } = await checked(json.receipt);
    expect(payload).toMatchObject({
      sub: 'shown',
      aud: 'local',
      jti: tokenId,
      purpose: 'login',
      channel: 'sms',
      amr: ['otp', 'sms'],
    });
    expect([(payload.exp ?? 0) - (payload.iat ?? 0), payload.auth_time]).toEqual([30, payload.iat]);
    expect(payload).not.toHaveProperty('context_hash');
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'receipt+jwt', kid: expect.any(String) });
  });

  it('names the number that was presented, and is the same when its answer is replayed', async () => {
    const { code } = await issued('presented', '+4915123456809');
    const options = { headers: { 'idempotency-key': 'lost' } };
    const ask = (phone_number: string) =>
      courier.verify('presented', code, { receipt: true, phone_number }, options);
    const elsewhere = await courier.verify('presented', code, { phone_number: '+4915123456808' });
    expect(elsewhere.json).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    const first = await ask('+49 151 23456809');
    expect(first.json).toMatchObject({ verified: true, destination: expect.stringMatching(/^\+49•+6809$/) });
    expect((await checked(first.json.receipt)).payload).toMatchObject({
      phone_number: '+4915123456809',
      phone_number_verified: true,
    });
    expect((await ask('+49 151 23456809')).json).toEqual(first.json);
  });

  it('names email as the channel of the code', async () => {
    await courier.enrol('mailed', { email: 'mailed@example.com' });
    await courier.issue({ user_id: 'mailed' });
    const code = await courier.codeSentTo('mailed@example.com');
    const { json } = await courier.verify('mailed', code, { receipt: true });
    expect((await checked(json.receipt)).payload.amr).toEqual(['otp', 'email']);
  });

  it('never says sms for a code that was sent to a mailbox', async () => {
    await courier.enrol('thief', { email: 'thief@example.com', phone_number: '+4915123456807' });
    await courier.issue({ user_id: 'thief', channel: 'email' });
    const mailed = await courier.codeSentTo('thief@example.com');
    const { status, json } = await courier.issue({ user_id: 'thief', channel: 'sms' });
    expect([status, json.channel]).toEqual([201, 'sms']);
    const texted = await courier.codeSentTo('+4915123456807');
    if (mailed !== texted) {
      const guess = await courier.verify('thief', mailed, { receipt: true });
      expect(guess.json).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    }
    const right = await courier.verify('thief', texted, { receipt: true });
    expect((await checked(right.json.receipt)).payload).toMatchObject({
      channel: 'sms',
      amr: ['otp', 'sms'],
    });

    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'InvalidParameter', times: 1 });
    await courier.issue({ user_id: 'thief', channels: ['email', 'sms'], purpose: 'both' });
    const both = await courier.verify('thief', await courier.codeSentTo('+4915123456807'), {
      receipt: true,
      purpose: 'both',
    });
    expect((await checked(both.json.receipt)).payload).toMatchObject({
      channel: 'email',
      amr: ['otp', 'email'],
    });
  });

  it('has the hash of the context that the code was bound to', async () => {
    const context = { amount: '100.00 EUR', payee: 'Acme' };
    await courier.issue({ user_id: 'bound', phone_number: '+4915123456802', context });
    const code = await courier.codeSentTo('+4915123456802');
    const { json } = await courier.verify('bound', code, { receipt: true, context });
    // SHA-256 of {"amount":"100.00 EUR","payee":"Acme"}, base64url.
    expect(decodeJwt(json.receipt).context_hash).toBe('YvT50qCKd3G_cXp6tH1AHNsEV2ZNjHDYiw62_-buCvA');
  });

  it('is valid for its client, its lifetime and its issuer only', async () => {
    const { receipt } = (await verified('checked', '+4915123456803')).json;
    const later = new Date(Date.now() + 31_000);
    const refusedWith = (options: JWTVerifyOptions) => checked(receipt, options).catch(({ code }) => code);
    expect(await refusedWith({ audience: 'another' })).toBe('ERR_JWT_CLAIM_VALIDATION_FAILED');
    expect(await refusedWith({ issuer: 'https://example.com' })).toBe('ERR_JWT_CLAIM_VALIDATION_FAILED');
    expect(await refusedWith({ currentDate: later })).toBe('ERR_JWT_EXPIRED');
    const [header, , signature] = receipt.split('.');
    const claims = Buffer.from(JSON.stringify({ ...decodeJwt(receipt), sub: 'admin' })).toString('base64url');
    await expect(checked(`${header}.${claims}.${signature}`)).rejects.toMatchObject({
      code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED',
    });
  });

  it('comes only with a correct code, and only on request', async () => {
    const { code } = await issued('wrong', '+4915123456804');
    const wrong = code === '000000' ? '000001' : '000000';
    const { json } = await courier.verify('wrong', wrong, { receipt: true });
    expect(json).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    const right = await courier.verify('wrong', code);
    expect(right.json.verified).toBe(true);
    expect(right.json).not.toHaveProperty('receipt');
    const again = await courier.verify('wrong', code, { receipt: true });
    expect(again.json).toEqual({ verified: false, reason: 'used', attempts_remaining: 0 });
  });

  it('that cannot be signed costs neither the code nor an attempt', async () => {
    const { code } = await issued('unsigned', '+4915123456805');
    await courier.injectFault({
      service: 'kms',
      operation: 'Sign',
      error: 'KMSInternalException',
      times: 99,
    });
    for (let tries = 0; tries < 6; tries += 1) {
      const { status, json } = await courier.verify('unsigned', code, { receipt: true });
      expect([status, json.code]).toEqual([503, 'signing_unavailable']);
    }
    expect(await courier.listed('user_id=unsigned')).toMatchObject([{ status: 'sent', attempts: 0 }]);
    await courier.clearFaults();
    expect((await courier.verify('unsigned', code, { receipt: true })).json.receipt).toEqual(
      expect.any(String),
    );
  });

  it('is given for one of twenty concurrent correct verifications', async () => {
    const { code } = await issued('many', '+4915123456806');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => courier.verify('many', code, { receipt: true })),
    );
    expect(answers.filter(({ json }) => json.receipt !== undefined)).toHaveLength(1);
  });
});

describe('the published keys', () => {
  it('are public on both hosts, cacheable for five minutes, and without the private half', async () => {
    const viaApi = await courier.call('GET', '/.well-known/jwks.json', { scope: null });
    const viaPage = await fetch(keysUrl());
    expect(await viaPage.json()).toEqual(viaApi.json);
    expect(viaPage.headers.get('content-type')).toBe('application/jwk-set+json');
    expect(viaPage.headers.get('cache-control')).toBe('public, max-age=300');
    expect(viaPage.headers.get('strict-transport-security')).toContain('max-age=');
    const members = ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'];
    expect(viaApi.json.keys.map((key: object) => Object.keys(key).sort())).toEqual([members]);
  });
});

describe('HEAD on a public route', () => {
  it.each(['/.well-known/jwks.json', '/health'])(
    '%s answers with the same headers and no body',
    async (path) => {
      const [got, head] = [
        await courier.call('GET', path, { scope: null }),
        await courier.call('HEAD', path, { scope: null }),
      ];
      const OF_THE_REQUEST = ['date', 'connection', 'keep-alive', 'x-amzn-requestid', 'x-amz-apigw-id'];
      const lasting = ({ headers }: Answer) =>
        [...headers].filter(([name]) => !OF_THE_REQUEST.includes(name));
      expect([got.status, head.status, head.text]).toEqual([200, 200, '']);
      expect(lasting(head)).toEqual(lasting(got));
    },
  );

  it('works for the keys on the page, and for no route that requires an access token', async () => {
    expect((await fetch(keysUrl(), { method: 'HEAD' })).headers.get('cache-control')).toBe(
      'public, max-age=300',
    );
    expect((await courier.call('HEAD', '/tokens')).status).toBe(404);
  });
});

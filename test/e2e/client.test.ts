/** Receipts, and the client of client/, which verifies them, against the whole service. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { JWTVerifyOptions } from 'jose';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { TokenCourierClient } from '../../client/src/client.ts';
import { isProblem } from '../../client/src/errors.ts';
import type { TokenCourierClientOptions } from '../../client/src/options.ts';
import { ReceiptVerifier } from '../../client/src/receipt-verifier.ts';
import type { AppAnswer } from '../../client/test/apps/better-auth-app.ts';
import { BetterAuthApp } from '../../client/test/apps/better-auth-app.ts';
import type { SuperTokensApp } from '../../client/test/apps/supertokens-app.ts';
import { startSuperTokensApp } from '../../client/test/apps/supertokens-app.ts';
import type { Answer, Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';

let service: Courier;
let client: TokenCourierClient;
beforeAll(async () => {
  service = await startCourier('receipts', { engine: 'dynalite' });
  client = clientWith();
});
afterEach(() => service?.clearFaults());
afterAll(() => service?.close());

const keysUrl = () => new URL('/.well-known/jwks.json', service.urls.pageUrl);

/** Checks a receipt as a service behind the caller would, which knows the issuer and the caller's id. */
const checked = (receipt: string, more: JWTVerifyOptions = {}) =>
  jwtVerify(receipt, createRemoteJWKSet(keysUrl()), {
    issuer: service.urls.pageUrl,
    audience: 'local',
    algorithms: ['ES256'],
    ...more,
  });

async function issued(userId: string, phoneNumber: string): Promise<{ code: string; tokenId: string }> {
  const { json } = await service.issue({ user_id: userId, phone_number: phoneNumber });
  return { code: await service.codeSentTo(phoneNumber), tokenId: json.token_id };
}

async function verified(userId: string, phoneNumber: string): Promise<Answer> {
  const { code } = await issued(userId, phoneNumber);
  return service.verify(userId, code, { receipt: true });
}

const clientWith = (more: Partial<TokenCourierClientOptions> = {}): TokenCourierClient =>
  new TokenCourierClient({
    apiUrl: service.urls.apiUrl,
    tokenUrl: `${service.urls.issuerUrl}/oauth2/token`,
    clientId: 'local',
    clientSecret: 'local',
    ...more,
  });

const fiveTimes = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all([1, 2, 3, 4, 5].map(work));
const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );
/** A code that is not this one. */
const otherThan = (code: string): string => (code === '000000' ? '000001' : '000000');

describe('a receipt', () => {
  it('proves to a service behind the caller who was verified, with only the published key', async () => {
    const { code, tokenId } = await issued('shown', '+4915123456801');
    const { json } = await service.verify('shown', code, { receipt: true });
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
      service.verify('presented', code, { receipt: true, phone_number }, options);
    const elsewhere = await service.verify('presented', code, { phone_number: '+4915123456808' });
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
    await service.enrol('mailed', { email: 'mailed@example.com' });
    await service.issue({ user_id: 'mailed' });
    const code = await service.codeSentTo('mailed@example.com');
    const { json } = await service.verify('mailed', code, { receipt: true });
    expect((await checked(json.receipt)).payload.amr).toEqual(['otp', 'email']);
  });

  it('never says sms for a code that was sent to a mailbox', async () => {
    await service.enrol('thief', { email: 'thief@example.com', phone_number: '+4915123456807' });
    await service.issue({ user_id: 'thief', channel: 'email' });
    const mailed = await service.codeSentTo('thief@example.com');
    const { status, json } = await service.issue({ user_id: 'thief', channel: 'sms' });
    expect([status, json.channel]).toEqual([201, 'sms']);
    const texted = await service.codeSentTo('+4915123456807');
    if (mailed !== texted) {
      const guess = await service.verify('thief', mailed, { receipt: true });
      expect(guess.json).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    }
    const right = await service.verify('thief', texted, { receipt: true });
    expect((await checked(right.json.receipt)).payload).toMatchObject({
      channel: 'sms',
      amr: ['otp', 'sms'],
    });

    await service.injectFault({ service: 'sns', operation: 'Publish', error: 'InvalidParameter', times: 1 });
    await service.issue({ user_id: 'thief', channels: ['email', 'sms'], purpose: 'both' });
    const both = await service.verify('thief', await service.codeSentTo('+4915123456807'), {
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
    await service.issue({ user_id: 'bound', phone_number: '+4915123456802', context });
    const code = await service.codeSentTo('+4915123456802');
    const { json } = await service.verify('bound', code, { receipt: true, context });
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
    const { json } = await service.verify('wrong', wrong, { receipt: true });
    expect(json).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    const right = await service.verify('wrong', code);
    expect(right.json.verified).toBe(true);
    expect(right.json).not.toHaveProperty('receipt');
    const again = await service.verify('wrong', code, { receipt: true });
    expect(again.json).toEqual({ verified: false, reason: 'used', attempts_remaining: 0 });
  });

  it('that cannot be signed costs neither the code nor an attempt', async () => {
    const { code } = await issued('unsigned', '+4915123456805');
    await service.injectFault({
      service: 'kms',
      operation: 'Sign',
      error: 'KMSInternalException',
      times: 99,
    });
    for (let tries = 0; tries < 6; tries += 1) {
      const { status, json } = await service.verify('unsigned', code, { receipt: true });
      expect([status, json.code]).toEqual([503, 'signing_unavailable']);
    }
    expect(await service.listed('user_id=unsigned')).toMatchObject([{ status: 'sent', attempts: 0 }]);
    await service.clearFaults();
    expect((await service.verify('unsigned', code, { receipt: true })).json.receipt).toEqual(
      expect.any(String),
    );
  });

  it('is given for one of twenty concurrent correct verifications', async () => {
    const { code } = await issued('many', '+4915123456806');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => service.verify('many', code, { receipt: true })),
    );
    expect(answers.filter(({ json }) => json.receipt !== undefined)).toHaveLength(1);
  });
});

describe('the published keys', () => {
  it('are public on both hosts, cacheable for five minutes, and without the private half', async () => {
    const viaApi = await service.call('GET', '/.well-known/jwks.json', { scope: null });
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
        await service.call('GET', path, { scope: null }),
        await service.call('HEAD', path, { scope: null }),
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
    expect((await service.call('HEAD', '/tokens')).status).toBe(404);
  });
});

describe('the client', () => {
  it('issues a code, and verifies it once, whoever tries at the same time', async () => {
    const issued = await client.issueToken({ user_id: 'parallel', phone_number: '+4915123457001' });
    expect(issued).toMatchObject({ status: 'sent', destination: '+49•••••••7001', user_id: 'parallel' });
    const code = await service.codeSentTo('+4915123457001');
    const answers = await fiveTimes(() => client.verifyToken({ user_id: 'parallel', token: code }));
    expect(answers.filter(({ verified }) => verified)).toHaveLength(1);
  });

  it('gets a receipt that a service without credentials can verify', async () => {
    const context = { amount: '12.50 EUR', payee: 'ACME' };
    const about = { user_id: 'receipt', purpose: 'payment', context };
    await client.issueToken({ ...about, phone_number: '+4915123457002' });
    const token = await service.codeSentTo('+4915123457002');
    const answer = await client.verifyToken({ ...about, token, receipt: true });
    const receipt = (answer.verified && answer.receipt) || '';
    const verifier = new ReceiptVerifier({ issuer: service.urls.pageUrl, audience: 'local' });
    expect(await verifier.verify(receipt, about)).toMatchObject({ sub: 'receipt', amr: ['otp', 'sms'] });
    const wrong = verifier.verify(receipt, { ...about, context: { ...context, amount: '1250 EUR' } });
    await expect(wrong).rejects.toThrow('is bound to something else');
  });

  it('repeats a request whose answer was lost, and one message is sent, one attempt used', async () => {
    let lost = 0;
    const forgetful = clientWith({
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (String(url).includes('/tokens') && lost % 2 === 0) {
          lost += 1;
          throw new TypeError('fetch failed');
        }
        lost += String(url).includes('/tokens') ? 1 : 0;
        return response;
      },
    });
    await forgetful.issueToken({ user_id: 'lost', phone_number: '+4915123457003' });
    expect(await service.messages('+4915123457003')).toHaveLength(1);
    const token = await service.codeSentTo('+4915123457003');
    expect(await forgetful.verifyToken({ user_id: 'lost', token: otherThan(token) })).toEqual({
      verified: false,
      reason: 'mismatch',
      attempts_remaining: 4,
    });
    expect(await forgetful.verifyToken({ user_id: 'lost', token })).toMatchObject({ verified: true });
    expect(lost).toBe(6);
  });

  it('says when nobody knows whether the message was sent', async () => {
    await service.injectFault({ service: 'lambda', function: 'deliver-by-sms', error: 'crash', times: 1 });
    const issued = await client.issueToken({ user_id: 'unsure', phone_number: '+4915123457004' });
    expect(issued.status).toBe('unknown');
  });

  it('turns refusals into errors by their code', async () => {
    const twice = { user_id: 'hasty', phone_number: '+4915123457005' };
    await client.issueToken(twice);
    const tooSoon = await failureOf(client.issueToken(twice));
    expect(isProblem(tooSoon, 'resend_too_soon') && tooSoon.retryAfterSeconds > 20).toBe(true);
    const invalid = await failureOf(client.issueToken({ user_id: '' }));
    expect(isProblem(invalid, 'invalid_request') && invalid.problem.errors).toEqual([
      { field: 'user_id', rule: 'must not be empty' },
    ]);
    const refused = await failureOf(clientWith({ clientSecret: 'wrong' }).readLimits());
    expect(refused).toMatchObject({ name: 'AccessTokenError', error: 'invalid_client' });
    const scoped = await failureOf(clientWith({ scopes: ['tokens/issue'] }).readLimits());
    expect(isProblem(scoped, 'forbidden')).toBe(true);
  });

  it('manages contacts, tokens, limits and opt-outs', async () => {
    const user_id = 'ada / lovelace';
    const contact = { phone_number: '+4915123457006', email: 'ada@example.com' };
    expect(await client.putContact(user_id, contact)).toMatchObject({ email_status: 'unconfirmed' });
    const link = await service.confirmationSentTo(contact.email);
    expect(await client.confirmContact(user_id, { code: link })).toMatchObject({ email_status: 'confirmed' });
    expect(await client.getContact(user_id)).toMatchObject({ ...contact, user_id, email_confirmed: true });

    await client.issueToken({ user_id });
    expect((await client.listTokens({ user_id, status: 'sent' })).tokens).toHaveLength(1);
    const all: string[] = [];
    for await (const token of client.eachToken({ limit: 2 })) {
      all.push(token.user_id);
    }
    expect(all).toContain('hasty');
    expect(new Set(all).size).toBeGreaterThan(2);
    await client.revokeToken({ user_id });
    expect((await client.listTokens({ user_id })).tokens).toMatchObject([{ status: 'revoked', token: null }]);

    expect((await client.readLimits({ user_id })).person).toMatchObject({ user_id, locked: false });
    await client.unlockPerson(user_id);
    await client.putOptOut({ phone_number: contact.phone_number, opted_out: true });
    const optedOut = await failureOf(client.issueToken({ user_id, phone_number: contact.phone_number }));
    expect(isProblem(optedOut, 'destination_not_allowed') && optedOut.problem.rule).toBe('opt_out');
    await client.deleteContact(user_id);
    expect(isProblem(await failureOf(client.getContact(user_id)), 'not_found')).toBe(true);
    expect(await client.readHealth()).toEqual({ status: 'ok' });
  });
});

describe("better-auth's phone-number plugin", () => {
  const number = '+4915123457010';
  let app: BetterAuthApp;
  beforeAll(() => {
    app = new BetterAuthApp(client, '+4915123457011');
  });

  it('signs in by a code of Token Courier, once, whoever tries at the same time', async () => {
    const post = app.browser();
    expect((await post('/phone-number/send-otp', { phoneNumber: number })).status).toBe(200);
    const code = await service.codeSentTo(number);
    const wrong = await post('/phone-number/verify', { phoneNumber: number, code: otherThan(code) });
    expect([wrong.status, wrong.json.code]).toEqual([400, 'INVALID_OTP']);
    const answers = await fiveTimes(() =>
      app.browser()('/phone-number/verify', { phoneNumber: number, code }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
    expect(app.tables.session).toHaveLength(1);
  });

  it('tells the person how long to wait', async () => {
    const other = { phoneNumber: '+4915123457012' };
    await app.browser()('/phone-number/send-otp', other);
    const { status, headers, json } = await app.browser()('/phone-number/send-otp', other);
    expect([status, json.code]).toEqual([429, 'RESEND_TOO_SOON']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(20);
    const empty = await app.browser()('/phone-number/verify', { ...other, code: '' });
    expect([empty.status, empty.json.code]).toEqual([400, 'INVALID_OTP']);
  });

  it('resets a password by a code for that alone, and answers the same for an unknown number', async () => {
    const post = app.browser();
    const newPassword = 'correct horse battery';
    const ask = (phoneNumber: string) => post('/phone-number/request-password-reset', { phoneNumber });
    const { status, json } = await ask(number);
    const tooSoon = await ask(number);
    const nobody = await ask('+4915123457019');
    expect([status, json]).toEqual([nobody.status, nobody.json]);
    expect([tooSoon.status, tooSoon.json]).toEqual([nobody.status, nobody.json]);
    expect(await service.messages('+4915123457019')).toEqual([]);
    const otp = await service.codeSentTo(number);
    const asSignIn = await post('/phone-number/verify', { phoneNumber: number, code: otp });
    expect(asSignIn.status).toBe(400);
    const reset = await post('/phone-number/reset-password', { phoneNumber: number, otp, newPassword });
    expect([reset.status, reset.json]).toEqual([200, { status: true }]);
  });
});

describe("better-auth's twoFactor plugin", () => {
  const number = '+4915123457020';
  const account = { email: 'grace@example.com', password: 'correct horse battery' };

  it('asks for a code of Token Courier after the password, and takes it once', async () => {
    const app = new BetterAuthApp(client, number);
    const post = app.browser();
    const verify = (browser: typeof post, code: string): Promise<AppAnswer> =>
      browser('/two-factor/verify-otp', { code });
    await post('/sign-up/email', { ...account, name: 'Grace' });
    await post('/two-factor/enable', { password: account.password });
    await post('/two-factor/send-otp', {});
    const enabled = await verify(post, await service.codeSentTo(number));
    expect([enabled.status, app.tables.user?.[0]?.twoFactorEnabled]).toEqual([200, true]);

    const browser = app.browser();
    const signedIn = await browser('/sign-in/email', account);
    expect(signedIn.json).toMatchObject({ twoFactorRedirect: true });
    const sessions = app.tables.session?.length ?? 0;
    expect((await browser('/two-factor/send-otp', {})).json).toEqual({ status: true });
    const code = await service.codeSentTo(number);
    const handle = String(
      app.tables.verification?.find(({ identifier }) => String(identifier).startsWith('2fa-otp-'))?.value,
    ).split(':')[0];
    for (const wrong of [otherThan(code), '', `${handle}`]) {
      expect((await verify(browser, wrong)).json.code).toBe('INVALID_CODE');
    }
    const answers = await fiveTimes(() => verify(browser, code));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(app.tables.session).toHaveLength(sessions + 1);
    expect(handle).toMatch(/^\d{32}$/);
  });
});

describe("SuperTokens' passwordless recipe", () => {
  const phoneNumber = '+4915123457030';
  let app: SuperTokensApp;
  beforeAll(async () => {
    app = await startSuperTokensApp(client);
  });
  afterAll(() => app?.core.stop());

  it('consumes a code of Token Courier, once, whoever tries at the same time', async () => {
    const device = await app.post('/signinup/code', { phoneNumber });
    expect(device.status).toBe('OK');
    const code = await service.codeSentTo(phoneNumber);
    const [own = ''] = app.core.ownCodes();
    expect(own).toMatch(/^\d{6}$/);
    expect(await app.consume(device, own === code ? '' : own)).toBe('INCORRECT_USER_INPUT_CODE_ERROR');
    const statuses = await fiveTimes(() => app.consume(device, code));
    expect(statuses.filter((status) => status === 'OK')).toHaveLength(1);
  });

  it('checks a code without using it up in the same request', async () => {
    const other = '+4915123457031';
    const device = await app.post('/signinup/code', { phoneNumber: other });
    const code = await service.codeSentTo(other);
    const userContext = {};
    expect(await app.check(device, otherThan(code), {})).toBe('INCORRECT_USER_INPUT_CODE_ERROR');
    expect(await app.check(device, code, userContext)).toBe('OK');
    expect(await app.consume(device, code, {})).toBe('INCORRECT_USER_INPUT_CODE_ERROR');
    expect(await app.consume(device, code, userContext)).toBe('OK');
    expect(await app.consume(device, code, userContext)).toBe('RESTART_FLOW_ERROR');
  });

  it('shows the person why no code is sent again', async () => {
    const device = await app.post('/signinup/code', { phoneNumber: '+4915123457032' });
    const { deviceId, preAuthSessionId } = device;
    const again = await app.post('/signinup/code/resend', { deviceId, preAuthSessionId });
    expect(again).toEqual({ status: 'GENERAL_ERROR', message: 'It is too soon to send again' });
  });
});

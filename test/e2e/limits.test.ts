/** The limits over HTTP: each refuses with its own code, says when it ends, and sends nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Answer, Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { pauseAtWindowEnd } from '../support/window-end.ts';

const DAY_SECONDS = 86_400;

let people = 0;
/** A new person with a separate number. */
function somebody(): { user_id: string; phone_number: string } {
  people += 1;
  return { user_id: `person-${people}`, phone_number: `+4915${String(120_000_000 + people)}` };
}

const waitOf = ({ headers }: Answer): number => Number(headers.get('retry-after'));

/** A wrong code, whatever the correct one is. */
const wrongOf = (code: string): string => (code === '000000' ? '000001' : '000000');

describe('with the default limits', () => {
  let courier: Courier;
  beforeAll(async () => {
    courier = await startCourier();
  });
  afterAll(() => courier?.close());
  beforeEach(() => pauseAtWindowEnd());

  it('a second request within the wait is too soon, and sends no message', async () => {
    const person = somebody();
    expect((await courier.issue(person)).status).toBe(201);
    const refused = await courier.issue(person);
    expect([refused.status, refused.json.code]).toEqual([429, 'resend_too_soon']);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(waitOf(refused)).toBeGreaterThan(0);
    expect(refused.json.retry_after).toBe(waitOf(refused));
    expect(waitOf(refused)).toBeLessThanOrEqual(30);
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
  });

  it('a person gets one message, however many requests arrive at once', async () => {
    const person = somebody();
    const answers = await Promise.all(Array.from({ length: 40 }, () => courier.issue(person)));
    const messages = await courier.messages(person.phone_number);
    expect(messages).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    const refusals = new Set(answers.map(({ json }) => json.code));
    for (const code of refusals) {
      expect([undefined, 'rate_limited', 'resend_too_soon', 'superseded']).toContain(code);
    }
    const code = await courier.codeSentTo(person.phone_number);
    expect((await courier.verify(person.user_id, code)).json.verified).toBe(true);
  });

  it('a person is sent five messages for a purpose in ten minutes, and a sixth is refused', async () => {
    const person = somebody();
    for (let sent = 0; sent < 5; sent += 1) {
      expect((await courier.issue(person)).status).toBe(201);
      await courier.call('DELETE', `/tokens/${person.user_id}`);
    }
    const refused = await courier.issue(person);
    expect([refused.status, refused.json.code]).toEqual([429, 'rate_limited']);
    expect(refused.json.limit).toMatchObject({ limit: 5, window_seconds: 600 });
    expect(waitOf(refused)).toBeLessThanOrEqual(600);
    expect(await courier.messages(person.phone_number)).toHaveLength(5);
    const elsewhere = await courier.issue({ ...person, purpose: 'payment', ...somebodyElsesNumber() });
    expect(elsewhere.status).toBe(201);
  });

  it('a number is sent five messages in ten minutes, whoever they are for', async () => {
    const { phone_number } = somebody();
    for (let sent = 0; sent < 5; sent += 1) {
      expect((await courier.issue({ ...somebody(), phone_number })).status).toBe(201);
    }
    const refused = await courier.issue({ ...somebody(), phone_number });
    expect([refused.status, refused.json.code]).toEqual([429, 'rate_limited']);
    expect(refused.json.limit).toEqual({ name: 'destination', limit: 5, window_seconds: 600 });
    expect(await courier.messages(phone_number)).toHaveLength(5);
  });

  it('strangers who use up the limit of a number close it to themselves, not to its owners', async () => {
    const enrolled = somebody();
    const verified = somebody();
    await courier.enrol(enrolled.user_id, { phone_number: enrolled.phone_number });
    await courier.issue(verified);
    await courier.verify(verified.user_id, await courier.codeSentTo(verified.phone_number));
    for (const { phone_number } of [enrolled, verified]) {
      const strangers: Answer[] = [];
      for (let n = 0; n < 6; n += 1) {
        strangers.push(await courier.issue({ ...somebody(), phone_number, purpose: 'sign-up' }));
      }
      expect(strangers.at(-1)?.json).toMatchObject({ code: 'rate_limited', limit: { name: 'destination' } });
    }
    expect((await courier.issue({ user_id: enrolled.user_id })).json).toMatchObject({ channel: 'sms' });
    expect((await courier.issue(verified)).json).toMatchObject({ channel: 'sms' });
    const code = await courier.codeSentTo(verified.phone_number);
    expect((await courier.verify(verified.user_id, code)).json.verified).toBe(true);

    // Enrolling it does not make a stranger its owner.
    const [other, another] = [somebody(), somebody()];
    for (const { user_id } of [other, another]) {
      await courier.enrol(user_id, { phone_number: verified.phone_number });
      for (const purpose of ['login', 'payment', 'export']) {
        await courier.issue({ user_id, purpose });
      }
    }
    expect((await courier.issue({ user_id: another.user_id, purpose: 'sign-up' })).json.code).toBe(
      'rate_limited',
    );
    expect((await courier.issue({ ...verified, purpose: 'payment' })).status).toBe(201);
  });

  it('wrong codes lock a person out of verifying and of new codes, until an operator unlocks', async () => {
    const person = somebody();
    const guessFive = async () => {
      await courier.issue(person);
      const wrong = wrongOf(await courier.codeSentTo(person.phone_number));
      const guesses = await Promise.all(
        Array.from({ length: 6 }, () => courier.verify(person.user_id, wrong)),
      );
      expect(guesses.filter(({ json }) => json.reason === 'mismatch')).toHaveLength(5);
      expect(guesses.filter(({ json }) => json.reason === 'locked')).toHaveLength(1);
    };
    await guessFive();
    await guessFive();
    const locked = await courier.issue(person);
    expect([locked.status, locked.json.code]).toEqual([429, 'locked']);
    expect(locked.json.limit).toEqual({ name: 'guesses', limit: 10, window_seconds: 600 });
    expect(waitOf(locked)).toBeLessThanOrEqual(600);

    const path = `/limits/${person.user_id}`;
    expect((await courier.call('DELETE', path, { scope: 'limits/read' })).status).toBe(403);
    expect((await courier.call('DELETE', path, { scope: 'limits/write' })).status).toBe(204);
    expect((await courier.issue(person)).status).toBe(201);
    const code = await courier.codeSentTo(person.phone_number);
    expect((await courier.verify(person.user_id, code)).json.verified).toBe(true);
  });

  it('a token that is bound to a context verifies only with it, and another costs an attempt', async () => {
    const person = somebody();
    const context = { amount: '12.50 EUR', payee: 'ACME' };
    await courier.issue({ ...person, context });
    const code = await courier.codeSentTo(person.phone_number);
    const wrong = await courier.verify(person.user_id, code, { context: { ...context, payee: 'Mallory' } });
    expect(wrong.json).toEqual({ verified: false, reason: 'mismatch', attempts_remaining: 4 });
    expect((await courier.verify(person.user_id, code)).json).toMatchObject({ attempts_remaining: 3 });
    const swapped = { payee: 'ACME', amount: '12.50 EUR' };
    expect((await courier.verify(person.user_id, code, { context: swapped })).json.verified).toBe(true);
  });

  it.each([
    [{ context: { 'a b': 'x' } }],
    [{ context: { amount: 'x\u0007' } }],
    [{ context: { amount: 'x'.repeat(257) } }],
    [{ context: { amount: 12.5 } }],
    [{ context: [] }],
    [{ context: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`k${i}`, 'v'])) }],
  ])('refuses the context of %j', async (more) => {
    const { status, json } = await courier.issue({ ...somebody(), ...more });
    expect([status, json.code, json.errors]).toEqual([
      400,
      'invalid_request',
      [{ field: 'context', rule: expect.any(String) }],
    ]);
  });
});

describe('with configured limits', () => {
  let courier: Courier;
  beforeAll(async () => {
    courier = await startCourier('own-limits', { engine: 'dynalite' });
  });
  afterAll(() => courier?.close());
  beforeEach(() => pauseAtWindowEnd(DAY_SECONDS));

  it('resends the same token, with the same expiry and attempts, and waits longer each time', async () => {
    const person = somebody();
    const { json: first } = await courier.issue(person);
    const code = await courier.codeSentTo(person.phone_number);
    await courier.verify(person.user_id, wrongOf(code));
    await pause(1100);
    const sentAgainMs = Date.now();
    const { status, json: second } = await courier.issue(person);
    // Without a pause: two seconds later it would no longer be too soon.
    const tooSoon = await courier.issue(person);
    expect(status).toBe(201);
    expect(tooSoon.json.code).toBe('resend_too_soon');
    expect([1, 2]).toContain(waitOf(tooSoon));
    expect(Date.parse(second.resend_after)).toBeGreaterThanOrEqual(sentAgainMs + 2000);
    expect(second).toMatchObject({
      token_id: first.token_id,
      issued_at: first.issued_at,
      expires_at: first.expires_at,
    });
    expect(await courier.codeSentTo(person.phone_number)).toBe(code);
    expect(await courier.messages(person.phone_number)).toHaveLength(2);
    expect(await courier.listed(`user_id=${person.user_id}`)).toMatchObject([
      { attempts: 1, max_attempts: 5 },
    ]);
    expect((await courier.verify(person.user_id, code)).json).toMatchObject({
      verified: true,
      token_id: first.token_id,
    });
  });

  it('sends once for two concurrent requests to send it again', async () => {
    const person = somebody();
    await courier.issue(person);
    await pause(1100);
    const answers = await Promise.all([courier.issue(person), courier.issue(person)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 429]);
    expect(answers.find(({ status }) => status === 429)?.json.code).toBe('resend_too_soon');
    expect(await courier.messages(person.phone_number)).toHaveLength(2);
  });

  it('keeps the token that was sent if it cannot be sent again', async () => {
    const person = somebody();
    await courier.issue(person);
    const code = await courier.codeSentTo(person.phone_number);
    await pause(1100);
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    expect((await courier.issue(person)).json.code).toBe('delivery_failed');
    expect((await courier.verify(person.user_id, code)).json.verified).toBe(true);
  });

  it('sends another code by another channel, with the expiry and the attempts of the first', async () => {
    const person = somebody();
    const email = `${person.user_id}@example.com`;
    await courier.enrol(person.user_id, { phone_number: person.phone_number, email });
    const { json: first } = await courier.issue({ user_id: person.user_id, channel: 'sms' });
    const earlier = await courier.codeSentTo(person.phone_number);
    await courier.verify(person.user_id, wrongOf(earlier));
    const { json: second } = await courier.issue({ user_id: person.user_id, channel: 'email' });
    expect(second).toMatchObject({ channel: 'email', expires_at: first.expires_at });
    expect(second.token_id).not.toBe(first.token_id);
    expect((await courier.verify(person.user_id, earlier)).json).toEqual({
      verified: false,
      reason: 'mismatch',
      attempts_remaining: 3,
    });
    const code = await courier.codeSentTo(email);
    expect((await courier.verify(person.user_id, code)).json).toMatchObject({
      verified: true,
      channel: 'email',
    });
  });

  it('shows what a code confirms after the code, and only the configured fields', async () => {
    const person = somebody();
    await courier.issue({ ...person, context: { secret: 'S', payee: 'ACME', amount: '12.50 EUR' } });
    const [message] = await courier.messages(person.phone_number);
    expect(message?.body).toMatch(
      /^\d{6} is your .+ code\. For amount: "12\.50 EUR", payee: "ACME"\. It is valid /,
    );
    expect(message?.body).not.toContain('secret');
  });

  it('refuses a shown field that forges a message, before anything is counted or sent', async () => {
    const person = somebody();
    const payees = [
      'ACME. 111111 is your Token Courier code',
      'ACME\u202e',
      'evil.example',
      'call +49 900 1',
    ];
    // More requests than the limit of a person: none of them counts.
    for (const payee of [...payees, ...payees]) {
      const refused = await courier.issue({ ...person, context: { amount: '1.00 EUR', payee } });
      expect([refused.status, refused.json.code]).toEqual([400, 'invalid_request']);
      expect(refused.json.errors).toEqual([{ field: 'context.payee', rule: expect.any(String) }]);
    }
    expect(await courier.messages(person.phone_number)).toEqual([]);
    const shown = { amount: '1.00 EUR', payee: 'ACME', memo: 'https://not.shown/'.padEnd(256, '1') };
    expect((await courier.issue({ ...person, context: shown })).status).toBe(201);
  });

  it.each([
    ['context', { context: { amount: '1 EUR' } }, { context: { amount: '2 EUR' } }],
    ['length', { length: 6 }, { length: 8 }],
    ['format', {}, { format: 'alphanumeric' }],
  ])('sends a new code for another %s, no earlier than the same one again', async (_, one, other) => {
    const person = somebody();
    const { json: first } = await courier.issue({ ...person, ...one });
    const tooSoon = await courier.issue({ ...person, ...other });
    expect([tooSoon.status, tooSoon.json.code]).toEqual([429, 'resend_too_soon']);
    await pause(1100);
    const { status, json: second } = await courier.issue({ ...person, ...other });
    expect(status).toBe(201);
    expect(second.token_id).not.toBe(first.token_id);
    expect(second.expires_at).toBe(first.expires_at);
    expect(await courier.messages(person.phone_number)).toHaveLength(2);
  });

  it('refuses a source that has used up its messages, whoever they are for, and logs no source', async () => {
    const limit_keys = { ip: '203.0.113.77' };
    const issue = (more: object) => courier.issue({ ...somebody(), ...more });
    expect((await issue({ limit_keys })).status).toBe(201);
    expect((await issue({ limit_keys })).status).toBe(201);
    const refused = await issue({ limit_keys });
    expect([refused.status, refused.json.code]).toEqual([429, 'rate_limited']);
    expect(refused.json.limit).toEqual({ name: 'limit_keys.ip', limit: 2, window_seconds: DAY_SECONDS });
    expect((await issue({ limit_keys: { ip: '203.0.113.78' } })).status).toBe(201);

    const misspelt = await issue({ limit_keys: { ipp: '203.0.113.77' } });
    expect([misspelt.status, misspelt.json.errors]).toEqual([
      400,
      [{ field: 'limit_keys.ipp', rule: 'must be configured in limitKeys; its keys are ip' }],
    ]);
    const verified = await courier.verify('anybody', '123456', { limit_keys });
    expect(verified.json.errors).toEqual([{ field: 'limit_keys', rule: 'is not a known field' }]);
    expect(courier.logLines.join('\n')).not.toContain('203.0.113.77');
  });

  it('refuses a client that has used up its messages, whoever they are for', async () => {
    const answers: Answer[] = [];
    for (let asked = 0; asked < 31; asked += 1) {
      answers.push(await courier.issue(somebody()));
    }
    const refused = answers.at(-1);
    expect([refused?.status, refused?.json.code]).toEqual([429, 'rate_limited']);
    expect(refused?.json.limit).toEqual({ name: 'client', limit: 30, window_seconds: DAY_SECONDS });
  });
});

describe('with a new code for every send and a limit for the deployment', () => {
  let courier: Courier;
  beforeAll(async () => {
    courier = await startCourier('new-code', { engine: 'dynalite' });
  });
  afterAll(() => courier?.close());
  beforeEach(() => pauseAtWindowEnd(DAY_SECONDS));

  it('replaces the code, but not its expiry or its attempts', async () => {
    const person = somebody();
    const { json: first } = await courier.issue(person);
    const code = await courier.codeSentTo(person.phone_number);
    await courier.verify(person.user_id, wrongOf(code));
    await pause(1100);
    const { json: second } = await courier.issue(person);
    expect(second.token_id).not.toBe(first.token_id);
    expect(second.expires_at).toBe(first.expires_at);
    expect(await courier.listed(`user_id=${person.user_id}`)).toMatchObject([
      { token_id: second.token_id, attempts: 1, status: 'sent' },
    ]);
    const renewed = await courier.codeSentTo(person.phone_number);
    expect((await courier.verify(person.user_id, renewed)).json).toMatchObject({
      verified: true,
      token_id: second.token_id,
    });
  });

  it('refuses everybody once all messages are used up', async () => {
    const statuses = await Promise.all(Array.from({ length: 6 }, () => courier.issue(somebody())));
    expect(statuses.filter(({ status }) => status === 201)).toHaveLength(2);
    const refused = statuses.find(({ status }) => status === 429);
    expect(refused?.json).toMatchObject({ code: 'rate_limited', limit: { name: 'deployment', limit: 4 } });
  });
});

const somebodyElsesNumber = () => ({ phone_number: somebody().phone_number });

import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { pauseAtWindowEnd } from '../support/window-end.ts';

const CONFIRMATION_WINDOW_SECONDS = 300;

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('default', { engine: 'dynalite' });
});
afterAll(() => courier?.close());

describe('a contact', () => {
  it('gets no code by email until its owner confirms the address', async () => {
    await courier.call('PUT', '/contacts/ada', { body: { email: 'ada@example.com' } });
    const refused = await courier.issue({ user_id: 'ada' });
    expect([refused.status, refused.json.code]).toEqual([422, 'no_destination']);
    expect(refused.text).toMatch(/confirm/i);
    expect(await courier.messages('ada@example.com')).toHaveLength(1);

    await courier.confirm('ada', 'ada@example.com');
    const issued = await courier.issue({ user_id: 'ada' });
    expect(issued.json).toMatchObject({ channel: 'email', destination: expect.not.stringContaining('ada@') });
    const code = await courier.codeSentTo('ada@example.com');
    const [message] = await courier.messages('ada@example.com');
    expect(message?.subject).not.toContain(code);
    expect((await courier.verify('ada', code)).json).toMatchObject({ verified: true, channel: 'email' });
    expect((await courier.call('GET', '/contacts/ada')).json).toEqual({
      user_id: 'ada',
      email: 'ada@example.com',
      email_confirmed: true,
      email_status: 'confirmed',
    });
  });

  it('is not confirmed by robots that follow every link, and is by the code that follows', async () => {
    const put = () => courier.call('PUT', '/contacts/rob', { body: { email: 'rob@example.com' } });
    const follow = async () => {
      const [{ body } = { body: '' }] = await courier.messages('rob@example.com');
      for (const [link] of body.matchAll(/http:\/\/\S+/g)) {
        await fetch(link);
      }
    };
    await put();
    await follow();
    expect((await courier.call('GET', '/contacts/rob')).json).toMatchObject({ email_status: 'unconfirmed' });
    expect((await courier.issue({ user_id: 'rob' })).json.code).toBe('no_destination');
    // The subscription is made, so a code arrives, and a person types it.
    expect((await put()).status).toBe(200);
    await courier.confirm('rob', 'rob@example.com');
    expect((await courier.issue({ user_id: 'rob' })).json.channel).toBe('email');

    await follow();
    const again = await courier.issue({ user_id: 'rob', channel: 'email', locale: 'de' });
    expect(again.json).toMatchObject({ code: 'no_destination', errors: [{ field: 'email' }] });
    expect(again.text).toContain('unsubscribed');
    expect((await courier.call('GET', '/contacts/rob')).json).toMatchObject({
      email_confirmed: false,
      email_status: 'unsubscribed',
    });
  });

  it('is not confirmed by a code whose own message was unsubscribed from before it was typed', async () => {
    const put = () => courier.call('PUT', '/contacts/sue', { body: { email: 'sue@example.com' } });
    const follow = async () => {
      const [{ body } = { body: '' }] = await courier.messages('sue@example.com');
      for (const [link] of body.matchAll(/http:\/\/\S+/g)) {
        await fetch(link);
      }
    };
    await put();
    await follow();
    await put();
    const code = await courier.confirmationSentTo('sue@example.com');
    await follow();
    const { status, json } = await courier.call('POST', '/contacts/sue/confirm', { body: { code } });
    expect([status, json.code, json.errors[0].field]).toEqual([422, 'no_destination', 'email']);
    expect((await courier.call('GET', '/contacts/sue')).json.email_status).toBe('unsubscribed');
    expect((await courier.issue({ user_id: 'sue' })).json.code).toBe('no_destination');
  });

  it('is confirmed by a link that a mail filter has rewritten, and a link without a token is no try', async () => {
    await courier.call('PUT', '/contacts/wes', { body: { email: 'wes@example.com' } });
    const link = encodeURIComponent(await courier.confirmationSentTo('wes@example.com'));
    const paste = (code: string) => courier.call('POST', '/contacts/wes/confirm', { body: { code } });
    for (let n = 0; n < 6; n += 1) {
      expect((await paste('https://example.com/?Token=short')).status).toBe(400);
    }
    const rewritten = await paste(`https://safelinks.example.com/?url=${link}&data=05%7C02`);
    expect([rewritten.status, rewritten.json.email_status]).toEqual([200, 'confirmed']);
  });

  it('stays subscribed, whatever robots follow, where the link was pasted', async () => {
    await courier.enrol('ted', { email: 'ted@example.com' });
    await courier.issue({ user_id: 'ted' });
    const [{ body } = { body: '' }] = await courier.messages('ted@example.com');
    const links = [...body.matchAll(/http:\/\/\S+/g)].map(([link]) => link);
    expect(links).toHaveLength(1);
    expect(await Promise.all(links.map(async (link) => (await fetch(link)).status))).toEqual([403]);
    expect((await courier.call('GET', '/contacts/ted')).json.email_status).toBe('confirmed');
  });

  it('floods no mailbox with confirmations, whoever is enrolled with it, in any spelling', async () => {
    const put = (user_id: string, email: string) =>
      courier.call('PUT', `/contacts/${user_id}`, { body: { email } });
    await pauseAtWindowEnd(CONFIRMATION_WINDOW_SECONDS);
    const again = [];
    for (let n = 0; n < 12; n += 1) {
      again.push(await put('flo', 'flo@example.com'));
    }
    expect(again.map(({ status }) => status)).toEqual([200, ...Array.from({ length: 11 }, () => 429)]);
    expect(again.at(-1)?.json).toMatchObject({
      code: 'rate_limited',
      limit: { name: 'confirmations.pending', limit: 1, window_seconds: 300 },
    });
    expect(Number(again.at(-1)?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await courier.messages('flo@example.com')).toHaveLength(1);

    const others = await Promise.all(
      Array.from({ length: 9 }, (_, n) =>
        put(`flo-${n}`, n % 2 ? `Flo+${n}@Example.com` : 'FLO@example.com'),
      ),
    );
    const refused = others.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(7);
    expect(refused[0]?.json.limit.name).toBe('confirmations.address');
    const mails = (await courier.messages()).filter(({ to }) => /^flo/i.test(to));
    expect(mails.length).toBeLessThanOrEqual(3);
  });

  it('stays confirmed, and is sent no mail, when the case of its address changes', async () => {
    await courier.enrol('cas', { email: 'Cas.B@example.com' });
    const sent = await courier.messages('Cas.B@example.com');
    for (const email of ['Cas.B@Example.com', 'cas.b@example.com', 'CAS.B@EXAMPLE.COM']) {
      const { json } = await courier.call('PUT', '/contacts/cas', { body: { email } });
      expect(json).toMatchObject({ email: 'Cas.B@example.com', email_confirmed: true });
    }
    expect((await courier.messages()).filter(({ to }) => /^cas/i.test(to))).toHaveLength(sent.length);
    expect((await courier.issue({ user_id: 'cas' })).json.channel).toBe('email');
  });

  it('has its confirmation looked up once, not for every token', async () => {
    await courier.enrol('gus', { email: 'gus@example.com' });
    expect((await courier.issue({ user_id: 'gus' })).status).toBe(201);
    await courier.injectFault({
      service: 'sns',
      operation: 'ListSubscriptionsByTopic',
      error: 'Throttling',
      times: 9,
    });
    try {
      for (const purpose of ['payment', 'export']) {
        const { status, json } = await courier.issue({ user_id: 'gus', purpose });
        expect([status, json.channel]).toEqual([201, 'email']);
      }
      expect(await courier.faults()).toMatchObject([{ times: 9 }]);
    } finally {
      await courier.clearFaults();
    }
  });

  it('is the only one to receive its code', async () => {
    await courier.enrol('bea', { email: 'bea@example.com' });
    await courier.enrol('cid', { email: 'cid@example.com' });
    const before = (await courier.messages('cid@example.com')).length;
    await courier.issue({ user_id: 'bea' });
    expect(await courier.messages('cid@example.com')).toHaveLength(before);
  });

  it('that changes its address gets nothing at the old one, even if that is confirmed later', async () => {
    await courier.call('PUT', '/contacts/dan', { body: { email: 'old@example.com' } });
    const [stale] = await courier.messages('old@example.com');
    await courier.enrol('dan', { email: 'new@example.com' });
    await fetch(stale?.body.match(/http:\/\/\S+Action=ConfirmSubscription\S+/)?.[0] ?? '');
    await courier.issue({ user_id: 'dan' });
    expect(await courier.messages('old@example.com')).toHaveLength(1);
    await expect(courier.codeSentTo('new@example.com')).resolves.toMatch(/^\d{6}$/);
  });

  it('is reached by its preferred channel first', async () => {
    await courier.enrol('eve', {
      email: 'eve@example.com',
      phone_number: '+49 1512 3456789',
      preferred_channel: 'email',
    });
    expect((await courier.issue({ user_id: 'eve' })).json.channel).toBe('email');
    const bySms = await courier.issue({ user_id: 'eve', purpose: 'payment', channel: 'sms' });
    expect(bySms.json.channel).toBe('sms');
  });

  it('whose owner opted out gets no code and no confirmation, in any spelling of the address', async () => {
    await courier.enrol('una', { email: 'una@example.com' });
    const optOut = (opted_out: boolean) =>
      courier.call('PUT', '/opt-outs', { body: { email: 'Una+x@Example.com', opted_out } });
    expect((await optOut(true)).status).toBe(204);
    expect((await courier.issue({ user_id: 'una' })).json).toMatchObject({
      code: 'destination_not_allowed',
      rule: 'opt_out',
    });
    const enrolled = await courier.call('PUT', '/contacts/una-2', { body: { email: 'UNA@example.com' } });
    expect([enrolled.status, enrolled.json.rule]).toEqual([422, 'opt_out']);
    expect(await courier.messages('UNA@example.com')).toEqual([]);
    expect((await optOut(false)).status).toBe(204);
    expect((await courier.issue({ user_id: 'una' })).json.channel).toBe('email');

    const both = { email: 'una@example.com', phone_number: '+4915123456782', opted_out: true };
    for (const body of [both, { opted_out: true }]) {
      const { status, json } = await courier.call('PUT', '/opt-outs', { body });
      expect([status, json.errors[0].rule]).toEqual([400, 'must have either a phone_number or an email']);
    }
  });

  it('is forgotten when deleted', async () => {
    await courier.enrol('fay', { phone_number: '+4915123456780' });
    expect((await courier.call('DELETE', '/contacts/fay')).status).toBe(204);
    expect((await courier.call('GET', '/contacts/fay')).status).toBe(404);
    expect((await courier.issue({ user_id: 'fay' })).status).toBe(422);
  });

  it('that was not found a moment ago is found once it is saved', async () => {
    expect((await courier.call('GET', '/contacts/ivo')).status).toBe(404);
    await courier.call('PUT', '/contacts/ivo', { body: { phone_number: '+4915123456781' } });
    expect((await courier.call('GET', '/contacts/ivo')).json).toMatchObject({ user_id: 'ivo' });
  });
});

describe('a contact that changes', () => {
  const put = (userId: string, body: object) => courier.call('PUT', `/contacts/${userId}`, { body });
  const reasonOf = async (userId: string, code: string, purpose: string) => {
    const { json } = await courier.verify(userId, code, { purpose });
    return json.verified ? 'verified' : json.reason;
  };

  it('revokes every code that the person was sent, and a new one goes to the new number', async () => {
    const [lost, found] = ['+4915123456790', '+4915123456791'];
    await courier.enrol('gil', { phone_number: lost });
    await courier.issue({ user_id: 'gil', purpose: 'login' });
    const login = await courier.codeSentTo(lost);
    await courier.issue({ user_id: 'gil', purpose: 'payment', phone_number: '+4915123456792' });
    const payment = await courier.codeSentTo('+4915123456792');
    expect((await put('gil', { phone_number: found })).status).toBe(200);
    expect(await reasonOf('gil', login, 'login')).toBe('not_found');
    expect(await reasonOf('gil', payment, 'payment')).toBe('not_found');
    expect((await courier.issue({ user_id: 'gil' })).status).toBe(201);
    const fresh = await courier.codeSentTo(found);
    expect(await courier.messages(lost)).toHaveLength(1);
    expect(await reasonOf('gil', fresh, 'login')).toBe('verified');
  });

  it.each([
    ['gains an email', 'hal', { phone_number: '+4915123456793', email: 'hal@example.com' }],
    ['swaps its number for an email', 'hank', { email: 'hal@example.com' }],
  ])('and %s revokes every code too', async (_, userId, body) => {
    await courier.enrol(userId, { phone_number: '+4915123456793' });
    await courier.issue({ user_id: userId });
    const code = await courier.codeSentTo('+4915123456793');
    await put(userId, body);
    expect(await reasonOf(userId, code, 'login')).toBe('not_found');
  });

  it('or is deleted revokes every code too', async () => {
    await courier.enrol('ida', { phone_number: '+4915123456794' });
    await courier.issue({ user_id: 'ida' });
    const code = await courier.codeSentTo('+4915123456794');
    expect((await courier.call('DELETE', '/contacts/ida')).status).toBe(204);
    expect(await reasonOf('ida', code, 'login')).toBe('not_found');
    expect(await courier.listed('user_id=ida&purpose=login&reveal=true')).toMatchObject([
      { status: 'revoked', token: null },
    ]);
  });

  it('only in a preference revokes no code', async () => {
    const phone_number = '+4915123456795';
    await courier.enrol('jan', { phone_number });
    await courier.issue({ user_id: 'jan' });
    await put('jan', { phone_number, preferred_channel: 'sms', locale: 'de' });
    const spelled = await put('jan', { phone_number: '+49 151 23456795' });
    expect(spelled.json).toEqual({ user_id: 'jan', phone_number });
    expect(await reasonOf('jan', await courier.codeSentTo(phone_number), 'login')).toBe('verified');
  });

  it('while a code is being issued stops it before it is sent', async () => {
    const [lost, found] = ['+4915123456796', '+4915123456797'];
    await courier.enrol('kim', { phone_number: lost });
    await courier.injectFault({ service: 'lambda', function: 'generate-token', delay_ms: 1000, times: 1 });
    const asked = courier.issue({ user_id: 'kim' });
    await pause(500);
    expect((await put('kim', { phone_number: found })).status).toBe(200);
    const { status, json } = await asked;
    expect([status, json.code]).toEqual([409, 'contact_changed']);
    expect(await courier.messages(lost)).toEqual([]);
    expect(await courier.listed('user_id=kim')).toMatchObject([{ status: 'revoked' }]);
    expect((await courier.issue({ user_id: 'kim' })).status).toBe(201);
    expect(await courier.messages(found)).toHaveLength(1);
  });

  it('stays unchanged while the tokens cannot be revoked, and changes on a later try', async () => {
    const [lost, found] = ['+4915123456798', '+4915123456799'];
    await courier.enrol('lee', { phone_number: lost });
    await courier.issue({ user_id: 'lee' });
    const code = await courier.codeSentTo(lost);
    await courier.injectFault({
      service: 'dynamodb',
      operation: 'Query',
      error: 'InternalServerError',
      times: 2,
    });
    expect((await put('lee', { phone_number: found })).status).toBe(503);
    expect((await courier.call('GET', '/contacts/lee')).json.phone_number).toBe(lost);
    await courier.clearFaults();
    expect((await put('lee', { phone_number: found })).status).toBe(200);
    expect(await reasonOf('lee', code, 'login')).toBe('not_found');
  });
});

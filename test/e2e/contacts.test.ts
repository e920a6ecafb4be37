import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Courier, startCourier } from '../support/courier.ts';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('default', { engine: 'dynalite' });
});
afterAll(() => courier?.close());

describe('a contact', () => {
  it('gets no email before its owner confirms the address, and does after', async () => {
    await courier.call('PUT', '/contacts/ada', { body: { email: 'ada@example.com' } });
    const refused = await courier.issue({ user_id: 'ada' });
    expect([refused.status, refused.json.code]).toEqual([422, 'no_destination']);
    expect(refused.text).toMatch(/confirm/i);
    expect(await courier.messages('ada@example.com')).toHaveLength(1);

    await courier.confirm('ada@example.com');
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
    });
  });

  it('is asked about its confirmation once, and not with every token', async () => {
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

  it('alone receives its code', async () => {
    await courier.enrol('bea', { email: 'bea@example.com' });
    await courier.enrol('cid', { email: 'cid@example.com' });
    const before = (await courier.messages('cid@example.com')).length;
    await courier.issue({ user_id: 'bea' });
    expect(await courier.messages('cid@example.com')).toHaveLength(before);
  });

  it('that changes its address stops hearing at the old one, even when that is confirmed later', async () => {
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

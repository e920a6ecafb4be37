import { setTimeout } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { lostIn, settleAccount } from '../../bench/load/account/settle-account.ts';
import { localService } from '../../bench/load/local-service.ts';
import { runLoad } from '../../bench/load/run-load.ts';
import type { Courier, Execution } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier();
});
afterEach(() => courier.clearFaults());
afterAll(() => courier?.close());

const happened = ({ events }: Execution, type: string, state: string): number =>
  events.filter((event) => event.type === type && event.state === state).length;

describe('faults', () => {
  it('of a throttled store are retried, and the token is issued', async () => {
    await courier.injectFault({
      service: 'dynamodb',
      operation: 'PutItem',
      error: 'ProvisionedThroughputExceededException',
      times: 2,
    });
    const { status } = await courier.issue({ user_id: 'throttled', phone_number: '+4915123456701' });
    expect(status).toBe(201);
    const execution = await courier.latestExecution();
    expect(execution.status).toBe('SUCCEEDED');
    expect(happened(execution, 'StateRetried', 'Persist token')).toBe(1);
  });

  it('of SMS that are permanent lead to the email fallback, and the execution shows the catch', async () => {
    await courier.enrol('both', { phone_number: '+4915123456702', email: 'both@example.com' });
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    const { json } = await courier.issue({ user_id: 'both' });
    expect(json).toMatchObject({ channel: 'email', status: 'sent' });
    const execution = await courier.latestExecution();
    expect(happened(execution, 'StateCaught', 'Deliver by SMS')).toBe(1);
    expect(happened(execution, 'StateRetried', 'Deliver by SMS')).toBe(0);
    expect(happened(execution, 'StateExited', 'Deliver by email')).toBe(1);
    const code = await courier.codeSentTo('both@example.com');
    expect((await courier.verify('both', code)).json).toMatchObject({ verified: true, channel: 'email' });
  });

  it.each([
    ['SNS refuses', { service: 'sns', operation: 'Publish', error: 'OptedOut' }, 'delivery_failed'],
    [
      'Lambda runs no delivery',
      { service: 'lambda', function: 'deliver-by-sms', error: 'TooManyRequestsException' },
      'delivery_failed',
    ],
    [
      'the token cannot be stored',
      { service: 'dynamodb', operation: 'PutItem', function: 'persist-token', error: 'InternalServerError' },
      'store_unavailable',
    ],
  ])('use up no limit while %s', async (name, fault, code) => {
    const person = { user_id: `outage ${name}`, phone_number: '+4915123456790', purpose: code };
    for (let failure = 0; failure < 6; failure += 1) {
      await courier.injectFault({ ...fault, times: 4 });
      expect((await courier.issue({ ...person, channel: 'sms' })).json.code).toBe(code);
      await courier.clearFaults();
    }
    expect((await courier.issue({ ...person, channel: 'sms' })).status).toBe(201);
  });

  it('of SMS never lead to an email that was not requested, if the request names the number', async () => {
    await courier.enrol('mallory', { phone_number: '+4915123456711', email: 'mallory@example.com' });
    const mails = (await courier.messages('mallory@example.com')).length;
    const theirs = { user_id: 'mallory', phone_number: '+4915123456712' };
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    const refused = await courier.issue({ ...theirs, purpose: 'verify-phone' });
    expect([refused.status, refused.json.code]).toEqual([502, 'delivery_failed']);
    expect(await courier.messages('mallory@example.com')).toHaveLength(mails);

    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    const listed = await courier.issue({ ...theirs, purpose: 'login', channels: ['sms', 'email'] });
    expect([listed.status, listed.json.channel]).toEqual([201, 'email']);
    expect(await courier.messages('mallory@example.com')).toHaveLength(mails + 1);
  });

  it('of email make the text that follows count as an email: the code was handed to both', async () => {
    const contact = { phone_number: '+4915123456714', email: 'first@example.com' };
    await courier.enrol('first', contact);
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'InvalidParameter', times: 1 });
    const { json } = await courier.issue({ user_id: 'first', channels: ['email', 'sms'] });
    expect(json).toMatchObject({ channel: 'email', destination: expect.stringMatching(/^\+49/) });
    expect(await courier.listed('user_id=first')).toMatchObject([{ channel: 'email' }]);
    const code = await courier.codeSentTo(contact.phone_number);
    expect((await courier.verify('first', code)).json).toMatchObject({ verified: true, channel: 'email' });
  });

  it('of SMS that are permanent allow no early resend, neither to the number nor to the email', async () => {
    await courier.enrol('unnoted', { phone_number: '+4915123456715', email: 'unnoted@example.com' });
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'OptedOut', times: 1 });
    expect((await courier.issue({ user_id: 'unnoted' })).json.channel).toBe('email');
    // Repeated at once: to the number that was tried, and to the address that received the code.
    for (const more of [{}, { channel: 'sms' }, { channel: 'email' }]) {
      const { status, json } = await courier.issue({ user_id: 'unnoted', ...more });
      expect([status, json.code]).toEqual([429, 'resend_too_soon']);
    }
  });

  it('of every channel end in 502, and neither the new code nor the replaced one verifies', async () => {
    await courier.issue({ user_id: 'unlucky', phone_number: '+4915123456703', length: 8 });
    const phone_number = '+4915123456713';
    const [message] = await courier.messages('+4915123456703');
    const earlier = message?.body.match(/\b\d{8}\b/)?.[0] ?? '';
    await courier.injectFault({ service: 'sns', operation: 'Publish', error: 'InvalidParameter', times: 9 });
    const { status, json } = await courier.issue({ user_id: 'unlucky', phone_number });
    expect([status, json.code]).toEqual([502, 'delivery_failed']);
    expect(json.request_id).toEqual(expect.any(String));
    expect((await courier.latestExecution()).error).toBe('DeliveryFailed');
    expect((await courier.verify('unlucky', earlier)).json).toMatchObject({
      verified: false,
      reason: 'not_found',
    });
    expect(await courier.listed('user_id=unlucky')).toMatchObject([{ status: 'revoked' }]);
  });

  it('of a store that is down end in 503, for issuing and for verifying', async () => {
    await courier.injectFault({ service: 'dynamodb', error: 'InternalServerError', times: 99 });
    const issued = await courier.issue({ user_id: 'down', phone_number: '+4915123456704' });
    expect([issued.status, issued.json.code]).toEqual([503, 'store_unavailable']);
    const verified = await courier.verify('down', '123456');
    expect([verified.status, verified.json.code]).toEqual([503, 'store_unavailable']);
    expect(await courier.messages('+4915123456704')).toEqual([]);
  });

  it('of a secret that cannot be read end in 503', async () => {
    // An environment that has read the secret keeps it for a while.
    await courier.injectFault({ service: 'lambda', error: 'restart', times: 9 });
    await courier.injectFault({ service: 'secretsmanager', error: 'InternalServiceError', times: 99 });
    const { status, json } = await courier.issue({ user_id: 'sealed', phone_number: '+4915123456705' });
    expect([status, json.code]).toEqual([503, 'secret_unavailable']);
  });

  it('of a step that takes too long are retried and then caught', async () => {
    await courier.injectFault({ service: 'lambda', function: 'persist-token', delay_ms: 4000, times: 2 });
    const { status, json } = await courier.issue({ user_id: 'slow', phone_number: '+4915123456706' });
    expect([status, json.code]).toEqual([503, 'service_unavailable']);
    const execution = await courier.latestExecution();
    expect(happened(execution, 'StateRetried', 'Persist token')).toBe(1);
    expect(happened(execution, 'StateCaught', 'Persist token')).toBe(1);
    expect(await courier.messages('+4915123456706')).toEqual([]);
  });

  it('of a crash are retried', async () => {
    await courier.injectFault({ service: 'lambda', function: 'generate-token', error: 'crash', times: 1 });
    expect((await courier.issue({ user_id: 'crash', phone_number: '+4915123456707' })).status).toBe(201);
  });

  it('in recording a delivery never cause a second message', async () => {
    await courier.injectFault({
      service: 'dynamodb',
      operation: 'UpdateItem',
      error: 'InternalServerError',
      times: 9,
    });
    const { status, json } = await courier.issue({ user_id: 'record', phone_number: '+4915123456708' });
    expect([status, json.status]).toEqual([201, 'sent']);
    expect(await courier.messages('+4915123456708')).toHaveLength(1);
    await courier.clearFaults();
    const code = await courier.codeSentTo('+4915123456708');
    expect((await courier.verify('record', code)).json.verified).toBe(true);
  });

  it('of a slow SNS lead to one text with a valid code, and to an answer of unknown outcome', async () => {
    const person = { user_id: 'unsure', phone_number: '+4915123456709' };
    await courier.enrol('unsure', { phone_number: person.phone_number, email: 'unsure@example.com' });
    const before = (await courier.messages('unsure@example.com')).length;
    await courier.injectFault({ service: 'sns', operation: 'Publish', delay_ms: 3000, times: 4 });
    const once = { headers: { 'idempotency-key': 'unsure' } };
    const first = await courier.issue(person, once);
    await courier.clearFaults();
    expect(first.status).toBe(202);
    expect(first.json).toMatchObject({ status: 'unknown', channel: 'sms', destination: '+49•••••••6709' });
    expect(happened(await courier.latestExecution(), 'StateEntered', 'Revoke token')).toBe(0);
    expect(await courier.listed('user_id=unsure')).toMatchObject([{ status: 'unknown', token: '••••••' }]);
    expect(await courier.listed('status=unknown')).toMatchObject([{ user_id: 'unsure' }]);

    const tooSoon = await courier.issue(person);
    expect([tooSoon.status, tooSoon.json.code]).toEqual([429, 'resend_too_soon']);
    // The fault lets the text through after its delay, a second after the answer.
    while ((await courier.messages(person.phone_number)).length === 0) {
      await setTimeout(50);
    }
    const code = await courier.codeSentTo(person.phone_number);
    expect((await courier.verify('unsure', code)).json).toMatchObject({ verified: true, channel: 'sms' });
    const replay = await courier.issue(person, once);
    expect([replay.status, replay.text]).toEqual([202, first.text]);
    expect(await courier.messages(person.phone_number)).toHaveLength(1);
    expect(await courier.messages('unsure@example.com')).toHaveLength(before);
  });

  it('that terminate a delivery midway leave the token live, and are answered with 202 as well', async () => {
    await courier.injectFault({ service: 'lambda', function: 'deliver-by-sms', error: 'crash', times: 1 });
    const { status, json } = await courier.issue({ user_id: 'ended', phone_number: '+4915123456710' });
    expect([status, json.status]).toEqual([202, 'unknown']);
    const execution = await courier.latestExecution();
    expect(execution.status).toBe('SUCCEEDED');
    expect(happened(execution, 'StateEntered', 'Presume the SMS is sent')).toBe(1);
    expect(await courier.listed('user_id=ended')).toMatchObject([
      { token_id: json.token_id, status: 'unknown' },
    ]);
  });

  it('of SNS itself cause one more text at most', async () => {
    const fault = { service: 'sns', operation: 'Publish', error: 'InternalError' };
    // A second text must begin within 1.5 s of the step's start, which a busy machine may miss.
    const became: unknown[] = [];
    for (let person = 0; person < 9 && !became.includes('sent'); person += 1) {
      await courier.injectFault({ ...fault, times: 1 });
      const { json } = await courier.issue({
        user_id: `second-${person}`,
        phone_number: `+491512345680${person}`,
      });
      became.push(json.status);
    }
    expect(became).toContain('sent');
    await courier.injectFault({ ...fault, times: 9 });
    const unsure = await courier.issue({ user_id: 'neither', phone_number: '+4915123456712' });
    expect([unsure.status, unsure.json.status]).toEqual([202, 'unknown']);
    const [left] = await courier.faults();
    expect(left?.times).toBeGreaterThanOrEqual(7);
    expect(left?.times).toBeLessThan(9);
  });
});

describe('mixed traffic while faults come and go', () => {
  it('leaves no answer, message, token, count or metric unaccounted for', async () => {
    const service = localService(courier.urls);
    try {
      const evidence = await runLoad(service, {
        seed: 7,
        seconds: 6,
        visitsPerSecond: 2.5,
        spellMs: 1_000,
        calmMs: 250,
        settleMs: 500,
        // Without deliveryStatus, nothing tells that a carrier refused a text.
        withoutSpells: ['carrier refuses'],
        name: 'load',
      });
      expect(evidence.calls.length).toBeGreaterThan(30);
      expect(evidence.spells.length).toBeGreaterThan(3);
      expect(lostIn(settleAccount(evidence))).toEqual([]);
    } finally {
      service.close();
    }
  });
});

import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient, ListTablesCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Courier } from '../support/courier.ts';
import { startCourier } from '../support/courier.ts';
import { eventually } from '../support/eventually.ts';
import { showsCode } from '../support/shows-code.ts';
import { pauseAtWindowEnd } from '../support/window-end.ts';

/** The token lifetime of the deployment: long enough for a busy machine to list the live token. */
const LIFETIME_SECONDS = 30;

let courier: Courier;
beforeAll(async () => {
  courier = await startCourier('short-lived');
});
afterAll(() => courier?.close());

describe('an expired token', () => {
  it('neither verifies nor is listed, and is removed from the table', async () => {
    const askedAtMs = Date.now();
    const { json } = await courier.issue({ user_id: 'brief', phone_number: '+4915123456789' });
    const issuedAtSeconds = Math.floor(Date.parse(json.issued_at) / 1000);
    expect(Date.parse(json.expires_at) / 1000 - issuedAtSeconds).toBe(LIFETIME_SECONDS);
    const tookSeconds = Math.ceil((Date.now() - askedAtMs) / 1000);
    expect(json.expires_in).toBeLessThanOrEqual(LIFETIME_SECONDS);
    expect(json.expires_in).toBeGreaterThanOrEqual(LIFETIME_SECONDS - 1 - tookSeconds);
    const code = await courier.codeSentTo('+4915123456789');
    expect(await courier.listed('user_id=brief')).toHaveLength(1);

    await pause(Date.parse(json.expires_at) - Date.now());
    expect((await courier.verify('brief', code)).json.verified).toBe(false);
    expect(await courier.listed('user_id=brief')).toEqual([]);
    expect(await courier.listed('limit=10')).toEqual([]);

    const dynamodb = new DynamoDBClient({
      endpoint: courier.urls.awsUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { TableNames = [] } = await dynamodb.send(new ListTablesCommand({}));
    const TableName = TableNames.find((name) => name.includes('tokens'));
    const stored = async () => (await dynamodb.send(new ScanCommand({ TableName }))).Count;
    // DynamoDB deletes expired items with a delay.
    expect(await eventually(async () => (await stored()) === 0)).toBe(true);
  });
});

describe('emails by SES', () => {
  const sesClient = () =>
    new SESv2Client({
      endpoint: courier.urls.awsUrl,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
  const put = (email: string, userId = 'ses.ada') =>
    courier.call('PUT', `/contacts/${userId}`, { body: { email } });
  const confirm = (code: string, userId = 'ses.ada') =>
    courier.call('POST', `/contacts/${userId}/confirm`, { body: { code } });

  it('have an address confirmed by a code that is typed, and then bring codes with an HTML part', async () => {
    expect((await put('ada@example.com')).json).toMatchObject({
      email_confirmed: false,
      email_status: 'unconfirmed',
    });
    const [asking] = await courier.messages('ada@example.com');
    expect(asking).toMatchObject({
      from: '"Token Courier" <codes@mail.acme.example>',
      subject: 'Confirm your email address for Token Courier',
    });
    // Nothing to follow: robots confirm nobody.
    expect(`${asking?.body} ${asking?.html}`).not.toMatch(/https?:/);
    expect((await courier.issue({ user_id: 'ses.ada' })).json.code).toBe('no_destination');
    const code = await courier.confirmationSentTo('ada@example.com');
    const wrong = code === '000000' ? '000001' : '000000';
    expect([(await confirm(wrong)).status, (await confirm(wrong)).json.code]).toEqual([
      422,
      'confirmation_mismatch',
    ]);
    const confirmed = await confirm(`${code.slice(0, 3)} ${code.slice(3)}`);
    expect([confirmed.status, confirmed.json.email_status]).toEqual([200, 'confirmed']);

    const issued = await courier.issue({ user_id: 'ses.ada' });
    expect(issued.json).toMatchObject({ channel: 'email', status: 'sent', destination: 'a•••@example.com' });
    const sent = await courier.codeSentTo('ada@example.com');
    const [message] = await courier.messages('ada@example.com');
    expect(message?.html).toContain(`>${sent}</span>`);
    expect(message?.subject).not.toContain(sent);
    expect((await courier.verify('ses.ada', sent)).json).toMatchObject({ verified: true, channel: 'email' });

    await courier.issue({ user_id: 'ses.ada', purpose: 'payment', locale: 'ar-EG' });
    const [arabic] = await courier.messages('ada@example.com');
    expect(arabic?.subject).toMatch(/^رمز تأكيد الدفع في \S+Token Courier\S+$/);
    expect(arabic?.body).toMatch(/^\d{6} هو رمز/);
    expect(arabic?.html).toMatch(/<html lang="ar" dir="rtl">[\s\S]*<span dir="ltr"[^>]*>\d{6}<\/span>/);

    const log = courier.logLines.join('\n');
    expect(log).toContain('confirm-contact');
    for (const hidden of ['ada@example.com', 'codes@mail', '<html']) {
      expect(log).not.toContain(hidden);
    }
    for (const secret of [code, sent]) {
      expect(showsCode(log, secret)).toBe(false);
    }
  });

  it('are delivered once SES says so, and undelivered when they bounce', async () => {
    const becomes = async (person: string, status: string) => {
      await eventually(async () => (await courier.listed(`user_id=${person}`))[0]?.status === status);
      return (await courier.listed(`user_id=${person}`))[0];
    };
    await courier.enrol('ses.eve', { email: 'eve@example.com' });
    expect((await courier.issue({ user_id: 'ses.eve' })).json.status).toBe('sent');
    expect(await becomes('ses.eve', 'delivered')).toMatchObject({
      ...{ status: 'delivered', channel: 'email' },
      message_id: expect.stringMatching(/^[0-9a-f-]{60}$/),
    });
    await courier.enrol('ses.fay', { email: 'fay@example.com' });
    await sesClient().send(
      new PutSuppressedDestinationCommand({ EmailAddress: 'fay@example.com', Reason: 'BOUNCE' }),
    );
    await courier.issue({ user_id: 'ses.fay' });
    expect(await becomes('ses.fay', 'undelivered')).toMatchObject({
      ...{ status: 'undelivered', undelivered_reason: 'bounced' },
    });
  });

  it('lock a person and a mailbox whose code is guessed at, and an operator unlocks the person', async () => {
    await pauseAtWindowEnd(900);
    await put('bob@example.com', 'ses.bob');
    const code = await courier.confirmationSentTo('bob@example.com');
    const wrong = code === '000000' ? '000001' : '000000';
    const guesses = await Promise.all(Array.from({ length: 8 }, () => confirm(wrong, 'ses.bob')));
    expect(guesses.filter(({ json }) => json.code === 'confirmation_mismatch').length).toBeLessThanOrEqual(5);
    const locked = await confirm(code, 'ses.bob');
    expect([locked.status, locked.json.code, locked.json.limit.name]).toEqual([
      429,
      'locked',
      'confirmations.guesses',
    ]);
    expect((await courier.call('DELETE', '/limits/ses.bob')).status).toBe(204);
    expect((await confirm(code, 'ses.bob')).json.limit.name).toBe('confirmations.mailbox_guesses');
    // Neither another person with the mailbox, nor the same person with another.
    await put('Bob+2@example.com', 'ses.bob2');
    const second = await courier.confirmationSentTo('Bob+2@example.com');
    expect((await confirm(second, 'ses.bob2')).json.code).toBe('locked');
    await courier.enrol('ses.bob', { email: 'robert@example.com' });
  });

  it('that come back are seen on the contact and in the answer, until an operator takes that back', async () => {
    await courier.enrol('ses.cid', { email: 'cid@example.com' });
    await sesClient().send(
      new PutSuppressedDestinationCommand({ EmailAddress: 'cid@example.com', Reason: 'COMPLAINT' }),
    );
    // SES accepts it, as on AWS, and reports later.
    expect((await courier.issue({ user_id: 'ses.cid' })).status).toBe(201);
    const status = async () => (await courier.call('GET', '/contacts/ses.cid')).json.email_status;
    expect(await eventually(async () => (await status()) === 'complained')).toBe(true);
    const refused = await courier.issue({ user_id: 'ses.cid', purpose: 'payment' });
    expect([refused.json.code, refused.json.rule]).toEqual(['destination_not_allowed', 'complained']);
    expect((await put('cid@example.com', 'ses.other')).json.rule).toBe('complained');
    await courier.call('PUT', '/opt-outs', { body: { email: 'cid@example.com', opted_out: false } });
    expect(await status()).toBe('confirmed');
  });

  it('leave an address that SES does not send as refused, and the person is told', async () => {
    await courier.injectFault({ service: 'ses', operation: 'SendEmail', error: 'MessageRejected', times: 1 });
    const { status, json } = await put('dan@example.com', 'ses.dan');
    expect([status, json.code]).toEqual([502, 'delivery_failed']);
    expect((await courier.call('GET', '/contacts/ses.dan')).status).toBe(404);
  });
});

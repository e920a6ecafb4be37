import { describe, expect, it } from '@jest/globals';
import { channelsWith } from '../../../../handlers/channels/all.ts';
import type { ContactRecord } from '../../../../handlers/domain/contacts/contact-store.ts';
import { DeliveryUnavailable } from '../../../../handlers/domain/errors.ts';
import type { AdmitRequestPorts } from '../../../../handlers/domain/issuing/admit-request.ts';
import { admitRequest } from '../../../../handlers/domain/issuing/admit-request.ts';
import type { TokenRecord } from '../../../../handlers/domain/token/token-store.ts';
import { anAdmission } from '../../an-admission.ts';
import { countersInMemory } from '../../counters-in-memory.ts';
import { anAdmittedRequest, aTextLeg, aToken, contactsInMemory } from '../../fixtures.ts';

const PERSON = 'premjeet.sahu';
const TOPIC = 'arn:aws:sns:eu-west-1:000000000000:token-courier-1';
const withPhone: ContactRecord = { user_id: PERSON, phone_number: '+919876543210' };
const withEmail: ContactRecord = {
  user_id: PERSON,
  email: 'premjeet@example.com',
  email_handle: TOPIC,
  email_confirmed: true,
};
const withBoth: ContactRecord = { ...withPhone, ...withEmail, locale: 'en-IN' };

function admissionWith(contact?: ContactRecord, confirmed = false) {
  const contacts = contactsInMemory(...(contact ? [contact] : []));
  let lookups = 0;
  const admission: AdmitRequestPorts = {
    ...anAdmission(),
    contacts: {
      ...contacts,
      get: (userId) => {
        lookups += 1;
        return contacts.get(userId);
      },
    },
    channels: channelsWith({ sender: 'sns', contacts, emails: { isConfirmed: async () => confirmed } }),
  };
  return { admission, contacts, lookups: () => lookups };
}

const admit = (body: object, admission: AdmitRequestPorts, idempotency_key = '') =>
  admitRequest(
    {
      request_id: 'r',
      execution_arn: 'arn:x',
      client_id: 'c',
      idempotency_key,
      body: JSON.stringify({ user_id: PERSON, ...body }),
    },
    admission,
  );

describe('an email whose confirmation is not known yet', () => {
  const unconfirmed = { ...withBoth, email_confirmed: false };
  const unanswered = {
    isConfirmed: async () => {
      throw new DeliveryUnavailable();
    },
  };

  it('is checked until it is confirmed, and then no longer', async () => {
    const { admission, contacts } = admissionWith({ ...withEmail, email_confirmed: false });
    let asked = 0;
    let confirmed = false;
    const isConfirmed = async () => {
      asked += 1;
      return confirmed;
    };
    const asking = {
      ...admission,
      channels: channelsWith({ sender: 'sns', contacts, emails: { isConfirmed } }),
    };
    expect(await admit({}, asking)).toMatchObject({ refusal: { code: 'no_destination' } });
    confirmed = true;
    for (const purpose of ['login', 'payment', 'export']) {
      expect(await admit({ purpose }, asking)).toMatchObject({ value: { decision: 'admitted' } });
    }
    expect(asked).toBe(2);
  });

  it.each([{}, { preferred_channel: 'email' as const }])(
    'is left out when SNS does not answer and there is a number, with %j',
    async (preference) => {
      const { admission, contacts } = admissionWith({ ...unconfirmed, ...preference });
      const channels = channelsWith({ sender: 'sns', contacts, emails: unanswered });
      expect(await admit({}, { ...admission, channels })).toMatchObject({
        value: { request: { route: [{ channel: 'sms' }] } },
      });
    },
  );

  it('is an error when SNS does not answer and there is no other channel', async () => {
    const { admission, contacts } = admissionWith(unconfirmed);
    const channels = channelsWith({ sender: 'sns', contacts, emails: unanswered });
    const asked = admit({ channel: 'email' }, { ...admission, channels });
    await expect(asked).rejects.toThrow(DeliveryUnavailable);
  });
});

describe('a confirmed email from SNS, now that SES sends', () => {
  /** Admissions for several purposes, one after the other; how often SNS is asked. */
  async function bySes(contact: ContactRecord, subscribed: () => Promise<boolean | undefined>) {
    const { admission, contacts } = admissionWith(contact);
    let asked = 0;
    const isConfirmed = () => {
      asked += 1;
      return subscribed();
    };
    const channels = channelsWith({ sender: 'ses', contacts, emails: { isConfirmed } });
    const admitFor = (purpose: string) => admit({ purpose }, { ...admission, channels });
    return { admitFor, contacts, asked: () => asked };
  }

  it('is asked about once, and then sent codes by its address and its enrolment', async () => {
    const { admitFor, asked, contacts } = await bySes(withEmail, async () => true);
    for (const purpose of ['login', 'payment', 'export']) {
      expect(await admitFor(purpose)).toMatchObject({
        value: { request: { route: [{ channel: 'email', address: 'premjeet@example.com', handle: TOPIC }] } },
      });
    }
    expect(asked()).toBe(1);
    expect(contacts.all.get(PERSON)).toMatchObject({ email_confirmed: true, topic_asked: true });
  });

  it('is sent nothing when its owner has left the topic', async () => {
    const { admitFor, contacts } = await bySes(withEmail, async () => false);
    expect(await admitFor('login')).toMatchObject({
      refusal: { code: 'no_destination', errors: [{ rule: expect.stringContaining('unsubscribed') }, {}] },
    });
    expect(contacts.all.get(PERSON)).toMatchObject({ email_confirmed: false, email_unsubscribed: true });
  });

  it('is asked about again when SNS has sent codes in between', async () => {
    const { admitFor, asked, contacts } = await bySes(withEmail, async () => asked() === 1);
    expect(await admitFor('login')).toMatchObject({ value: { decision: 'admitted' } });
    const { admission } = admissionWith(withEmail);
    const emails = { isConfirmed: () => Promise.reject(new Error('asked')) };
    const channels = channelsWith({ sender: 'sns', contacts, emails });
    const bySns = { ...admission, contacts, channels };
    expect(await admit({ purpose: 'payment' }, bySns)).toMatchObject({ value: { decision: 'admitted' } });
    expect(contacts.all.get(PERSON)?.topic_asked).toBe(false);
    expect(await admitFor('export')).toMatchObject({ refusal: { code: 'no_destination' } });
  });

  it('is sent nothing while SNS does not say', async () => {
    const unanswered = await bySes(withEmail, () => Promise.reject(new DeliveryUnavailable()));
    await expect(unanswered.admitFor('login')).rejects.toThrow(DeliveryUnavailable);
    expect(unanswered.contacts.all.get(PERSON)).toEqual(withEmail);
  });

  it('is not asked about where SES enrolled it', async () => {
    const { admitFor, asked } = await bySes({ ...withEmail, email_handle: 'ses:1' }, async () => undefined);
    expect(await admitFor('login')).toMatchObject({ value: { decision: 'admitted' } });
    expect(asked()).toBe(0);
  });
});

describe('a confirmed email whose subscription ended', () => {
  const living = (more: object = {}) =>
    aToken({
      user_id: PERSON,
      client_group: 'c',
      channel: 'email',
      channels: ['email'],
      status: 'sent',
      ...more,
    });
  /** The person asks again while that token is there; how often SNS is asked. */
  function again(
    contact: ContactRecord,
    token: TokenRecord | undefined,
    isConfirmed: () => Promise<boolean>,
  ) {
    const { admission, contacts } = admissionWith(contact);
    let asked = 0;
    const emails = {
      isConfirmed: () => {
        asked += 1;
        return isConfirmed();
      },
    };
    const channels = channelsWith({ sender: 'sns', contacts, emails });
    const tokens = { ...admission.tokens, get: async () => token, noteResend: async () => true } as never;
    const answer = admit({}, { ...admission, channels, tokens, resendAfterSeconds: 0 });
    return { answer, contacts, asked: () => asked };
  }
  const ended = async () => false;

  it('is noticed when somebody asks again, and the answer and the contact say so', async () => {
    const { answer, contacts } = again(withEmail, living(), ended);
    expect(await answer).toMatchObject({
      refusal: {
        code: 'no_destination',
        errors: [{ field: 'email', rule: expect.stringContaining('unsubscribed') }],
      },
    });
    expect(contacts.all.get(PERSON)).toMatchObject({ email_confirmed: false, email_unsubscribed: true });
  });

  it('leaves the number, where there is one', async () => {
    const { answer } = again({ ...withBoth, preferred_channel: 'email' }, living(), ended);
    expect(await answer).toMatchObject({ value: { request: { route: [{ channel: 'sms' }] } } });
  });

  it.each([
    ['the first time', undefined],
    ['after the code was used', living({ status: 'used' })],
    ['after a text', living({ channel: 'sms', channels: ['sms'] })],
    ['after the code expired', living({ expiry_time: 1 })],
  ])('is not asked about %s', async (_, token) => {
    const { answer, asked } = again(withEmail, token, ended);
    await answer;
    expect(asked()).toBe(0);
  });

  it('is trusted while SNS does not answer', async () => {
    const { answer } = again(withEmail, living(), () => Promise.reject(new DeliveryUnavailable()));
    expect((await answer).ok).toBe(true);
  });

  it('is said to be so in the answer from then on', async () => {
    const unsubscribed = {
      ...withEmail,
      email_confirmed: false,
      email_unsubscribed: true,
      confirm_by: 'code' as const,
    };
    const { answer, asked } = again(unsubscribed, undefined, ended);
    expect(await answer).toMatchObject({
      refusal: {
        errors: [
          { field: 'email', rule: expect.stringContaining('unsubscribed') },
          { field: 'phone_number' },
        ],
      },
    });
    expect(asked()).toBe(0);
  });
});

describe('admitting a request', () => {
  it('by SMS with a number and a language needs no contact', async () => {
    const { admission, lookups } = admissionWith();
    expect(await admit({ channel: 'sms', phone_number: '098765 43210', locale: 'en' }, admission)).toEqual({
      ok: true,
      value: {
        decision: 'admitted',
        request: anAdmittedRequest({
          user_ref: '',
          client_group: 'c',
          route: [
            aTextLeg({
              of_contact: false,
              digest: expect.stringMatching(/^[\w-]{43}$/) as never,
              text: { number_prefix: '', price: 0, country: 'IN' },
            }),
          ],
        }),
      },
    });
    expect(lookups()).toBe(0);
  });

  it('reads the contact once and uses its locale, unless the request has one that there are texts in', async () => {
    const { admission, lookups } = admissionWith({ ...withBoth, locale: 'pt-BR' });
    const localeOf = async (body: object) => {
      const admitted = await admit(body, { ...admission, defaultLocale: 'nl' });
      return admitted.ok && 'request' in admitted.value ? admitted.value.request.locale : undefined;
    };
    expect(await localeOf({})).toBe('pt-BR');
    expect(await localeOf({ locale: 'de-AT' })).toBe('de');
    expect(lookups()).toBe(2);
    expect(await localeOf({ locale: 'tlh' })).toBe('pt-BR');
    expect(await localeOf({ channel: 'sms', phone_number: '+12025550123' })).toBe('pt-BR');
    expect(await localeOf({ channel: 'sms', phone_number: '+12025550123', user_id: 'nobody' })).toBe('nl');
  });

  it('hands on what the message shows, by its names in the language, and by field for own words', async () => {
    const { admission } = admissionWith(withPhone);
    const context = { amount: '12.50 EUR', payee: 'ACME', unshown: 'S' };
    const admitted = await admit(
      { purpose: 'payment', locale: 'de', context },
      { ...admission, contextInMessage: ['payee', 'amount'] },
    );
    expect(admitted).toMatchObject({
      value: {
        request: {
          context_shown: 'Empfänger: "ACME", Betrag: "12.50 EUR"',
          context_fields: { payee: 'ACME', amount: '12.50 EUR' },
        },
      },
    });
    expect(JSON.stringify(admitted)).not.toContain('unshown');
  });

  it.each([
    ['SMS first without a preference', withBoth, {}, ['sms', 'email']],
    [
      'the preferred channel first',
      { ...withBoth, preferred_channel: 'email' as const },
      {},
      ['email', 'sms'],
    ],
    ['email alone without a number', withEmail, {}, ['email']],
    ['SMS alone without an email', withPhone, {}, ['sms']],
    [
      'SMS alone for a number in the request',
      { ...withEmail, preferred_channel: 'email' as const },
      { phone_number: '+12025550123' },
      ['sms'],
    ],
    [
      'what the request lists, even with a number in it',
      withEmail,
      { phone_number: '+12025550123', channels: ['sms', 'email'] },
      ['sms', 'email'],
    ],
    [
      'what the request lists, whatever the preference',
      { ...withBoth, preferred_channel: 'sms' as const },
      { channels: ['email', 'sms'] },
      ['email', 'sms'],
    ],
    ['the one channel that the request lists', withBoth, { channels: ['email'] }, ['email']],
    ['the available channels that the request lists', withPhone, { channels: ['email', 'sms'] }, ['sms']],
    ['only the requested channel', withBoth, { channel: 'email' }, ['email']],
    [
      'the other channel when the preferred one is unconfirmed',
      { ...withBoth, preferred_channel: 'email' as const, email_confirmed: false },
      {},
      ['sms'],
    ],
  ])('chooses %s', async (_, contact, body, channels) => {
    const { admission } = admissionWith(contact);
    expect(await admit(body, admission)).toMatchObject({
      ok: true,
      value: { request: { route: channels.map((channel) => ({ channel })) } },
    });
  });

  it('texts no number of the request in place of an email, because the guard would not have judged it', async () => {
    const { admission } = admissionWith(withEmail);
    const refused = await admit({ phone_number: '+12025550123', channels: ['email', 'sms'] }, admission);
    expect(refused).toMatchObject({
      ok: false,
      refusal: {
        code: 'invalid_request',
        errors: [
          { field: 'phone_number', rule: 'must be texted first: no text takes the place of an email' },
        ],
      },
    });
  });

  it('prefers the number in the request to the one in the contact', async () => {
    const { admission } = admissionWith(withPhone);
    expect(await admit({ phone_number: '+12025550123' }, admission)).toMatchObject({
      value: { request: { route: [{ address: '+12025550123', masked: '+1••••••0123' }] } },
    });
  });

  it('gives a destination one digest however it is written, and another destination another', async () => {
    const { admission } = admissionWith({ ...withEmail, email: 'Ada@Example.COM' });
    const digestsOf = async (body: object, asked = admission) => {
      const decision = await admit(body, asked);
      if (!decision.ok || decision.value.decision !== 'admitted') {
        throw new Error('refused');
      }
      return decision.value.request.route.map(({ digest }) => digest);
    };
    const { subjectKeys } = admission;
    const lower = admissionWith({ ...withEmail, email: 'ada@example.com' }).admission;
    const byEmail = await digestsOf({ channel: 'email' });
    expect(await digestsOf({ channel: 'email' }, { ...lower, subjectKeys })).toEqual(byEmail);
    const other = admissionWith({ ...withEmail, email: 'ada+a@example.com' }).admission;
    expect(await digestsOf({ channel: 'email' }, { ...other, subjectKeys })).not.toEqual(byEmail);
    const argentine = await digestsOf({ phone_number: '+54 9 11 2345 6789' });
    expect(await digestsOf({ phone_number: '+54 11 2345 6789' })).toEqual(argentine);
    expect(await digestsOf({ phone_number: '+54 11 2345 6780' })).not.toEqual(argentine);
    expect(JSON.stringify([byEmail, argentine])).not.toMatch(/example|23456789/i);
  });

  it('returns the topic and the masked address of an email channel, never the address', async () => {
    const { admission } = admissionWith(withEmail);
    const decision = await admit({}, admission);
    expect(decision).toMatchObject({
      value: {
        request: {
          route: [{ channel: 'email', address: TOPIC, masked: 'p•••@example.com' }],
        },
      },
    });
    expect(JSON.stringify(decision)).not.toContain('premjeet@');
  });

  it('notices a confirmation that arrived since, and stores it', async () => {
    const { admission, contacts } = admissionWith({ ...withEmail, email_confirmed: false }, true);
    expect(await admit({}, admission)).toMatchObject({
      ok: true,
      value: { request: { route: [{ channel: 'email' }] } },
    });
    expect(contacts.all.get(PERSON)?.email_confirmed).toBe(true);
  });
});

describe('refusing a request', () => {
  it.each([
    [
      'the person is unknown',
      undefined,
      {},
      [
        { field: 'email', rule: 'is missing: the person has no contact' },
        { field: 'phone_number', rule: 'is neither in the request nor in a contact' },
      ],
    ],
    [
      'the email is not confirmed',
      { ...withEmail, email_confirmed: false },
      { channel: 'email' },
      [{ field: 'email', rule: 'must be confirmed by its owner first' }],
    ],
    [
      'there is no email',
      withPhone,
      { channel: 'email' },
      [{ field: 'email', rule: 'is not in the contact' }],
    ],
    [
      'there is no number',
      withEmail,
      { channel: 'sms' },
      [{ field: 'phone_number', rule: 'is neither in the request nor in a contact' }],
    ],
  ])('names what is missing when %s', async (_, contact, body, errors) => {
    const { admission } = admissionWith(contact);
    expect(await admit(body, admission)).toMatchObject({
      ok: false,
      refusal: { code: 'no_destination', errors },
    });
  });

  it('names an invalid length and an invalid number together, before any lookup', async () => {
    const { admission, lookups } = admissionWith(withBoth);
    expect(await admit({ length: 3, phone_number: '12' }, admission)).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'length' }, { field: 'phone_number' }] },
    });
    expect(lookups()).toBe(0);
  });

  it.each([{ channel: 'email' }, { channels: ['email'] }])(
    'because a number in the request would go unused with %j',
    async (channel) => {
      const { admission } = admissionWith(withBoth);
      expect(await admit({ phone_number: '+12025550123', ...channel }, admission)).toMatchObject({
        refusal: { code: 'invalid_request', errors: [{ field: 'phone_number' }] },
      });
    },
  );

  it.each([
    ['channel and channels are both given', { channel: 'auto', channels: ['sms'] }, 'channels'],
    ['no channel is listed', { channels: [] }, 'channels'],
    ['a channel is listed twice', { channels: ['sms', 'sms'] }, 'channels'],
    ['a channel does not exist', { channels: ['sms', 'fax'] }, 'channels.1'],
    ['auto is listed', { channels: ['auto'] }, 'channels.0'],
    ['channels is not a list', { channels: 'sms' }, 'channels'],
  ])('names the field when %s', async (_, body, field) => {
    const { admission } = admissionWith(withBoth);
    expect(await admit(body, admission)).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field }] },
    });
  });

  it('names an invalid idempotency key', async () => {
    const { admission } = admissionWith(withBoth);
    expect(await admit({}, admission, 'a b')).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'Idempotency-Key' }] },
    });
  });
});

describe('a shown context', () => {
  const contextInMessage = ['amount', 'payee', 'order'];
  const long = { amount: '1.00 EUR', payee: 'Ą'.repeat(35), order: 'Ż'.repeat(35) };
  const onePart = { payee: 'Ą'.repeat(35) };
  const refusedFor = (field: string) => ({ refusal: { code: 'invalid_request', errors: [{ field }] } });

  it('is refused by its fields, together with other errors', async () => {
    const admission = { ...anAdmission(), contextInMessage };
    const context = { payee: 'evil.example', memo: 'https://evil.example' };
    expect(await admit({ context, length: 99 }, admission)).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'length' }, { field: 'context.payee' }] },
    });
  });

  it.each([
    ['by SMS', withPhone, {}],
    ['by email with SMS as the fallback', { ...withBoth, preferred_channel: 'email' } as const, {}],
    ['to a number in the request', undefined, { phone_number: '+919876543210' }],
  ])('that makes a text two segments longer is refused %s, and counts nothing', async (_, contact, more) => {
    const counters = countersInMemory();
    const { admission } = admissionWith(contact);
    const sendLimits = { ...admission.sendLimits, person: [{ limit: 1, windowSeconds: 600 }] };
    const released: unknown[] = [];
    const claims = { ...admission.claims, release: async (...key: unknown[]) => void released.push(key) };
    const limited = { ...admission, contextInMessage, counters, sendLimits, claims };
    for (const key of ['one', 'two']) {
      expect(await admit({ ...more, context: long }, limited, key)).toMatchObject(refusedFor('context'));
    }
    expect(released).toHaveLength(2);
    expect((await admit({ ...more, context: onePart }, limited)).ok).toBe(true);
  });

  it('may add a part to a text that has two in its language', async () => {
    const { admission } = admissionWith(withPhone);
    const russian = { ...admission, contextInMessage, defaultLocale: 'ru', brand: 'x'.repeat(30) };
    const shown = { payee: 'Я'.repeat(35), order: 'Я'.repeat(10) };
    expect((await admit({ context: shown }, russian)).ok).toBe(true);
    const order = 'Я'.repeat(35);
    const refused = await admit({ context: { ...shown, amount: order, order } }, russian);
    expect(refused).toMatchObject({
      refusal: {
        errors: [
          {
            field: 'context',
            rule: 'must be shorter: the text with it has 4 parts; at most 3 are allowed',
          },
        ],
      },
    });
  });

  it.each([
    ['four parts', '{{code}} pays {{context.amount}}. '.padEnd(500, 'x'), { amount: '12.50 EUR' }],
    ['two parts', '{{code}} goes to {{context.payee}}. '.padEnd(236, 'x'), { payee: 'Bob' }],
    ['other letters', '{{code}} goes to {{context.payee}}. '.padEnd(236, 'x'), { payee: 'Иван' }],
  ])('may add a part to own words as well: %s', async (_, text, context) => {
    const { admission } = admissionWith(withPhone);
    const worded = { ...admission, contextInMessage, messages: { '*': { en: text } } };
    expect((await admit({ context }, worded)).ok).toBe(true);
  });

  it('may not add two to own words, in the alphabet that the text then has', async () => {
    const { admission } = admissionWith(withPhone);
    const en = `{{code}} ${'x'.repeat(121)} {{context.payee}} {{context.order}}`;
    const worded = { ...admission, contextInMessage, messages: { '*': { en } } };
    const shown = (letter: string) => ({ payee: letter.repeat(35), order: letter.repeat(35) });
    expect((await admit({ context: shown('x') }, worded)).ok).toBe(true);
    expect(await admit({ context: shown('Я') }, worded)).toMatchObject({
      refusal: {
        errors: [{ rule: 'must be shorter: the text with it has 4 parts; at most 3 are allowed' }],
      },
    });
  });

  it('may be longer in an email, and when none of it is shown', async () => {
    const { admission } = admissionWith(withEmail);
    expect((await admit({ context: long }, { ...admission, contextInMessage })).ok).toBe(true);
    const { admission: bySms } = admissionWith(withPhone);
    const hidden = { memo: 'https://evil.example/'.padEnd(256, '1') };
    expect((await admit({ context: hidden }, { ...bySms, contextInMessage })).ok).toBe(true);
  });
});

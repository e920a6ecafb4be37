import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { refreshConfirmation } from '../../../../handlers/domain/contacts/confirm-email.ts';
import { digestConfirmation } from '../../../../handlers/domain/contacts/confirmation-code.ts';
import type { ContactRecord, ContactStore } from '../../../../handlers/domain/contacts/contact-store.ts';
import { deleteContact, getContact } from '../../../../handlers/domain/contacts/contacts.ts';
import { EMAIL_DESTINATIONS } from '../../../../handlers/domain/contacts/email-destination.ts';
import type { EmailTransport } from '../../../../handlers/domain/contacts/email-transport.ts';
import { putContact } from '../../../../handlers/domain/contacts/put-contact.ts';
import type { PutContactPorts } from '../../../../handlers/domain/contacts/put-contact-ports.ts';
import { noteFeedback, putOptOut } from '../../../../handlers/domain/destinations/opt-outs.ts';
import {
  DeliveryRefused,
  DeliveryUnavailable,
  StoreUnavailable,
} from '../../../../handlers/domain/errors.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import type { TokenRecord, TokenStore } from '../../../../handlers/domain/token/token-store.ts';
import { countersInMemory } from '../../counters-in-memory.ts';
import { aToken, contactsInMemory, fixedKeys, NOW_MS, NOW_SECONDS, optOutsInMemory } from '../../fixtures.ts';

const PERSON = 'premjeet.sahu';
const enrolled: ContactRecord = {
  user_id: PERSON,
  email: 'p@example.com',
  email_handle: 'arn:old',
  email_confirmed: false,
};

function portsWith(known: ContactRecord[], confirmed = false, failing: (keyof EmailTransport)[] = []) {
  const contacts = contactsInMemory(...known);
  const calls: string[] = [];
  const call = async (name: keyof EmailTransport, ...args: string[]) => {
    calls.push([name, ...args].join(' '));
    if (failing.includes(name)) {
      throw new DeliveryUnavailable();
    }
  };
  const emails: PutContactPorts['emails'] = {
    asksByLink: true,
    destinationIn: EMAIL_DESTINATIONS.sns,
    send: async (destination, { text }) => {
      await call('send', destination, text);
      return { messageId: 'm' };
    },
    makeHandle: async () => 'arn:new',
    enrol: (handle, address) => call('enrol', address, `as ${handle}`),
    forget: (handle) => call('forget', handle),
    isConfirmed: async () => confirmed,
  };
  const steps: string[] = [];
  const states: readonly Partial<TokenRecord>[] = [
    ...[{}, { client_group: 'shop', status: 'sent' as const }, { purpose: 'payment', attempts: 5 }],
    ...[{ status: 'used' as const }, { status: 'revoked' as const }, { expiry_time: NOW_SECONDS }],
  ];
  const held = states.map((state, index) =>
    aToken({ user_id: PERSON, client_group: 'bank', token_id: `token-${index}`, ...state }),
  );
  const tokens = {
    allOf: async (userId: string) => {
      steps.push(`find ${userId}`);
      return held;
    },
    revoke: async (...[key, nowSeconds, id]: Parameters<TokenStore['revoke']>) => {
      steps.push(`revoke ${key.client_group} ${key.purpose} ${id} at ${nowSeconds}`);
      return true;
    },
  };
  const noted: ContactStore = {
    ...contacts,
    put: async (...args) => {
      steps.push('put');
      return contacts.put(...args);
    },
    delete: async (...args) => {
      steps.push('delete');
      return contacts.delete(...args);
    },
  };
  const ports: PutContactPorts & { readonly defaultCountry: 'IN' } = {
    contacts: noted,
    tokens,
    emails,
    defaultCountry: 'IN',
    destinations: { allowedCountries: ['IN'], blockedPrefixes: [], testNumbers: [] },
    optOuts: optOutsInMemory(),
    brand: 'Acme',
    defaultLocale: 'en',
    random: { integerBelow: () => 7 },
    subjectKeys: fixedKeys(deriveKeys('v1', 'a secret')),
    counters: countersInMemory(),
    confirmationLimits: { person: [], address: [], client: [] },
    clientId: 'shop',
    get requestId() {
      return randomUUID();
    },
    now: () => NOW_MS,
    onAsked: () => undefined,
    onHandleLeft: () => void calls.push('left'),
  };
  return { ports, contacts, calls, steps };
}

describe('putting a contact', () => {
  it('stores a number in E.164, without a topic', async () => {
    const { ports, contacts, calls } = portsWith([]);
    expect(await putContact(PERSON, { phone_number: '098765 43210', locale: 'en' }, ports)).toEqual({
      ok: true,
      value: { user_id: PERSON, phone_number: '+919876543210', locale: 'en' },
    });
    expect(contacts.all.get(PERSON)).toEqual({
      user_id: PERSON,
      phone_number: '+919876543210',
      locale: 'en',
    });
    expect(calls).toEqual([]);
  });

  it('refuses a number that must not be texted before it stores or sends anything', async () => {
    const { ports, contacts, calls } = portsWith([]);
    const body = { phone_number: '+12025550123', email: 'p@example.com' };
    expect(await putContact(PERSON, body, ports)).toMatchObject({
      refusal: { code: 'destination_not_allowed', extensions: { rule: 'country' } },
    });
    expect([...contacts.all.keys(), ...calls]).toEqual([]);
  });

  it('enrols a new email on its own topic, unconfirmed', async () => {
    const { ports, contacts, calls } = portsWith([]);
    expect(await putContact(PERSON, { email: 'p@example.com' }, ports)).toEqual({
      ok: true,
      value: {
        user_id: PERSON,
        email: 'p@example.com',
        email_confirmed: false,
        email_status: 'unconfirmed',
      },
    });
    expect(calls).toEqual(['enrol p@example.com as arn:new']);
    expect(contacts.all.get(PERSON)).toEqual({
      user_id: PERSON,
      email: 'p@example.com',
      email_handle: 'arn:new',
      email_confirmed: false,
      confirm_by: 'code',
      confirmation_sent_at: '2026-11-22T10:00:00.000Z',
    });
  });

  it('moves a changed email to a new topic and deletes the old one last', async () => {
    const { ports, contacts, calls } = portsWith([{ ...enrolled, email_confirmed: true }], true);
    await putContact(PERSON, { email: 'q@example.com' }, ports);
    expect(calls).toEqual(['enrol q@example.com as arn:new', 'forget arn:old']);
    expect(contacts.all.get(PERSON)).toMatchObject({ email_handle: 'arn:new', email_confirmed: false });
  });

  it('asks again to confirm the same email, on its topic', async () => {
    const { ports, calls } = portsWith([enrolled]);
    await putContact(PERSON, { email: 'p@example.com' }, ports);
    expect(calls).toEqual(['enrol p@example.com as arn:old']);
  });

  it('changes other fields of a contact with an unconfirmed email without asking again', async () => {
    const { ports, contacts, calls } = portsWith([enrolled]);
    expect((await putContact(PERSON, { email: 'p@example.com', locale: 'en' }, ports)).ok).toBe(true);
    expect(calls).toEqual([]);
    expect(contacts.all.get(PERSON)).toEqual({ ...enrolled, locale: 'en' });
  });

  it('leaves a confirmed email alone', async () => {
    const { ports, calls } = portsWith([enrolled], true);
    expect(await putContact(PERSON, { email: 'p@example.com' }, ports)).toMatchObject({
      value: { email_confirmed: true, email_status: 'confirmed' },
    });
    expect(calls).toEqual([]);
  });

  it.each(['P.Sahu@example.com', 'p.sahu@example.com', 'P.Sahu@EXAMPLE.com'])(
    'keeps a confirmed email confirmed when it is put as %s, and keeps sending to the stored spelling',
    async (email) => {
      const known = { ...enrolled, email: 'P.Sahu@Example.com', email_confirmed: true };
      const { ports, contacts, calls } = portsWith([known], true);
      expect(await putContact(PERSON, { email }, ports)).toMatchObject({
        value: { email: 'P.Sahu@Example.com', email_confirmed: true },
      });
      expect(calls).toEqual([]);
      expect(contacts.all.get(PERSON)).toEqual(known);
    },
  );

  it('treats a change of case in an unconfirmed email as a correction', async () => {
    const { ports, calls } = portsWith([enrolled]);
    await putContact(PERSON, { email: 'P@example.com' }, ports);
    expect(calls).toEqual(['enrol P@example.com as arn:new', 'forget arn:old']);
  });

  it('deletes the topic together with the email', async () => {
    const { ports, contacts, calls } = portsWith([enrolled]);
    await putContact(PERSON, { phone_number: '+919876543210' }, ports);
    expect(calls).toEqual(['forget arn:old']);
    expect(contacts.all.get(PERSON)).toEqual({ user_id: PERSON, phone_number: '+919876543210' });
  });

  it('yields to a concurrent change and leaves no topic behind', async () => {
    const { ports, contacts, calls } = portsWith([]);
    const makeHandle = async () => {
      contacts.all.set(PERSON, enrolled);
      return 'arn:new';
    };
    const emails = { ...ports.emails, makeHandle };
    expect(await putContact(PERSON, { email: 'q@example.com' }, { ...ports, emails })).toMatchObject({
      ok: false,
      refusal: { code: 'contact_changed' },
    });
    expect(calls).toEqual(['forget arn:new']);
    expect(contacts.all.get(PERSON)).toEqual(enrolled);
  });

  it('does not write back a number that another request replaced', async () => {
    const known = { user_id: PERSON, phone_number: '+919876543210', version: 'first' };
    const { ports, contacts } = portsWith([]);
    await contacts.put(known, undefined);
    const get = async (userId: string) => {
      const read = await contacts.get(userId);
      expect((await putContact(PERSON, { phone_number: '+919876543211' }, ports)).ok).toBe(true);
      return read;
    };
    const slower = { ...ports, contacts: { ...ports.contacts, get } };
    expect(
      await putContact(PERSON, { phone_number: known.phone_number, locale: 'de' }, slower),
    ).toMatchObject({ refusal: { code: 'contact_changed' } });
    expect(contacts.all.get(PERSON)).toEqual({ user_id: PERSON, phone_number: '+919876543211' });
  });

  it('leaves no topic behind when the store fails', async () => {
    const { ports, calls } = portsWith([]);
    const put = async () => {
      throw new StoreUnavailable();
    };
    const failing = { ...ports, contacts: { ...ports.contacts, put } };
    await expect(putContact(PERSON, { email: 'q@example.com' }, failing)).rejects.toThrow(StoreUnavailable);
    expect(calls.at(-1)).toBe('forget arn:new');
  });

  it('succeeds and reports when only the old topic could not be deleted', async () => {
    const { ports, calls } = portsWith([enrolled], false, ['forget']);
    expect((await putContact(PERSON, { email: 'q@example.com' }, ports)).ok).toBe(true);
    expect(calls.slice(-2)).toEqual(['forget arn:old', 'left']);
  });

  it('refuses an invalid number', async () => {
    const { ports } = portsWith([]);
    expect(await putContact(PERSON, { phone_number: '12' }, ports)).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'phone_number' }] },
    });
  });
});

describe('confirmation emails', () => {
  const HOUR = 3600;
  const limited = (name: string, limit: number) => ({
    person: [],
    address: [],
    client: [],
    [name]: [{ limit, windowSeconds: HOUR }],
  });
  const sentBy = (calls: string[]) => calls.filter((call) => call.startsWith('enrol')).length;

  it('to an unconfirmed address are five minutes apart, and a refusal says how long to wait', async () => {
    const { ports, calls } = portsWith([]);
    const at = (seconds: number) => ({ ...ports, now: () => NOW_MS + seconds * 1000 });
    const put = (seconds: number) => putContact(PERSON, { email: 'p@example.com' }, at(seconds));
    await put(0);
    for (const [seconds, retryAfterSeconds] of [
      [0, 300],
      [299, 1],
    ] as const) {
      expect(await put(seconds)).toEqual({
        ok: false,
        refusal: {
          code: 'rate_limited',
          detail: 'A send limit has been reached; limit says which.',
          retryAfterSeconds,
          extensions: { limit: { name: 'confirmations.pending', limit: 1, window_seconds: 300 } },
        },
      });
    }
    expect(sentBy(calls)).toBe(1);
    expect((await put(300)).ok).toBe(true);
    expect((await put(301)).ok).toBe(false);
    expect(sentBy(calls)).toBe(2);
  });

  it('are requested once by two concurrent requests', async () => {
    const { ports, calls } = portsWith([enrolled]);
    const both = await Promise.all([1, 2].map(() => putContact(PERSON, { email: 'p@example.com' }, ports)));
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(sentBy(calls)).toBe(1);
  });

  it.each([
    ['person', (n: number) => [PERSON, `${n}@example.com`, 'shop']],
    ['address', (n: number) => [`person-${n}`, 'p@example.com', `client-${n}`]],
    ['address', (n: number) => [`person-${n}`, `P+${n}@Example.com`, `client-${n}`]],
    ['client', (n: number) => [`person-${n}`, `${n}@example.com`, 'shop']],
  ] as const)('are limited per %s', async (name, nth) => {
    const { ports, calls, contacts } = portsWith([]);
    const put = (n: number, limits: object) => {
      const [userId = '', email = '', clientId = ''] = nth(n);
      const confirmationLimits = { ...ports.confirmationLimits, ...limits };
      return putContact(userId, { email }, { ...ports, clientId, confirmationLimits });
    };
    const limits = limited(name, 2);
    expect([(await put(1, limits)).ok, (await put(2, limits)).ok]).toEqual([true, true]);
    expect(await put(3, limits)).toMatchObject({
      refusal: {
        code: 'rate_limited',
        retryAfterSeconds: HOUR,
        extensions: { limit: { name: `confirmations.${name}`, limit: 2, window_seconds: HOUR } },
      },
    });
    expect(sentBy(calls)).toBe(2);
    const [third = ''] = nth(3);
    expect(contacts.all.get(third)?.email).not.toBe(nth(3)[1]);
  });

  it('are not counted when another limit refuses them or when they were certainly not sent', async () => {
    const counted = portsWith([]);
    const narrow = { ...limited('person', 1), client: [{ limit: 2, windowSeconds: HOUR }] };
    const put = (userId: string, n: number, more: Partial<PutContactPorts> = {}) =>
      putContact(
        userId,
        { email: `${n}@example.com` },
        { ...counted.ports, confirmationLimits: narrow, ...more },
      );
    await put('ada', 1);
    expect((await put('ada', 2)).ok).toBe(false);
    const enrol = async () => {
      throw new DeliveryRefused();
    };
    await expect(put('bea', 3, { emails: { ...counted.ports.emails, enrol } })).rejects.toThrow(
      DeliveryRefused,
    );
    expect((await put('bea', 4)).ok).toBe(true);
  });

  it('stay counted when it is not known whether they were sent', async () => {
    const { ports } = portsWith([]);
    const enrol = async () => {
      throw new DeliveryUnavailable({ isOutcomeUnknown: true });
    };
    const put = (email: string, more: object) =>
      putContact(PERSON, { email }, { ...ports, confirmationLimits: limited('person', 1), ...more });
    const emails = { ...ports.emails, enrol };
    await expect(put('p@example.com', { emails })).rejects.toThrow(DeliveryUnavailable);
    expect(await put('q@example.com', {})).toMatchObject({
      refusal: { extensions: { limit: { name: 'confirmations.person' } } },
    });
  });

  it('that failed may be requested again at once', async () => {
    const { ports, contacts, calls } = portsWith([enrolled], false, ['enrol']);
    await expect(putContact(PERSON, { email: 'p@example.com' }, ports)).rejects.toThrow(DeliveryUnavailable);
    expect(contacts.all.get(PERSON)).toEqual(enrolled);
    const again = putContact(PERSON, { email: 'p@example.com' }, ports);
    await expect(again).rejects.toThrow(DeliveryUnavailable);
    expect(sentBy(calls)).toBe(2);
  });

  it('are reported, each once', async () => {
    const { ports } = portsWith([]);
    const asked: string[] = [];
    const told = { ...ports, onAsked: () => void asked.push('mail') };
    await putContact(PERSON, { email: 'p@example.com' }, told);
    await putContact(PERSON, { email: 'p@example.com' }, told);
    expect(asked).toHaveLength(1);
  });

  it('do not go to an opted-out address, in any spelling, until the opt-out is withdrawn', async () => {
    const { ports, contacts, calls } = portsWith([]);
    const optOut = (opted_out: boolean) =>
      putOptOut({ email: 'Anna+news@Example.com', opted_out }, ports, async () => undefined);
    await optOut(true);
    expect(await putContact(PERSON, { email: 'anna@example.com' }, ports)).toMatchObject({
      refusal: { code: 'destination_not_allowed', extensions: { rule: 'opt_out' } },
    });
    expect([...contacts.all.keys(), ...calls]).toEqual([]);
    await optOut(false);
    expect((await putContact(PERSON, { email: 'anna@example.com' }, ports)).ok).toBe(true);
  });
});

describe('a link to confirm an address by', () => {
  const unknown = new DeliveryUnavailable({ isOutcomeUnknown: true });
  const certain = new DeliveryUnavailable();
  const old = { ...enrolled, email: 'old@example.com', email_confirmed: true };
  const put = (ports: PutContactPorts, error?: Error) => {
    const enrol = () => Promise.reject(error);
    const emails = error === undefined ? ports.emails : { ...ports.emails, enrol };
    return putContact(PERSON, { email: 'p@example.com' }, { ...ports, emails });
  };

  it.each([
    ['nothing', undefined],
    ['another address', old],
  ] as const)(
    'that may have been sent leads somewhere, and is not sent twice: before was %s',
    async (_, before) => {
      const { ports, contacts, calls } = portsWith(before === undefined ? [] : [before]);
      await expect(put(ports, unknown)).rejects.toBe(unknown);
      expect(contacts.all.get(PERSON)).toMatchObject({ email_handle: 'arn:new', email_confirmed: false });
      expect(calls).toEqual(before === undefined ? [] : ['forget arn:old']);
      expect(await put(ports)).toMatchObject({ refusal: { code: 'rate_limited', retryAfterSeconds: 300 } });
    },
  );

  it.each([
    ['nothing', undefined],
    ['another address', old],
  ] as const)(
    'that was certainly not sent leaves the contact as it was, and no topic: %s',
    async (_, before) => {
      const { ports, contacts, calls, steps } = portsWith(before === undefined ? [] : [before]);
      await expect(put(ports, certain)).rejects.toBe(certain);
      expect(contacts.all.get(PERSON)).toEqual(before);
      expect(steps.at(-1)).toMatch(/^revoke/);
      expect(calls).toEqual(['forget arn:new']);
      expect((await put(ports)).ok).toBe(true);
    },
  );

  it.each([
    ['is not known to be as before', () => Promise.reject(new StoreUnavailable())],
    ['was confirmed meanwhile', async () => false],
  ])('that was not sent keeps its topic where the contact %s', async (_, remove) => {
    const { ports, contacts, calls } = portsWith([]);
    const failing = { ...ports.contacts, delete: remove };
    await expect(put({ ...ports, contacts: failing }, certain)).rejects.toBe(certain);
    expect(contacts.all.get(PERSON)).toMatchObject({ email_handle: 'arn:new' });
    expect(calls).toEqual([]);
  });
});

describe('a code to confirm an address by', () => {
  const SENT =
    /^send (\S+) 777777 is your code to confirm this email address for Acme\. Valid for 60 minutes\./;
  const [unknown, certain] = [true, false].map(
    (isOutcomeUnknown) => new DeliveryUnavailable({ isOutcomeUnknown }),
  );
  const bySes = (known: ContactRecord[], failing: (keyof EmailTransport)[] = []) => {
    const all = portsWith(known, false, failing);
    const emails: PutContactPorts['emails'] = {
      ...all.ports.emails,
      asksByLink: false,
      destinationIn: EMAIL_DESTINATIONS.ses,
      isConfirmed: async () => undefined,
      makeHandle: async () => 'ses:new',
    };
    return { ...all, ports: { ...all.ports, emails } };
  };
  const mailed = (calls: string[]) => calls.flatMap((call) => SENT.exec(call)?.[1] ?? []);

  it('is mailed at once by SES, to the address itself, and rests as a digest', async () => {
    const { ports, contacts, calls } = bySes([]);
    expect(await putContact(PERSON, { email: 'p@example.com' }, ports)).toMatchObject({
      value: { email_confirmed: false, email_status: 'unconfirmed' },
    });
    expect([calls.length, mailed(calls)]).toEqual([1, ['p@example.com']]);
    const contact = contacts.all.get(PERSON);
    expect(contact).toMatchObject({
      email_handle: 'ses:new',
      confirm_by: 'code',
      code_digest: expect.stringMatching(/^[\w-]{43}$/),
      code_expires_at: NOW_SECONDS + 3600,
    });
    expect(JSON.stringify(contact)).not.toContain('777777');
  });

  it.each([
    ['the language of the contact', 'de-AT', 'fr', /777777 ist Ihr Code/],
    ['the default language when the contact names none', undefined, 'fr', /777777 est votre code/],
    [
      'the default language when there are no texts in that of the contact',
      'sw',
      'fr',
      /777777 est votre code/,
    ],
  ])('is mailed in %s', async (_, locale, defaultLocale, words) => {
    const { ports, calls } = bySes([]);
    const body = { email: 'p@example.com', ...(locale === undefined ? {} : { locale }) };
    expect((await putContact(PERSON, body, { ...ports, defaultLocale })).ok).toBe(true);
    expect(calls).toEqual([expect.stringMatching(words)]);
  });

  it('is mailed again five minutes later, and is then another', async () => {
    const { ports, contacts, calls } = bySes([]);
    const put = (seconds: number, n = 7) =>
      putContact(
        PERSON,
        { email: 'p@example.com' },
        { ...ports, now: () => NOW_MS + seconds * 1000, random: { integerBelow: () => n } },
      );
    await put(0);
    const first = contacts.all.get(PERSON)?.code_digest;
    expect(await put(299)).toMatchObject({ refusal: { code: 'rate_limited', retryAfterSeconds: 1 } });
    expect((await put(300, 8)).ok).toBe(true);
    expect(calls).toHaveLength(2);
    expect(contacts.all.get(PERSON)?.code_digest).not.toBe(first);
    expect(contacts.all.get(PERSON)?.code_expires_at).toBe(NOW_SECONDS + 300 + 3600);
  });

  it('stays good when it may have arrived, and else the one before does', async () => {
    const { ports, contacts } = bySes([]);
    await putContact(PERSON, { email: 'p@example.com' }, ports);
    const first = contacts.all.get(PERSON)?.code_digest;
    const again = (isOutcomeUnknown: boolean) => {
      const send = () => Promise.reject(new DeliveryUnavailable({ isOutcomeUnknown }));
      const later = { ...ports, emails: { ...ports.emails, send }, now: () => NOW_MS + 300_000 };
      return putContact(PERSON, { email: 'p@example.com' }, { ...later, random: { integerBelow: () => 8 } });
    };
    await expect(again(false)).rejects.toThrow(DeliveryUnavailable);
    expect(contacts.all.get(PERSON)?.code_digest).toBe(first);
    await expect(again(true)).rejects.toThrow(DeliveryUnavailable);
    expect(contacts.all.get(PERSON)?.code_digest).not.toBe(first);
  });

  it('is stored before it is first sent: it is good when it arrives although that is not known', async () => {
    const { ports, contacts } = bySes([]);
    const send = async () => {
      expect(contacts.all.get(PERSON)).toMatchObject({
        email_handle: 'ses:new',
        code_digest: expect.any(String),
      });
      throw unknown;
    };
    const put = () =>
      putContact(PERSON, { email: 'p@example.com' }, { ...ports, emails: { ...ports.emails, send } });
    await expect(put()).rejects.toThrow(DeliveryUnavailable);
    const keys = await ports.subjectKeys.current();
    expect(contacts.all.get(PERSON)?.code_digest).toBe(
      digestConfirmation('777777', { user_id: PERSON, email_handle: 'ses:new' }, keys),
    );
    // Asked again at once, it is not sent again: the first may be on its way.
    expect(await put()).toMatchObject({ refusal: { code: 'rate_limited', retryAfterSeconds: 300 } });
  });

  it.each([
    ['nothing', undefined],
    ['a number', { user_id: PERSON, phone_number: '+919876543210' }],
    ['another address, confirmed', { ...enrolled, email: 'old@example.com', email_confirmed: true }],
  ])('that was certainly not sent leaves the contact as it was: %s', async (_, before) => {
    const { ports, contacts, calls, steps } = bySes(before === undefined ? [] : [before]);
    const emails = { ...ports.emails, send: () => Promise.reject(certain) };
    await expect(putContact(PERSON, { email: 'p@example.com' }, { ...ports, emails })).rejects.toBe(certain);
    expect(contacts.all.get(PERSON)).toEqual(before);
    // Whoever got a token for what was stored meanwhile has none now.
    expect(steps.at(-1)).toMatch(/^revoke/);
    expect(calls).toEqual(['forget ses:new']);
    expect((await putContact(PERSON, { email: 'p@example.com' }, ports)).ok).toBe(true);
  });

  it('that may have been sent replaces the address before, and its topic', async () => {
    const { ports, contacts, calls } = bySes([
      { ...enrolled, email: 'old@example.com', email_confirmed: true },
    ]);
    const emails = { ...ports.emails, send: () => Promise.reject(unknown) };
    await expect(putContact(PERSON, { email: 'p@example.com' }, { ...ports, emails })).rejects.toBe(unknown);
    expect(contacts.all.get(PERSON)).toMatchObject({ email_handle: 'ses:new', email_confirmed: false });
    expect(calls).toEqual(['forget arn:old']);
  });

  it('yields to a concurrent change before it is sent', async () => {
    const { ports, contacts, calls } = bySes([]);
    const makeHandle = async () => {
      contacts.all.set(PERSON, enrolled);
      return 'ses:new';
    };
    const emails = { ...ports.emails, makeHandle };
    expect(await putContact(PERSON, { email: 'q@example.com' }, { ...ports, emails })).toMatchObject({
      refusal: { code: 'contact_changed' },
    });
    expect([mailed(calls), contacts.all.get(PERSON)]).toEqual([[], enrolled]);
  });

  it.each([
    ['SES mails another one in vain', false],
    ['SNS mails its link in vain', true],
  ])('that is typed while %s stays confirmed, and is not revived', async (_, byLink) => {
    const first = { code_digest: 'first', code_expires_at: NOW_SECONDS + 60 };
    const waiting = {
      ...enrolled,
      email_handle: byLink ? 'arn:old' : 'ses:old',
      confirm_by: 'code' as const,
      ...(byLink ? {} : first),
    };
    const { ports, contacts } = byLink ? portsWith([waiting]) : bySes([waiting]);
    const fail = async () => {
      // By the pasted link, or by a code that was read before the new one was noted.
      await contacts.confirmEmail(PERSON, waiting.email_handle, undefined);
      throw certain;
    };
    const emails = { ...ports.emails, send: fail, enrol: fail };
    await expect(putContact(PERSON, { email: 'p@example.com' }, { ...ports, emails })).rejects.toBe(certain);
    expect(contacts.all.get(PERSON)).toMatchObject({ email_confirmed: true });
    expect(contacts.all.get(PERSON)).not.toHaveProperty('code_digest');
  });

  it('keeps the wrong ones that were counted when the rest of the contact changes', async () => {
    const waiting = {
      ...enrolled,
      confirm_by: 'code' as const,
      code_digest: 'd',
      code_expires_at: 1,
      code_tries: 3,
    };
    const { ports, contacts } = portsWith([waiting]);
    expect((await putContact(PERSON, { email: 'p@example.com', locale: 'en' }, ports)).ok).toBe(true);
    expect(contacts.all.get(PERSON)?.code_tries).toBe(3);
    const isConfirmed = async () => {
      await contacts.countTypedCode(PERSON, 'arn:old', 'd', 5);
      return false;
    };
    const meanwhile = { ...ports, emails: { ...ports.emails, isConfirmed } };
    expect(await putContact(PERSON, { email: 'p@example.com', locale: 'de' }, meanwhile)).toMatchObject({
      refusal: { code: 'contact_changed' },
    });
    expect(contacts.all.get(PERSON)?.code_tries).toBe(4);
  });

  it('begins without wrong ones when it is another', async () => {
    const tried = { code_digest: 'd', code_expires_at: 1, code_tries: 5 };
    const { ports, contacts } = bySes([
      { ...enrolled, email_handle: 'ses:old', confirm_by: 'code', ...tried },
    ]);
    expect((await putContact(PERSON, { email: 'p@example.com' }, ports)).ok).toBe(true);
    expect(contacts.all.get(PERSON)).not.toHaveProperty('code_tries');
  });

  it('goes by SES to whoever left their topic, and leaves that behind', async () => {
    const { ports, contacts, calls } = bySes([{ ...enrolled, email_confirmed: true }]);
    const emails = { ...ports.emails, isConfirmed: async () => false };
    expect(await putContact(PERSON, { email: 'p@example.com' }, { ...ports, emails })).toMatchObject({
      value: { email_status: 'unconfirmed' },
    });
    expect(mailed(calls)).toEqual(['p@example.com']);
    expect(calls.at(-1)).toBe('forget arn:old');
    expect(contacts.all.get(PERSON)?.email_handle).toBe('ses:new');
  });

  it('goes by SNS to whoever left their topic on another, at once, and no code from before is good', async () => {
    const waiting = {
      ...enrolled,
      confirm_by: 'code' as const,
      confirmation_sent_at: new Date(NOW_MS).toISOString(),
    };
    for (const left of [
      { ...waiting, email_confirmed: true },
      { ...waiting, email_unsubscribed: true },
      { ...waiting, code_digest: 'd', code_expires_at: NOW_SECONDS + 60 },
    ]) {
      const { ports, contacts, calls } = portsWith([left]);
      const put = (isSubscribed: boolean) => {
        const emails = { ...ports.emails, isConfirmed: async () => isSubscribed };
        return putContact(PERSON, { email: 'p@example.com' }, { ...ports, emails });
      };
      expect(await put(false)).toMatchObject({ value: { email_status: 'unconfirmed' } });
      expect(calls).toEqual(['enrol p@example.com as arn:new', 'forget arn:old']);
      expect(contacts.all.get(PERSON)).not.toHaveProperty('code_digest');
      // The new link was followed.
      expect((await put(true)).ok).toBe(true);
      expect(mailed(calls)).toEqual(['arn:new']);
    }
  });

  it('is not sent by SNS before the link was followed, and then at once when it is asked for', async () => {
    const { ports, contacts, calls } = portsWith([]);
    const put = (seconds: number, isSubscribed: boolean) =>
      putContact(
        PERSON,
        { email: 'p@example.com' },
        {
          ...ports,
          emails: { ...ports.emails, isConfirmed: async () => isSubscribed },
          now: () => NOW_MS + seconds * 1000,
        },
      );
    await put(0, false);
    expect(calls).toEqual(['enrol p@example.com as arn:new']);
    expect(await put(20, true)).toMatchObject({ value: { email_confirmed: false } });
    expect(mailed(calls)).toEqual(['arn:new']);
    expect(contacts.all.get(PERSON)).toMatchObject({ email_confirmed: false, confirm_by: 'code' });
    expect(await put(21, true)).toMatchObject({ refusal: { code: 'rate_limited' } });
  });

  it('is sent once by two requests that find the link followed at the same time', async () => {
    const waiting = { ...enrolled, confirm_by: 'code' as const };
    const { ports, calls } = portsWith([waiting], true);
    const both = await Promise.all([1, 2].map(() => putContact(PERSON, { email: 'p@example.com' }, ports)));
    expect(both.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(mailed(calls)).toHaveLength(1);
  });

  it('is what confirms: a link that was followed, by whom ever, does not', async () => {
    const waiting = { ...enrolled, confirm_by: 'code' as const };
    const { ports, contacts } = portsWith([waiting], true);
    expect(await getContact(PERSON, contacts, ports.emails, ports)).toMatchObject({
      value: { email_confirmed: false, email_status: 'unconfirmed' },
    });
    expect(await refreshConfirmation(waiting, contacts, ports.emails)).toBe(false);
  });

  it.each(['sns', 'ses'] as const)(
    'is not asked of an address that was confirmed before there were codes, by %s',
    async (kind) => {
      const known = { ...enrolled, email_confirmed: true };
      const { ports, calls } = kind === 'ses' ? bySes([known]) : portsWith([known], true);
      expect(await putContact(PERSON, { email: 'p@example.com', locale: 'en' }, ports)).toMatchObject({
        value: { email_confirmed: true, email_status: 'confirmed' },
      });
      expect(calls).toEqual([]);
    },
  );

  it('is not lost when it is typed while the rest of the contact changes', async () => {
    const waiting = { ...enrolled, confirm_by: 'code' as const, code_digest: 'digest', code_expires_at: 1 };
    const { ports, contacts } = portsWith([waiting]);
    const isConfirmed = async () => {
      await contacts.confirmEmail(PERSON, 'arn:old', 'digest');
      return false;
    };
    const meanwhile = { ...ports, emails: { ...ports.emails, isConfirmed } };
    expect(await putContact(PERSON, { email: 'p@example.com', locale: 'en' }, meanwhile)).toMatchObject({
      refusal: { code: 'contact_changed' },
    });
    expect(contacts.all.get(PERSON)).toMatchObject({ email_confirmed: true });
  });

  it('is needed for an address that SES enrolled and SNS has to send to now', async () => {
    const { ports, contacts, calls } = portsWith([
      { ...enrolled, email_handle: 'ses:old', email_confirmed: true },
    ]);
    await putContact(PERSON, { email: 'p@example.com' }, ports);
    expect(calls).toEqual(['enrol p@example.com as arn:new', 'forget ses:old']);
    expect(contacts.all.get(PERSON)).toMatchObject({ email_handle: 'arn:new', email_confirmed: false });
  });
});

describe('the status of an email', () => {
  const statusOf = async (contact: ContactRecord, subscribed: boolean, reason?: 'bounced' | 'complained') => {
    const { ports, contacts } = portsWith([contact], subscribed);
    if (reason !== undefined) {
      await noteFeedback('P@Example.com', reason, ports);
    }
    const answer = await getContact(PERSON, contacts, ports.emails, ports);
    return answer.ok && answer.value.email_status;
  };
  const confirmed = { ...enrolled, email_confirmed: true };

  it('says what keeps codes from it, the more lasting first', async () => {
    expect(await statusOf(confirmed, true)).toBe('confirmed');
    expect(await statusOf(confirmed, false)).toBe('unsubscribed');
    expect(await statusOf({ ...enrolled, confirm_by: 'code' }, true)).toBe('unconfirmed');
    expect(await statusOf(confirmed, true, 'bounced')).toBe('bounced');
    expect(await statusOf({ ...enrolled, confirm_by: 'code' }, true, 'complained')).toBe('complained');
  });

  it('is the reason why no confirmation is sent to it, in whatever spelling', async () => {
    const { ports, calls } = portsWith([]);
    await noteFeedback('p+shop@EXAMPLE.com', 'complained', ports);
    await noteFeedback('Q+Shop@EXAMPLE.com', 'bounced', ports);
    for (const [email, rule] of [
      ['p@example.com', 'complained'],
      ['q+shop@example.com', 'bounced'],
    ] as const) {
      expect(await putContact(PERSON, { email }, ports)).toMatchObject({
        refusal: { code: 'destination_not_allowed', extensions: { rule } },
      });
    }
    expect(calls).toEqual([]);
  });

  it('is not what became of another address, which anyone may be enrolled with', async () => {
    const ada = { ...enrolled, email_confirmed: true };
    const mallory = { ...ada, user_id: 'mallory', email: 'p+zz@example.com' };
    const { ports, contacts } = portsWith([ada, mallory], true);
    const statusFor = async (userId: string) => {
      const answer = await getContact(userId, contacts, ports.emails, ports);
      return answer.ok && answer.value.email_status;
    };
    await noteFeedback('p+zz@example.com', 'bounced', ports);
    expect([await statusFor(PERSON), await statusFor('mallory')]).toEqual(['confirmed', 'bounced']);

    await noteFeedback('p@example.com', 'bounced', ports);
    const release = { email: 'p+zz@example.com', opted_out: false };
    await putOptOut({ ...release, email: 'p+other@example.com' }, ports, async () => undefined);
    expect([await statusFor(PERSON), await statusFor('mallory')]).toEqual(['confirmed', 'bounced']);
    await putOptOut(release, ports, async () => undefined);
    await noteFeedback('p@example.com', 'bounced', ports);
    expect([await statusFor(PERSON), await statusFor('mallory')]).toEqual(['bounced', 'confirmed']);
  });

  it('is what the owner said where an email came back later, too', async () => {
    const { ports } = portsWith([]);
    await putOptOut({ email: 'p@example.com', opted_out: true }, ports, async () => undefined);
    await noteFeedback('p@example.com', 'bounced', ports);
    expect(await putContact(PERSON, { email: 'p@example.com' }, ports)).toMatchObject({
      refusal: { extensions: { rule: 'opt_out' } },
    });
  });
});

describe('getting a contact', () => {
  it('shows everything but the topic, with the current confirmation', async () => {
    const { ports, contacts } = portsWith([enrolled], true);
    expect(await getContact(PERSON, contacts, ports.emails, ports)).toEqual({
      ok: true,
      value: {
        user_id: PERSON,
        email: 'p@example.com',
        email_confirmed: true,
        email_status: 'confirmed',
      },
    });
    expect(contacts.all.get(PERSON)?.email_confirmed).toBe(true);
  });

  it('shows no confirmation when there is no email', async () => {
    const { ports, contacts } = portsWith([{ user_id: PERSON, phone_number: '+919876543210' }]);
    expect(await getContact(PERSON, contacts, ports.emails, ports)).toEqual({
      ok: true,
      value: { user_id: PERSON, phone_number: '+919876543210' },
    });
  });

  it('does not find an unknown person', async () => {
    const { ports, contacts } = portsWith([]);
    expect(await getContact(PERSON, contacts, ports.emails, ports)).toMatchObject({
      refusal: { code: 'not_found' },
    });
  });
});

describe('a confirmation', () => {
  it('is noted when it is first seen, and withdrawn when the person unsubscribes', async () => {
    const confirmed = portsWith([enrolled], true);
    await getContact(PERSON, confirmed.contacts, confirmed.ports.emails, confirmed.ports);
    expect(confirmed.contacts.all.get(PERSON)).toEqual({
      ...enrolled,
      email_confirmed: true,
      email_unsubscribed: false,
    });
    const unsubscribed = portsWith([{ ...enrolled, email_confirmed: true }], false);
    const { contacts, ports } = unsubscribed;
    expect(await getContact(PERSON, contacts, ports.emails, ports)).toMatchObject({
      value: { email_confirmed: false, email_status: 'unsubscribed' },
    });
    expect(contacts.all.get(PERSON)).toEqual({ ...enrolled, email_unsubscribed: true });
  });

  it('does not count for a contact that changed during the check', async () => {
    const { contacts } = portsWith([enrolled]);
    const changed = { ...enrolled, email: 'q@example.com', email_handle: 'arn:new' };
    const isConfirmed = async () => {
      contacts.all.set(PERSON, changed);
      return true;
    };
    expect(await refreshConfirmation(enrolled, contacts, { isConfirmed })).toBe(false);
    expect(contacts.all.get(PERSON)).toEqual(changed);
  });
});

describe('deleting a contact', () => {
  it('deletes the topic and the item', async () => {
    const { ports, contacts, calls } = portsWith([enrolled]);
    expect((await deleteContact(PERSON, ports.contacts, ports.emails, ports)).ok).toBe(true);
    expect(calls).toEqual(['forget arn:old']);
    expect(contacts.all.size).toBe(0);
  });

  it('keeps the item when the topic cannot be deleted, so that the deletion can be retried', async () => {
    const { ports, contacts } = portsWith([enrolled], false, ['forget']);
    await expect(deleteContact(PERSON, ports.contacts, ports.emails, ports)).rejects.toThrow(
      DeliveryUnavailable,
    );
    expect(contacts.all.size).toBe(1);
  });

  it('succeeds when there is none', async () => {
    const { ports } = portsWith([]);
    expect((await deleteContact(PERSON, ports.contacts, ports.emails, ports)).ok).toBe(true);
  });
});

describe('changing where a person can be reached', () => {
  /** The steps that revoke each token not used, revoked or expired, in every group and for every purpose. */
  const found = [
    `find ${PERSON}`,
    'revoke bank login token-0 at 1795341600',
    'revoke shop login token-1 at 1795341600',
    'revoke bank payment token-2 at 1795341600',
  ];
  const known = {
    user_id: PERSON,
    phone_number: '+919876543210',
    email: 'p@example.com',
    email_handle: 'arn:old',
  };

  it.each([
    ['another number', { phone_number: '+919876543211', email: 'p@example.com' }],
    ['another email', { phone_number: '+919876543210', email: 'q@example.com' }],
    ['no email', { phone_number: '+919876543210' }],
    ['no number', { email: 'p@example.com' }],
  ])('to %s revokes before and after, so that a crash between them leaves no live token', async (_, body) => {
    const { ports, steps } = portsWith([known]);
    expect((await putContact(PERSON, body, ports)).ok).toBe(true);
    expect(steps).toEqual([...found, 'put', ...found]);
  });

  it('for the first time revokes too, because a live code may have gone elsewhere', async () => {
    const { ports, steps } = portsWith([]);
    await putContact(PERSON, { phone_number: '+919876543210' }, ports);
    expect(steps).toEqual([...found, 'put', ...found]);
  });

  it.each([
    ['nothing', {}],
    ['the language', { locale: 'de' }],
    ['the preference', { preferred_channel: 'email' as const }],
    ['the spelling of the number', { phone_number: '098765 43210' }],
  ])('in %s alone revokes nothing', async (_, more) => {
    const { ports, steps } = portsWith([known], true);
    const body = { phone_number: '+919876543210', email: 'p@example.com', ...more };
    expect((await putContact(PERSON, body, ports)).ok).toBe(true);
    expect(steps).toEqual(['put']);
  });

  it('does not start while the tokens cannot be revoked', async () => {
    const { ports, steps, contacts } = portsWith([known]);
    const tokens = { ...ports.tokens, allOf: () => Promise.reject(new StoreUnavailable()) };
    const put = putContact(PERSON, { phone_number: '+919876543211' }, { ...ports, tokens });
    await expect(put).rejects.toThrow(StoreUnavailable);
    const gone = deleteContact(PERSON, ports.contacts, ports.emails, { ...ports, tokens });
    await expect(gone).rejects.toThrow(StoreUnavailable);
    expect([steps, contacts.all.get(PERSON)]).toEqual([[], known]);
  });

  it('by deleting the contact revokes, even when it is already gone', async () => {
    const { ports, steps } = portsWith([known]);
    await deleteContact(PERSON, ports.contacts, ports.emails, ports);
    expect(steps).toEqual([...found, 'delete', ...found]);
    steps.length = 0;
    await deleteContact(PERSON, ports.contacts, ports.emails, ports);
    expect(steps).toEqual([...found, ...found]);
  });
});

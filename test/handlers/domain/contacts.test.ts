import { describe, expect, it } from '@jest/globals';
import { refreshConfirmation } from '../../../handlers/domain/confirm-email.ts';
import { deleteContact, getContact } from '../../../handlers/domain/contacts.ts';
import { DeliveryUnavailable, StoreUnavailable } from '../../../handlers/domain/errors.ts';
import type {
  ContactRecord,
  ContactStore,
  TokenRecord,
  TokenStore,
  TopicRegistry,
} from '../../../handlers/domain/ports.ts';
import { putContact } from '../../../handlers/domain/put-contact.ts';
import { aToken, contactsInMemory, NOW_MS, NOW_SECONDS } from '../fixtures.ts';

const PERSON = 'premjeet.sahu';
const enrolled: ContactRecord = {
  user_id: PERSON,
  email: 'p@example.com',
  topic_arn: 'arn:old',
  email_confirmed: false,
};

function bookWith(known: ContactRecord[], confirmed = false, failing: (keyof TopicRegistry)[] = []) {
  const contacts = contactsInMemory(...known);
  const calls: string[] = [];
  const call = async (name: keyof TopicRegistry, ...args: string[]) => {
    calls.push([name, ...args].join(' '));
    if (failing.includes(name)) throw new DeliveryUnavailable();
  };
  const topics: TopicRegistry = {
    create: async () => {
      await call('create');
      return 'arn:new';
    },
    subscribe: (topic, email) => call('subscribe', topic, email),
    delete: (topic) => call('delete', topic),
    isConfirmed: async () => confirmed,
  };
  const onTopicLeft = () => void calls.push('left');
  const destinations = { allowedCountries: ['IN'], blockedPrefixes: [], testNumbers: [] };
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
  const noted = {
    ...contacts,
    put: async (...args: Parameters<ContactStore['put']>) => {
      steps.push('put');
      return contacts.put(...args);
    },
    delete: async (...args: Parameters<ContactStore['delete']>) => {
      steps.push('delete');
      return contacts.delete(...args);
    },
  };
  const now = () => NOW_MS;
  return {
    book: { contacts: noted, tokens, now, topics, defaultCountry: 'IN' as const, destinations, onTopicLeft },
    contacts,
    calls,
    steps,
  };
}

describe('putting a contact', () => {
  it('keeps a number in E.164 and needs no topic for it', async () => {
    const { book, contacts, calls } = bookWith([]);
    expect(await putContact(PERSON, { phone_number: '098765 43210', locale: 'en' }, book)).toEqual({
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

  it('refuses a number that is not texted, before anything is stored or asked', async () => {
    const { book, contacts, calls } = bookWith([]);
    const body = { phone_number: '+12025550123', email: 'p@example.com' };
    expect(await putContact(PERSON, body, book)).toMatchObject({
      refusal: { code: 'destination_not_allowed', extensions: { rule: 'country' } },
    });
    expect([...contacts.all.keys(), ...calls]).toEqual([]);
  });

  it('enrols a new email on a topic of its own, unconfirmed', async () => {
    const { book, contacts, calls } = bookWith([]);
    expect(await putContact(PERSON, { email: 'p@example.com' }, book)).toEqual({
      ok: true,
      value: { user_id: PERSON, email: 'p@example.com', email_confirmed: false },
    });
    expect(calls).toEqual(['create', 'subscribe arn:new p@example.com']);
    expect(contacts.all.get(PERSON)).toMatchObject({ topic_arn: 'arn:new', email_confirmed: false });
  });

  it('moves a changed email to a new topic and deletes the old one last', async () => {
    const { book, contacts, calls } = bookWith([{ ...enrolled, email_confirmed: true }], true);
    await putContact(PERSON, { email: 'q@example.com' }, book);
    expect(calls).toEqual(['create', 'subscribe arn:new q@example.com', 'delete arn:old']);
    expect(contacts.all.get(PERSON)).toMatchObject({ topic_arn: 'arn:new', email_confirmed: false });
  });

  it('asks again for the same unconfirmed email, on its topic', async () => {
    const { book, calls } = bookWith([enrolled]);
    await putContact(PERSON, { email: 'p@example.com' }, book);
    expect(calls).toEqual(['subscribe arn:old p@example.com']);
  });

  it('leaves a confirmed email alone', async () => {
    const { book, calls } = bookWith([enrolled], true);
    expect(await putContact(PERSON, { email: 'p@example.com' }, book)).toMatchObject({
      value: { email_confirmed: true },
    });
    expect(calls).toEqual([]);
  });

  it('drops a topic together with the email', async () => {
    const { book, contacts, calls } = bookWith([enrolled]);
    await putContact(PERSON, { phone_number: '+919876543210' }, book);
    expect(calls).toEqual(['delete arn:old']);
    expect(contacts.all.get(PERSON)).toEqual({ user_id: PERSON, phone_number: '+919876543210' });
  });

  it('gives way to another change and leaves no topic behind', async () => {
    const { book, contacts, calls } = bookWith([]);
    const topics = { ...book.topics, subscribe: async () => void contacts.all.set(PERSON, enrolled) };
    expect(await putContact(PERSON, { email: 'q@example.com' }, { ...book, topics })).toMatchObject({
      ok: false,
      refusal: { code: 'contact_changed' },
    });
    expect(calls).toEqual(['create', 'delete arn:new']);
    expect(contacts.all.get(PERSON)).toEqual(enrolled);
  });

  it('leaves no topic behind when the store or the subscription fails', async () => {
    const { book, calls } = bookWith([]);
    const put = async () => {
      throw new StoreUnavailable();
    };
    const failing = { ...book, contacts: { ...book.contacts, put } };
    await expect(putContact(PERSON, { email: 'q@example.com' }, failing)).rejects.toThrow(StoreUnavailable);
    expect(calls.at(-1)).toBe('delete arn:new');

    const unsubscribed = bookWith([], false, ['subscribe']);
    await expect(putContact(PERSON, { email: 'q@example.com' }, unsubscribed.book)).rejects.toThrow(
      DeliveryUnavailable,
    );
    expect(unsubscribed.calls.at(-1)).toBe('delete arn:new');
    expect(unsubscribed.contacts.all.size).toBe(0);
  });

  it('succeeds and reports when only the old topic could not be deleted', async () => {
    const { book, calls } = bookWith([enrolled], false, ['delete']);
    expect((await putContact(PERSON, { email: 'q@example.com' }, book)).ok).toBe(true);
    expect(calls.slice(-2)).toEqual(['delete arn:old', 'left']);
  });

  it('refuses a number that is none', async () => {
    const { book } = bookWith([]);
    expect(await putContact(PERSON, { phone_number: '12' }, book)).toMatchObject({
      refusal: { code: 'invalid_request', errors: [{ field: 'phone_number' }] },
    });
  });
});

describe('getting a contact', () => {
  it('shows everything but the topic, with the confirmation as it is now', async () => {
    const { book, contacts } = bookWith([enrolled], true);
    expect(await getContact(PERSON, contacts, book.topics)).toEqual({
      ok: true,
      value: { user_id: PERSON, email: 'p@example.com', email_confirmed: true },
    });
    expect(contacts.all.get(PERSON)?.email_confirmed).toBe(true);
  });

  it('says nothing of a confirmation where there is no email', async () => {
    const { book, contacts } = bookWith([{ user_id: PERSON, phone_number: '+919876543210' }]);
    expect(await getContact(PERSON, contacts, book.topics)).toEqual({
      ok: true,
      value: { user_id: PERSON, phone_number: '+919876543210' },
    });
  });

  it('does not find a stranger', async () => {
    const { book, contacts } = bookWith([]);
    expect(await getContact(PERSON, contacts, book.topics)).toMatchObject({ refusal: { code: 'not_found' } });
  });
});

describe('a confirmation', () => {
  it('is noted when it is seen first, and taken back when a person unsubscribed', async () => {
    const confirmed = bookWith([enrolled], true);
    await getContact(PERSON, confirmed.contacts, confirmed.book.topics);
    expect(confirmed.contacts.all.get(PERSON)).toEqual({ ...enrolled, email_confirmed: true });
    const unsubscribed = bookWith([{ ...enrolled, email_confirmed: true }], false);
    expect(await getContact(PERSON, unsubscribed.contacts, unsubscribed.book.topics)).toMatchObject({
      value: { email_confirmed: false },
    });
    expect(unsubscribed.contacts.all.get(PERSON)).toEqual(enrolled);
  });

  it('does not count for a contact that was changed or deleted while it was asked about', async () => {
    const { contacts } = bookWith([enrolled]);
    const changed = { ...enrolled, email: 'q@example.com', topic_arn: 'arn:new' };
    const isConfirmed = async () => {
      contacts.all.set(PERSON, changed);
      return true;
    };
    expect(await refreshConfirmation(enrolled, contacts, { isConfirmed })).toBe(false);
    expect(contacts.all.get(PERSON)).toEqual(changed);
  });
});

describe('deleting a contact', () => {
  it('deletes topic and item', async () => {
    const { book, contacts, calls } = bookWith([enrolled]);
    expect((await deleteContact(PERSON, book.contacts, book.topics, book)).ok).toBe(true);
    expect(calls).toEqual(['delete arn:old']);
    expect(contacts.all.size).toBe(0);
  });

  it('keeps the item when the topic could not be deleted, so that it can be tried again', async () => {
    const { book, contacts } = bookWith([enrolled], false, ['delete']);
    await expect(deleteContact(PERSON, book.contacts, book.topics, book)).rejects.toThrow(
      DeliveryUnavailable,
    );
    expect(contacts.all.size).toBe(1);
  });

  it('is content where there is none', async () => {
    const { book } = bookWith([]);
    expect((await deleteContact(PERSON, book.contacts, book.topics, book)).ok).toBe(true);
  });
});

describe('changing where a person can be reached', () => {
  /** What could still be verified, in every group and for every purpose. */
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
    topic_arn: 'arn:old',
  };

  it.each([
    ['another number', { phone_number: '+919876543211', email: 'p@example.com' }],
    ['another email', { phone_number: '+919876543210', email: 'q@example.com' }],
    ['no email', { phone_number: '+919876543210' }],
    ['no number', { email: 'p@example.com' }],
  ])('to %s revokes before and after: a crash in between leaves no token alive', async (_, body) => {
    const { book, steps } = bookWith([known]);
    expect((await putContact(PERSON, body, book)).ok).toBe(true);
    expect(steps).toEqual([...found, 'put', ...found]);
  });

  it('for the first time revokes too: nothing says that the code went there', async () => {
    const { book, steps } = bookWith([]);
    await putContact(PERSON, { phone_number: '+919876543210' }, book);
    expect(steps).toEqual([...found, 'put', ...found]);
  });

  it.each([
    ['nothing', {}],
    ['the language', { locale: 'de' }],
    ['the preference', { preferred_channel: 'email' as const }],
    ['the spelling of the number', { phone_number: '098765 43210' }],
  ])('in %s alone revokes nothing', async (_, more) => {
    const { book, steps } = bookWith([known], true);
    const body = { phone_number: '+919876543210', email: 'p@example.com', ...more };
    expect((await putContact(PERSON, body, book)).ok).toBe(true);
    expect(steps).toEqual(['put']);
  });

  it('does not begin while the tokens cannot be revoked', async () => {
    const { book, steps, contacts } = bookWith([known]);
    const tokens = { ...book.tokens, allOf: () => Promise.reject(new StoreUnavailable()) };
    const put = putContact(PERSON, { phone_number: '+919876543211' }, { ...book, tokens });
    await expect(put).rejects.toThrow(StoreUnavailable);
    const gone = deleteContact(PERSON, book.contacts, book.topics, { ...book, tokens });
    await expect(gone).rejects.toThrow(StoreUnavailable);
    expect([steps, contacts.all.get(PERSON)]).toEqual([[], known]);
  });

  it('by forgetting the person revokes, also when the contact is gone already', async () => {
    const { book, steps } = bookWith([known]);
    await deleteContact(PERSON, book.contacts, book.topics, book);
    expect(steps).toEqual([...found, 'delete', ...found]);
    steps.length = 0;
    await deleteContact(PERSON, book.contacts, book.topics, book);
    expect(steps).toEqual([...found, ...found]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { confirmContact } from '../../../../handlers/domain/contacts/confirm-contact.ts';
import { makeConfirmationCode, TYPED_CODES } from '../../../../handlers/domain/contacts/confirmation-code.ts';
import type { ContactRecord } from '../../../../handlers/domain/contacts/contact-store.ts';
import { DeliveryUnavailable } from '../../../../handlers/domain/errors.ts';
import { unlockPerson } from '../../../../handlers/domain/limits/failed-verification-limit.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { countersInMemory } from '../../counters-in-memory.ts';
import { contactsInMemory, fixedKeys, NOW_MS, optOutsInMemory } from '../../fixtures.ts';

const KEYS = deriveKeys('v1', 'a secret');
const LINK =
  'https://sns.eu-west-1.amazonaws.com/confirmation.html?TopicArn=arn:aws:sns:eu-west-1:0:x&Token=2336412f37fb687f5d51e6e2425c464de257eb75f6&Endpoint=ada@example.com';
/** Ada's address waits, and was sent 777777 a moment ago. */
const { stored } = makeConfirmationCode({ user_id: 'ada', email_handle: 'arn:topic' }, NOW_MS, KEYS, {
  integerBelow: () => 7,
});
const ADA: ContactRecord = {
  user_id: 'ada',
  email: 'ada@example.com',
  email_handle: 'arn:topic',
  email_confirmed: false,
  confirm_by: 'code',
  ...stored,
};

function desk(contact: ContactRecord | undefined = ADA, atMs = NOW_MS) {
  const contacts = contactsInMemory(...(contact ? [contact] : []));
  const counters = countersInMemory();
  const optOuts = optOutsInMemory();
  const pasted: string[] = [];
  const unprotected: string[] = [];
  let requests = 0;
  const emails = {
    isConfirmed: async () => true,
    confirmByLink: async (handle: string, token: string) => {
      pasted.push(`${handle} ${token}`);
      return token.startsWith('2336');
    },
  };
  const ports = { contacts, counters, optOuts, emails, subjectKeys: fixedKeys(KEYS), now: () => atMs };
  const confirmOf = (userId: string, code: string, more: object = {}) => {
    requests += 1;
    const onUnprotected = () => void unprotected.push(userId);
    return confirmContact(userId, code, {
      ...ports,
      requestId: `request-${requests}`,
      onUnprotected,
      ...more,
    });
  };
  const confirm = (code: string, more: object = {}) => confirmOf('ada', code, more);
  return { ...ports, pasted, unprotected, confirm, confirmOf };
}

describe('a code that confirms an address', () => {
  it.each(['777777', ' 777 777 ', '777-777', '７７７７７７'])(
    'is taken as people type it: %j',
    async (typed) => {
      const { confirm, contacts } = desk();
      expect(await confirm(typed)).toEqual({
        ok: true,
        value: {
          user_id: 'ada',
          email: 'ada@example.com',
          email_confirmed: true,
          email_status: 'confirmed',
        },
      });
      expect(contacts.all.get('ada')).toEqual({
        user_id: 'ada',
        email: 'ada@example.com',
        email_handle: 'arn:topic',
        email_confirmed: true,
        email_unsubscribed: false,
        confirm_by: 'code',
      });
    },
  );

  it('is answered the same when the request is repeated, and nothing is left to guess', async () => {
    const { confirm } = desk();
    await confirm('777777');
    expect(await confirm('777777')).toMatchObject({ ok: true, value: { email_status: 'confirmed' } });
    expect(await confirm('000000')).toMatchObject({ ok: true });
  });

  it('is refused when it is another, and confirms nothing', async () => {
    const { confirm, contacts } = desk();
    expect(await confirm('777778')).toMatchObject({ refusal: { code: 'confirmation_mismatch' } });
    expect(contacts.all.get('ada')).toEqual({ ...ADA, code_tries: 1 });
  });

  it('is good for an hour', async () => {
    expect((await desk(ADA, NOW_MS + 3_599_999).confirm('777777')).ok).toBe(true);
    expect(await desk(ADA, NOW_MS + 3_600_000).confirm('777777')).toMatchObject({
      refusal: { code: 'confirmation_expired' },
    });
  });

  it('confirms neither another address nor another person', async () => {
    expect(await desk({ ...ADA, email_handle: 'arn:another' }).confirm('777777')).toMatchObject({
      refusal: { code: 'confirmation_mismatch' },
    });
    const { stored: bobs } = makeConfirmationCode(
      { user_id: 'bob', email_handle: 'arn:topic' },
      NOW_MS,
      KEYS,
      { integerBelow: () => 7 },
    );
    expect((await desk({ ...ADA, ...bobs }).confirm('777777')).ok).toBe(false);
  });

  it('gives way to a newer one that is sent meanwhile', async () => {
    const { confirm, contacts } = desk();
    const get = async (userId: string) => {
      const read = contacts.all.get(userId);
      contacts.all.set(userId, { ...ADA, code_digest: 'newer' });
      return read;
    };
    expect(await confirm('777777', { contacts: { ...contacts, get } })).toMatchObject({
      refusal: { code: 'contact_changed' },
    });
    expect(contacts.all.get('ada')?.email_confirmed).toBe(false);
  });

  it.each([
    ['no contact', undefined],
    ['no email', { user_id: 'ada', phone_number: '+919876543210' }],
  ])('is not looked for where there is %s', async (_, contact) => {
    const { confirm } = contact === undefined ? deskOfNobody() : desk(contact);
    expect(await confirm('777777')).toMatchObject({ refusal: { code: 'not_found' } });
  });

  it('was never sent to an address that waits for its link to be followed', async () => {
    const { code_digest: _, code_expires_at: __, ...unsent } = ADA;
    expect(await desk(unsent).confirm('777777')).toMatchObject({ refusal: { code: 'confirmation_expired' } });
  });
});

function deskOfNobody() {
  const nobody = desk();
  nobody.contacts.all.clear();
  return nobody;
}

describe('guesses at a code', () => {
  it('are counted before they are compared: simultaneous ones get no more than the limit', async () => {
    const { confirm, contacts } = desk();
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => confirm(`00000${n % 10}`)));
    const codes = guesses.map((guess) => (guess.ok ? 'confirmed' : guess.refusal.code));
    expect(codes.filter((code) => code === 'confirmation_mismatch')).toHaveLength(5);
    expect(codes.filter((code) => code === 'locked')).toHaveLength(7);
    expect(await confirm('777777')).toMatchObject({
      refusal: {
        code: 'locked',
        retryAfterSeconds: expect.any(Number),
        extensions: { limit: { name: 'confirmations.guesses', limit: 5, window_seconds: 900 } },
      },
    });
    expect(contacts.all.get('ada')?.email_confirmed).toBe(false);
  });

  /** So often a wrong code, each in its own window where the time is given. */
  const guess = async ({ confirm }: Pick<ReturnType<typeof desk>, 'confirm'>, times: number, everyMs = 0) => {
    for (let n = 0; n < times; n += 1) {
      await confirm('000000', { now: () => NOW_MS + n * everyMs });
    }
  };

  it('make the code invalid after five, however they are spread', async () => {
    const spread = desk();
    await guess(spread, 4, 60_000);
    expect((await spread.confirm('777777')).ok).toBe(true);
    const { confirm, contacts, counters } = desk();
    await guess({ confirm }, 5, 600_000);
    await unlockPerson('ada', counters);
    expect(await confirm('777777', { now: () => NOW_MS + 3_000_000 })).toMatchObject({
      refusal: { code: 'confirmation_expired' },
    });
    expect(contacts.all.get('ada')?.email_confirmed).toBe(false);
  });

  it('are counted for the code before they are compared', async () => {
    const { confirm, contacts } = desk();
    const count = async () => ({ counted: true as const, entry: {} as never });
    const counters = { count, takeBack: async () => undefined };
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, n) => confirm(n < 11 ? '000000' : '777777', { counters })),
    );
    const codes = guesses.map((each) => (each.ok ? 'confirmed' : each.refusal.code));
    expect(codes.filter((code) => code === 'confirmation_mismatch')).toHaveLength(5);
    expect(codes.filter((code) => code === 'contact_changed')).toHaveLength(7);
    expect(contacts.all.get('ada')?.email_confirmed).toBe(false);
  });

  it("are the mailbox's as well, whoever is enrolled with it, and also when the person is unlocked", async () => {
    const { confirm, confirmOf, contacts, counters } = desk();
    await guess({ confirm }, 5);
    contacts.all.set('bob', { ...ADA, user_id: 'bob', email: 'Ada+bob@Example.com' });
    contacts.all.set('cid', { ...ADA, user_id: 'cid', email: 'cid@example.com' });
    await unlockPerson('ada', counters);
    for (const person of ['ada', 'bob']) {
      expect(await confirmOf(person, '777777')).toMatchObject({
        refusal: {
          code: 'locked',
          extensions: { limit: { name: 'confirmations.mailbox_guesses', limit: 5, window_seconds: 900 } },
        },
      });
    }
    expect(await confirmOf('cid', '000000')).toMatchObject({ refusal: { code: 'confirmation_mismatch' } });
  });

  it('that are refused count for nobody', async () => {
    const { confirm, confirmOf, contacts, counters } = desk();
    await guess({ confirm }, 9);
    contacts.all.set('bob', { ...ADA, user_id: 'bob' });
    await guess({ confirm: (code, more) => confirmOf('bob', code, more) }, 3);
    expect(
      await counters.read({ subject: 'guesses#ada', part: '@confirmation' }, [86_400], NOW_MS / 1000),
    ).toEqual([5]);
    expect(
      await counters.read({ subject: 'guesses#bob', part: '@confirmation' }, [86_400], NOW_MS / 1000),
    ).toEqual([0]);
  });

  it('are only wrong ones: a family of eight confirms one mailbox', async () => {
    const { confirmOf, contacts } = desk();
    for (let n = 0; n < 8; n += 1) {
      const whose = { user_id: `member-${n}`, email_handle: 'arn:topic' };
      const { stored } = makeConfirmationCode(whose, NOW_MS, KEYS, { integerBelow: () => 7 });
      contacts.all.set(whose.user_id, { ...ADA, ...whose, ...stored });
      expect((await confirmOf(whose.user_id, '777777')).ok).toBe(true);
    }
  });

  it('succeed less often than the default guess budget allows, over the edge of a day', () => {
    const aDay = TYPED_CODES.find(({ windowSeconds }) => windowSeconds === 86_400)?.limit ?? Infinity;
    expect((2 * aDay) / 1_000_000).toBeLessThanOrEqual(1e-4);
  });
});

describe('a code by SNS to somebody who unsubscribed before they typed it', () => {
  const left = { isConfirmed: async () => false };

  it('confirms nothing, and is answered and noted as what it is', async () => {
    const { confirm, contacts } = desk();
    expect(await confirm('777777', { emails: left })).toMatchObject({
      refusal: {
        code: 'no_destination',
        errors: [{ field: 'email', rule: 'is unsubscribed: it must be enrolled and confirmed again' }],
      },
    });
    expect(contacts.all.get('ada')).toMatchObject({ email_confirmed: false, email_unsubscribed: true });
  });

  it('is not looked into where no try is left', async () => {
    const { confirm } = desk();
    for (let n = 0; n < 5; n += 1) {
      await confirm('000000');
    }
    const isConfirmed = () => Promise.reject(new Error('asked'));
    expect(await confirm('777777', { emails: { isConfirmed } })).toMatchObject({
      refusal: { code: 'locked' },
    });
  });

  it('confirms nothing while SNS does not answer, and is not used up', async () => {
    const { confirm, contacts } = desk();
    const isConfirmed = () => Promise.reject(new DeliveryUnavailable());
    for (let n = 0; n < 6; n += 1) {
      await expect(confirm('777777', { emails: { isConfirmed } })).rejects.toThrow(DeliveryUnavailable);
    }
    expect(contacts.all.get('ada')?.email_confirmed).toBe(false);
    expect((await confirm('777777')).ok).toBe(true);
  });

  it('uses up tries when it is wrong, also of those', async () => {
    const { confirm } = desk();
    for (let n = 0; n < 5; n += 1) {
      expect(await confirm('000000', { emails: left })).toMatchObject({ ok: false });
    }
    expect(await confirm('777777')).toMatchObject({ refusal: { code: 'locked' } });
  });

  it('is none of SES, which needs no subscription', async () => {
    const { confirm } = desk();
    expect((await confirm('777777', { emails: { isConfirmed: async () => undefined } })).ok).toBe(true);
  });
});

describe('the link in the message of SNS', () => {
  it('confirms when it is pasted, by its token and the topic of the contact', async () => {
    const { confirm, pasted, contacts } = desk();
    expect(await confirm(`  ${LINK}\n`)).toMatchObject({ value: { email_status: 'confirmed' } });
    expect(pasted).toEqual(['arn:topic 2336412f37fb687f5d51e6e2425c464de257eb75f6']);
    expect(contacts.all.get('ada')?.email_confirmed).toBe(true);
  });

  it('counts as a try, and is refused when SNS does not know it', async () => {
    const { confirm } = desk();
    const wrong = LINK.replace('2336', '0000');
    for (let n = 0; n < 5; n += 1) {
      expect(await confirm(wrong)).toMatchObject({ refusal: { code: 'confirmation_mismatch' } });
    }
    expect(await confirm(LINK)).toMatchObject({ refusal: { code: 'locked' } });
  });

  it.each([
    ['once', (link: string) => encodeURIComponent(link)],
    ['twice', (link: string) => encodeURIComponent(encodeURIComponent(link))],
  ])('is found in the link of a filter that quotes it %s', async (_, quote) => {
    const { confirm, pasted } = desk();
    const safe = `https://eur01.safelinks.protection.outlook.com/?url=${quote(LINK)}&data=05%7C02%7Cada&reserved=0`;
    expect((await confirm(safe)).ok).toBe(true);
    expect(pasted).toEqual(['arn:topic 2336412f37fb687f5d51e6e2425c464de257eb75f6']);
  });

  it.each([
    ['without its scheme', LINK.replace(/^https:\/\//, '')],
    ['quoted as a whole', encodeURIComponent(LINK)],
    ['from the source of an HTML part', LINK.replaceAll('&', '&amp;')],
  ])('is found %s', async (_, copied) => {
    const { confirm, pasted } = desk();
    expect((await confirm(copied)).ok).toBe(true);
    expect(pasted).toEqual(['arn:topic 2336412f37fb687f5d51e6e2425c464de257eb75f6']);
  });

  it.each([
    ['without a token', 'https://example.com/?url=https%3A%2F%2Fexample.com%2F%ZZ%E2%82', undefined],
    ['without a token and a scheme', 'example.com/confirm', undefined],
    ['where no links are sent', LINK, { isConfirmed: async () => undefined }],
  ])('is an invalid field %s, and no try', async (_, link, emails) => {
    const { confirm } = desk();
    for (let n = 0; n < 6; n += 1) {
      expect(await confirm(link, emails && { emails })).toMatchObject({
        refusal: {
          code: 'invalid_request',
          errors: [{ field: 'code', rule: expect.stringMatching(/^must be a code/) }],
        },
      });
    }
    expect((await confirm('777777')).ok).toBe(true);
  });

  it('is said to be unprotected where a program had followed it', async () => {
    const { confirm, emails, unprotected } = desk();
    expect((await confirm(LINK)).ok).toBe(true);
    expect(unprotected).toEqual(['ada']);
    const first = desk();
    await first.confirm(LINK, { emails: { ...emails, isConfirmed: async () => false } });
    expect(first.unprotected).toEqual([]);
  });

  it('confirms nothing while SNS does not answer', async () => {
    const { confirm, contacts } = desk();
    const emails = {
      isConfirmed: async () => false,
      confirmByLink: () => Promise.reject(new DeliveryUnavailable()),
    };
    await expect(confirm(LINK, { emails })).rejects.toThrow(DeliveryUnavailable);
    expect(contacts.all.get('ada')).toEqual(ADA);
  });
});

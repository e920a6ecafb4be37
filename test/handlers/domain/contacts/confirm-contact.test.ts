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
  let requests = 0;
  const emails = {
    confirmByLink: async (handle: string, token: string) => {
      pasted.push(`${handle} ${token}`);
      return token.startsWith('2336');
    },
  };
  const ports = { contacts, counters, optOuts, emails, subjectKeys: fixedKeys(KEYS), now: () => atMs };
  const confirm = (code: string, more: object = {}) => {
    requests += 1;
    return confirmContact('ada', code, { ...ports, requestId: `request-${requests}`, ...more });
  };
  return { ...ports, pasted, confirm };
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
    expect(contacts.all.get('ada')).toEqual(ADA);
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

  it('go on where an operator unlocks the person', async () => {
    const { confirm, counters } = desk();
    for (let n = 0; n < 5; n += 1) {
      await confirm('000000');
    }
    expect((await confirm('777777')).ok).toBe(false);
    await unlockPerson('ada', counters);
    expect((await confirm('777777')).ok).toBe(true);
  });

  it('succeed less often than the default guess budget allows, over the edge of a day', () => {
    const aDay = TYPED_CODES.find(({ windowSeconds }) => windowSeconds === 86_400)?.limit ?? Infinity;
    expect((2 * aDay) / 1_000_000).toBeLessThanOrEqual(1e-4);
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

  it('is a wrong code where no such links are sent', async () => {
    const { confirm } = desk();
    expect(await confirm(LINK, { emails: {} })).toMatchObject({ refusal: { code: 'confirmation_mismatch' } });
  });

  it('confirms nothing while SNS does not answer', async () => {
    const { confirm, contacts } = desk();
    const emails = { confirmByLink: () => Promise.reject(new DeliveryUnavailable()) };
    await expect(confirm(LINK, { emails })).rejects.toThrow(DeliveryUnavailable);
    expect(contacts.all.get('ada')).toEqual(ADA);
  });
});

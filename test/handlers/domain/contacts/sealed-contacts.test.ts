import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import type { StoredContact } from '../../../../handlers/domain/contacts/contact-store.ts';
import { sealedContacts } from '../../../../handlers/domain/contacts/sealed-contacts.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { contactsInMemory, fixedKeys } from '../../fixtures.ts';

const ADA = {
  user_id: 'ada',
  phone_number: '+4915123456789',
  email: 'ada@example.com',
  email_handle: 'arn:topic',
  email_confirmed: true,
  locale: 'de',
};

function aStore(...known: StoredContact[]) {
  const stored = contactsInMemory(...known);
  const open = (secret = 'a secret') =>
    sealedContacts(stored, fixedKeys(deriveKeys('v1', secret)), systemRandomness);
  return { all: stored.all as Map<string, StoredContact>, contacts: open(), open };
}

describe('a contact', () => {
  it('is read back as it was put, and is stored without its number and address', async () => {
    const { all, contacts } = aStore();
    expect(await contacts.put(ADA, undefined)).toBe(true);
    expect(await contacts.get('ada')).toEqual({ ...ADA, version: expect.any(String) });
    expect(Object.keys(all.get('ada') ?? {}).sort()).toEqual([
      'email_confirmed',
      'email_handle',
      'locale',
      'sealed_addresses',
      'user_id',
    ]);
    expect(JSON.stringify([...all.values()])).not.toMatch(/15123456789|example/);
  });

  it('has only the fields that it was put with', async () => {
    const { contacts } = aStore();
    await contacts.put({ user_id: 'ada', email: 'ada@example.com' }, undefined);
    expect(await contacts.get('ada')).toEqual({
      user_id: 'ada',
      email: 'ada@example.com',
      version: expect.any(String),
    });
    expect(await contacts.get('grace')).toBeUndefined();
  });

  it('from before sealing is read as it is', async () => {
    expect(await aStore(ADA).contacts.get('ada')).toEqual(ADA);
  });

  it('that is sealed takes the note of a confirmation email, one at a time', async () => {
    const { all, contacts } = aStore();
    await contacts.put(ADA, undefined);
    const [at, earlier] = ['2026-11-22T10:00:00.000Z', '2026-11-22T09:59:00.000Z'];
    const note = () => contacts.noteConfirmationSent('ada', 'arn:topic', at, earlier);
    expect([await note(), await note()]).toEqual([true, false]);
    expect(await contacts.get('ada')).toMatchObject({ ...ADA, confirmation_sent_at: at, confirm_by: 'code' });
    expect(all.get('ada')).toHaveProperty('sealed_addresses');
  });

  it("does not open under another secret, nor as another person's", async () => {
    const { all, contacts, open } = aStore();
    await contacts.put(ADA, undefined);
    all.set('grace', { ...all.get('ada'), user_id: 'grace' });
    await expect(open('another').get('ada')).rejects.toThrow();
    await expect(contacts.get('grace')).rejects.toThrow();
  });
});

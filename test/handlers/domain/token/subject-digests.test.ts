import { describe, expect, it } from '@jest/globals';
import { personReference } from '../../../../handlers/domain/token/person-reference.ts';
import { deriveKeys, digestSubject } from '../../../../handlers/domain/token/seal-token.ts';
import {
  digestBody,
  digestContext,
  namePrefix,
  openPrefix,
} from '../../../../handlers/domain/token/subject-digests.ts';

const keys = deriveKeys('v1', 'correct horse battery staple');
const others = deriveKeys('v2', 'another');
const DIGESTS = { digestContext, digestBody, digestSubject, namePrefix, personReference };

describe('what is stored in place of a destination, a context, a body or a person', () => {
  it.each(Object.entries(DIGESTS))(
    'by %s is the same for the same input, and differs under another secret',
    (_, of) => {
      expect(of('+4915112345678', keys)).toBe(of('+4915112345678', keys));
      expect(of('+4915112345678', keys)).not.toBe(of('+4915112345679', keys));
      expect(of('+4915112345678', keys)).not.toBe(of('+4915112345678', others));
    },
  );

  it('differs for the same text in two places', () => {
    const all = Object.values(DIGESTS).map((of) => of('one text', keys).slice(0, 16));
    expect(new Set(all).size).toBe(all.length);
  });

  it('is made with separate keys', () => {
    const { version, ...bytes } = keys;
    const all = Object.values(bytes).map((key) => Buffer.from(key).toString('hex'));
    expect(version).toBe('v1');
    expect(all.length).toBeGreaterThan(1);
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the name of a prefix', () => {
  it('opens with the secret', () => {
    for (const prefix of ['+1202', '+49151', '+919876']) {
      expect(openPrefix(namePrefix(prefix, keys), keys)).toBe(prefix);
    }
  });

  it('does not open with another secret, nor when it is altered', () => {
    const name = namePrefix('+49151', keys);
    expect(() => openPrefix(name, others)).toThrow();
    expect(() => openPrefix(`${name.slice(0, -2)}AA`, keys)).toThrow();
  });
});

it('the reference of a person is 16 characters that reveal nothing about them', () => {
  expect(personReference('jane.doe@example.com', keys)).toMatch(/^[\w-]{16}$/);
});

import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import {
  deriveKeys,
  digestsMatch,
  digestToken,
  sealToken,
  unsealToken,
} from '../../../../handlers/domain/token/seal-token.ts';
import { anyCharacter, fc } from '../../../support/properties.ts';

const keys = deriveKeys('v1', 'correct horse battery staple');
const binding = { user_id: 'premjeet.sahu', purpose: 'login', token_id: 'id-1' };
const seal = (token: string) => sealToken(token, binding, keys, systemRandomness);
const text = fc.string({ unit: anyCharacter, maxLength: 20 });
const bindings = fc.record({ user_id: text, purpose: text, token_id: text });

describe('derived keys', () => {
  it('are derived from the secret by HKDF-SHA-256, one for each use', () => {
    const hex = (key: Uint8Array) => Buffer.from(key).toString('hex');
    expect(hex(keys.sealKey)).toBe('daa33ac293ce8696b0c08556d61374c8227d460515db10adb0cd90c8cf805c6d');
    expect(hex(keys.digestKey)).toBe('def1da7bc7419d6edbf70881eaae040b1f798ca45c8c7195b06d497de1117d35');
  });
});

describe('a sealed token', () => {
  it('opens to the token for the same person, purpose and ID', () => {
    fc.assert(
      fc.property(text, bindings, (token, each) => {
        expect(unsealToken(sealToken(token, each, keys, systemRandomness), each, keys)).toBe(token);
      }),
    );
  });

  it('is nonce, ciphertext and tag, and different each time', () => {
    expect(Buffer.from(seal('123456'), 'base64url')).toHaveLength(12 + 6 + 16);
    expect(seal('123456')).not.toBe(seal('123456'));
  });

  it('opens for no other person, purpose or ID', () => {
    fc.assert(
      fc.property(bindings, bindings, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const sealed = sealToken('123456', one, keys, systemRandomness);
        expect(() => unsealToken(sealed, other, keys)).toThrow();
      }),
    );
    const shifted = { ...binding, user_id: 'premjeet.sah', purpose: 'ulogin' };
    expect(() => unsealToken(seal('123456'), shifted, keys)).toThrow();
  });

  it('does not open when a bit is flipped, or under another secret', () => {
    const sealed = Buffer.from(seal('123456'), 'base64url');
    for (const [index, byte] of sealed.entries()) {
      const altered = Buffer.from(sealed);
      altered[index] = byte ^ 1;
      expect(() => unsealToken(altered.toString('base64url'), binding, keys)).toThrow();
    }
    expect(() => unsealToken(seal('123456'), binding, deriveKeys('v2', 'another'))).toThrow();
  });
});

describe('a token digest', () => {
  it('is a fixed HMAC-SHA-256', () => {
    expect(digestToken('123456', binding, keys)).toBe('d1VAUHcabenx_jX4s9C1mkCNE57nZC-YPAjzLKa3oSI');
  });

  it('differs for every other token and binding', () => {
    fc.assert(
      fc.property(fc.tuple(bindings, text), fc.tuple(bindings, text), (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(digestToken(one[1], one[0], keys)).not.toBe(digestToken(other[1], other[0], keys));
      }),
    );
  });

  it('matches only itself, whatever the lengths', () => {
    const digest = digestToken('123456', binding, keys);
    expect(digestsMatch(digest, digest)).toBe(true);
    expect(digestsMatch(digest, digestToken('123457', binding, keys))).toBe(false);
    expect(digestsMatch(digest, '')).toBe(false);
  });
});

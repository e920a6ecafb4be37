import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import { makeToken } from '../../../../handlers/domain/issuing/make-token.ts';
import { openBroughtCode, sealBroughtCode } from '../../../../handlers/domain/token/brought-code.ts';
import { deriveKeys, digestToken, unsealToken } from '../../../../handlers/domain/token/seal-token.ts';
import { fixedKeys, NOW_MS } from '../../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const source = fixedKeys(keys);
const ADA = { user_id: 'ada', purpose: 'login' };
const sealed = () => sealBroughtCode('4711aBcO', ADA, source, systemRandomness);

const ports = {
  keys: source,
  random: systemRandomness,
  now: () => NOW_MS,
  lifetimeSeconds: 300,
  testDestinations: [{ phoneNumber: '+15005550006', token: '424242' }],
};

describe('a brought code', () => {
  it('is sealed, and opens only for its person and purpose', async () => {
    const code = await sealed();
    expect(JSON.stringify(code)).not.toContain('4711');
    expect(await openBroughtCode(code, ADA, source)).toBe('4711aBcO');
    await expect(openBroughtCode(code, { ...ADA, user_id: 'bob' }, source)).rejects.toThrow();
    await expect(openBroughtCode(code, { ...ADA, purpose: 'payment' }, source)).rejects.toThrow();
  });

  it('is no sealed token: neither opens as the other', async () => {
    const { sealed: text } = await sealed();
    expect(() => unsealToken(text, { ...ADA, token_id: 't' }, keys)).toThrow();
  });

  it('is sent as it was brought, and verified as people type it', async () => {
    const token = await makeToken(
      {
        ...ADA,
        request_id: 'r',
        user_ref: '',
        format: 'alphanumeric',
        length: 8,
        test_number: '+15005550006',
        context_hash: '',
        renewed: { issued_at: '', expiry_time: 0 },
        brought_code: await sealed(),
      },
      ports,
    );
    const binding = { ...ADA, token_id: token.token_id };
    expect(unsealToken(token.sealed_token, binding, keys)).toBe('4711aBcO');
    expect(token.token_digest).toBe(digestToken('4711ABC0', binding, keys));
  });
});

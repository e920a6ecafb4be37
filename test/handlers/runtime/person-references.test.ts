import { describe, expect, it } from '@jest/globals';
import { SecretUnavailable } from '../../../handlers/domain/errors.ts';
import { deriveKeys } from '../../../handlers/domain/token/seal-token.ts';
import type { TokenKeys } from '../../../handlers/domain/token/token-keys.ts';
import { personReferences } from '../../../handlers/runtime/person-references.ts';

const source = (current: () => Promise<TokenKeys>) => ({ current, ofVersion: current });

describe('the reference to a person', () => {
  it('is available when the secret is', async () => {
    const { refer } = personReferences(source(async () => deriveKeys('v1', 'a secret')));
    expect(await refer('jane.doe@example.com')).toMatch(/^[\w-]{16}$/);
  });

  it.each([
    ['cannot be read', async () => Promise.reject(new SecretUnavailable())],
    ['does not arrive in time', () => new Promise<TokenKeys>(() => undefined)],
  ])('is unavailable, but nothing fails, when the secret %s', async (_, current) => {
    const people = personReferences(source(current), 20);
    people.prepare();
    expect(await people.refer('jane.doe@example.com')).toBe('unavailable');
  });
});

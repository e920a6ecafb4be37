import { describe, expect, it } from '@jest/globals';
import { grantedScopes } from '../src/session/granted-scopes.ts';

const jwt = (payload: string): string => `e30.${Buffer.from(payload).toString('base64url')}.c2ln`;

describe('grantedScopes', () => {
  it('reads the scope claim of the access token, not the requested scopes', () => {
    const token = jwt('{"scope":"openid tokens/read","name":"Zoë ÿ?>"}');
    expect([...grantedScopes(token, 'tokens/read tokens/reveal')]).toEqual(['openid', 'tokens/read']);
  });

  it('finds nothing granted in an empty claim', () => {
    expect(grantedScopes(jwt('{"scope":""}'), 'tokens/read').size).toBe(0);
  });

  it.each(['opaque', 'a.b.c', jwt('{"scope":7}'), jwt('null')])(
    'falls back to the requested scopes when the token %s has no claim',
    (token) => {
      expect([...grantedScopes(token, 'tokens/read')]).toEqual(['tokens/read']);
    },
  );
});

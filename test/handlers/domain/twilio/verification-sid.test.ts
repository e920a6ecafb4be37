import { describe, expect, it } from '@jest/globals';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { personOf, userIdOf } from '../../../../handlers/domain/twilio/addressee.ts';
import {
  attemptSid,
  isVerificationSid,
  readSid,
  verificationSid,
} from '../../../../handlers/domain/twilio/verification-sid.ts';

const keys = deriveKeys('v1', 'a secret');
const user_id = userIdOf(personOf({ field: 'phone_number', to: '+12025550143' }, keys));
const FIRST = { user_id, token_id: '0b4f6c1e-5f0a-4c3b-9d57-3f3f0a7c1a11' };
const SECOND = { user_id, token_id: '0b4f6c1f-5f0a-4c3b-9d57-3f3f0a7c1a11' };

describe('the SID of a verification', () => {
  it('has the shape of Twilio’s, and names the person and the token', () => {
    const sid = verificationSid(FIRST, keys);
    expect(sid).toMatch(/^VE[0-9a-f]{32}$/);
    expect(readSid(sid, keys)).toEqual({ userId: user_id, tokenStart: '0b4f6c1e' });
    expect(readSid(`VE${sid.slice(2).toUpperCase()}`, keys)).toEqual(readSid(sid, keys));
  });

  it('shows neither: two of one person have nothing in common', () => {
    const [one, other] = [verificationSid(FIRST, keys), verificationSid(SECOND, keys)];
    const alike = [...one.slice(2)].filter((digit, at) => digit === other[at + 2]).length;
    expect(alike).toBeLessThan(12);
    expect(one).not.toContain(user_id.slice(7, 15));
  });

  it('is another one under another key', () => {
    expect(verificationSid(FIRST, deriveKeys('v1', 'another'))).not.toBe(verificationSid(FIRST, keys));
  });

  it.each([
    ['VE0123456789abcdef0123456789abcdef', true],
    ['VE0123456789abcdef0123456789abcde', false],
    ['VA0123456789abcdef0123456789abcdef', false],
    ['+12025550143', false],
  ])('%s: %s', (text, is) => expect(isVerificationSid(text)).toBe(is));
});

describe('the id of a person', () => {
  it('is a digest of the number or the address, whatever its case', () => {
    const idOf = (to: string) => userIdOf(personOf({ field: 'email', to }, keys));
    expect(user_id).toMatch(/^twilio-[0-9a-f]{24}$/);
    expect(idOf('Ada@example.com')).toBe(idOf('ada@example.com'));
    expect(idOf('ada@example.com')).not.toBe(idOf('bob@example.com'));
  });
});

describe('the SID of a send', () => {
  it('differs from send to send', () => {
    const { token_id } = FIRST;
    expect(attemptSid({ token_id, sends: 1 })).toMatch(/^VL[0-9a-f]{32}$/);
    expect(attemptSid({ token_id, sends: 1 })).not.toBe(attemptSid({ token_id, sends: 2 }));
  });
});

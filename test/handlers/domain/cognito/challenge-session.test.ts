import { describe, expect, it } from '@jest/globals';
import type { PastChallenge } from '../../../../handlers/domain/cognito/challenge-session.ts';
import { nextStep } from '../../../../handlers/domain/cognito/challenge-session.ts';

const past = (challengeName: string, challengeResult: boolean): PastChallenge => ({
  challengeName,
  challengeResult,
});
const SRP = past('SRP_A', true);
const PASSWORD = past('PASSWORD_VERIFIER', true);
const RIGHT = past('CUSTOM_CHALLENGE', true);
const WRONG = past('CUSTOM_CHALLENGE', false);
const RULES = { passwordless: false, answersPerSignIn: 3 };
const next = (session: PastChallenge[], rules = RULES, isUserUnknown = false) =>
  nextStep(session, rules, isUserUnknown);

describe('a sign-in with a password', () => {
  it('asks for the password, then for the code, and then signs in', () => {
    expect(next([SRP])).toEqual({ ask: 'PASSWORD_VERIFIER' });
    expect(next([SRP, PASSWORD])).toEqual({ ask: 'CUSTOM_CHALLENGE' });
    expect(next([SRP, PASSWORD, RIGHT])).toEqual({ end: 'signed in' });
    expect(next([SRP, PASSWORD, WRONG, RIGHT])).toEqual({ end: 'signed in' });
  });

  it('ends after as many wrong answers as are allowed', () => {
    expect(next([SRP, PASSWORD, WRONG, WRONG])).toEqual({ ask: 'CUSTOM_CHALLENGE' });
    expect(next([SRP, PASSWORD, WRONG, WRONG, WRONG])).toEqual({ end: 'failed' });
  });

  it.each<[string, PastChallenge[]]>([
    ['no challenge at all', []],
    ['a code without a password', [RIGHT]],
    ['a code after the exchange only', [SRP, RIGHT]],
    ['a wrong password', [SRP, past('PASSWORD_VERIFIER', false)]],
    ['a code after a wrong password', [SRP, past('PASSWORD_VERIFIER', false), RIGHT]],
    ['a failed exchange', [past('SRP_A', false)]],
    ['a password in place of the code', [SRP, PASSWORD, PASSWORD]],
    ['the password of an administrator', [past('ADMIN_NO_SRP_AUTH', true), RIGHT]],
    ['another factor after the code', [SRP, PASSWORD, RIGHT, past('SOFTWARE_TOKEN_MFA', true)]],
    ['another factor in place of the code', [SRP, PASSWORD, past('SMS_MFA', true)]],
  ])('fails with %s', (_, session) => {
    expect(next(session)).toEqual({ end: 'failed' });
  });
});

describe('a passwordless sign-in', () => {
  const rules = { passwordless: true, answersPerSignIn: 2 };

  it('begins with the code, or with a password if the app sends one', () => {
    expect(next([], rules)).toEqual({ ask: 'CUSTOM_CHALLENGE' });
    expect(next([RIGHT], rules)).toEqual({ end: 'signed in' });
    expect(next([SRP], rules)).toEqual({ ask: 'PASSWORD_VERIFIER' });
    expect(next([SRP, PASSWORD], rules)).toEqual({ ask: 'CUSTOM_CHALLENGE' });
  });

  it('does not go on after a wrong password', () => {
    expect(next([SRP, past('PASSWORD_VERIFIER', false)], rules)).toEqual({ end: 'failed' });
  });

  it('takes the same steps for a user that does not exist, and never signs in', () => {
    for (const session of [[], [WRONG], [WRONG, WRONG]]) {
      expect(next(session, rules, true)).toEqual(next(session, rules, false));
    }
    expect(next([RIGHT], rules, true)).toEqual({ end: 'failed' });
  });
});

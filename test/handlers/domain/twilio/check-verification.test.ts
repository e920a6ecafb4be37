import { describe, expect, it } from '@jest/globals';
import { SecretUnavailable } from '../../../../handlers/domain/errors.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import type { TokenKey, TokenRecord } from '../../../../handlers/domain/token/token-store.ts';
import { personOf, readAddressee, userIdOf } from '../../../../handlers/domain/twilio/addressee.ts';
import { checkVerification } from '../../../../handlers/domain/twilio/check-verification.ts';
import { keyOf } from '../../../../handlers/domain/twilio/find-verification.ts';
import { verificationSid } from '../../../../handlers/domain/twilio/verification-sid.ts';
import { aVerification } from './a-verification.ts';

const keys = deriveKeys('v1', 'a secret');
const GROUP = 'twilio-verify';
const OWN = '+12025550143';

const tokenOf = (to: string): TokenRecord => {
  const addressee = readAddressee(to);
  return aVerification(keyOf(addressee.ok ? userIdOf(personOf(addressee.value, keys)) : '', GROUP));
};

const mine = tokenOf(OWN);
const sid = verificationSid(mine, keys);

/** What a check comes to: the number of the verification whose code it compares, or Twilio's error. */
async function outcomeOf(parameters: Record<string, string>): Promise<unknown> {
  const compared: (string | undefined)[] = [];
  const asked = { accountSid: 'AC', serviceSid: 'VA', baseUrl: 'https://example.com/twilio' };
  const checked = checkVerification(new Map(Object.entries({ Code: '471133', ...parameters })), asked, {
    tokens: { get: async ({ user_id }: TokenKey) => (user_id === mine.user_id ? mine : undefined) },
    clientGroup: GROUP,
    subjectKeys: { current: async () => keys },
    verifying: ({ to }) => {
      compared.push(to);
      throw new Error('Compared');
    },
    onAnswer: async () => {},
    onFailure: async () => {},
  });
  return checked.then(
    (outcome) => (outcome.ok ? outcome.value : outcome.error.code),
    () => compared,
  );
}

describe('a check', () => {
  it.each([
    [{ To: OWN }, OWN],
    [{ VerificationSid: sid }, undefined],
    [{ VerificationSid: OWN }, OWN],
    [{ VerificationSid: sid, To: OWN }, OWN],
    [{ VerificationSid: sid, To: '+1 (202) 555-0143' }, OWN],
  ])('of %j compares the code', async (parameters, to) => {
    expect(await outcomeOf(parameters)).toEqual([to]);
  });

  it.each([
    [{ VerificationSid: sid, To: '+12025550144' }],
    [{ VerificationSid: sid, To: 'ada@example.com' }],
    [{ VerificationSid: sid, To: 'nobody' }],
    [{ VerificationSid: OWN, To: '+12025550144' }],
  ])('that names the verification of another, as %j does, finds none and costs no attempt', async (both) => {
    expect(await outcomeOf(both)).toBe(20404);
  });

  it('that fails tells whose it was, and fails all the same', async () => {
    const told: unknown[] = [];
    const checked = checkVerification(
      new Map([
        ['Code', '471133'],
        ['To', OWN],
      ]),
      { accountSid: 'AC', serviceSid: 'VA', baseUrl: 'https://example.com/twilio' },
      {
        tokens: { get: async () => mine },
        clientGroup: GROUP,
        subjectKeys: { current: async () => keys },
        verifying: () =>
          ({ now: () => 0, keys: { current: () => Promise.reject(new SecretUnavailable()) } }) as never,
        onAnswer: async () => void told.push('an answer'),
        onFailure: async (error, { token }) => void told.push([error, token.user_id]),
      },
    );
    await expect(checked).rejects.toThrow(SecretUnavailable);
    expect(told).toEqual([[new SecretUnavailable(), mine.user_id]]);
  });

  it('needs one of the two', async () => {
    expect(await outcomeOf({})).toBe(60200);
  });
});

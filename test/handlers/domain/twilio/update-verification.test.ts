import { describe, expect, it } from '@jest/globals';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import type { ConditionalWrite, TokenRecord } from '../../../../handlers/domain/token/token-store.ts';
import { userIdOf } from '../../../../handlers/domain/twilio/addressee.ts';
import { keyOf } from '../../../../handlers/domain/twilio/find-verification.ts';
import { updateVerification } from '../../../../handlers/domain/twilio/update-verification.ts';
import { verificationSid } from '../../../../handlers/domain/twilio/verification-sid.ts';
import { aVerification } from './a-verification.ts';

const keys = deriveKeys('v1', 'a secret');
const token: TokenRecord = {
  ...aVerification(keyOf(userIdOf(Buffer.alloc(12, 7)), 'twilio-verify')),
  number_prefix: 'number prefix client 0',
};

const UNAPPLIED: ConditionalWrite = { applied: false, existing: undefined };

/** What an update comes to, and how many returns were noted, where the store answers like this. */
async function updateWith(status: string, { write = UNAPPLIED, isRevoked = false }) {
  const returns: string[] = [];
  const revoked: (string | undefined)[] = [];
  const asked = { accountSid: 'AC', serviceSid: 'VA', baseUrl: 'https://example.com/twilio' };
  const outcome = await updateVerification(
    verificationSid(token, keys),
    new Map([['Status', status]]),
    asked,
    {
      tokens: {
        get: async () => token,
        markUsed: async () => write,
        revoke: async (_, _seconds, tokenId) => {
          revoked.push(tokenId);
          return isRevoked;
        },
      },
      clientGroup: 'twilio-verify',
      subjectKeys: { current: async () => keys },
      now: () => Date.UTC(2026, 2, 14),
      newId: () => 'this update',
      onFound: () => {},
      noteReturn: async (reference) => {
        returns.push(reference);
      },
    },
  );
  return { came: outcome.ok ? outcome.value.status : outcome.error.code, returns: returns.length, revoked };
}

describe('an approval', () => {
  const used = { ...token, status: 'used' } as const;

  it('is told where the write, whose answer was lost, finds itself applied', async () => {
    const again = { applied: false, existing: { ...used, verified_by: 'this update' } } as const;
    const approved = { came: 'approved', returns: 1 };
    expect(await updateWith('approved', { write: again })).toMatchObject(approved);
    expect(await updateWith('approved', { write: { applied: true, token: used } })).toMatchObject(approved);
  });

  it('of a verification that another request used up finds none', async () => {
    const late = { applied: false, existing: { ...used, verified_by: 'a check' } } as const;
    expect(await updateWith('approved', { write: late })).toMatchObject({ came: 20404, returns: 0 });
  });
});

describe('a cancellation', () => {
  it('revokes the verification that was found, and tells the guard of no return', async () => {
    expect(await updateWith('canceled', { isRevoked: true })).toEqual({
      came: 'canceled',
      returns: 0,
      revoked: [token.token_id],
    });
  });

  it('finds none where another verification took its place meanwhile', async () => {
    expect(await updateWith('canceled', { isRevoked: false })).toMatchObject({ came: 20404, returns: 0 });
  });
});

import { describe, expect, it } from '@jest/globals';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import type { ConditionalWrite, TokenRecord } from '../../../../handlers/domain/token/token-store.ts';
import { userIdOf } from '../../../../handlers/domain/twilio/addressee.ts';
import { keyOf } from '../../../../handlers/domain/twilio/find-verification.ts';
import { updateVerification } from '../../../../handlers/domain/twilio/update-verification.ts';
import { verificationSid } from '../../../../handlers/domain/twilio/verification-sid.ts';

const keys = deriveKeys('v1', 'a secret');
const token: TokenRecord = {
  ...keyOf(userIdOf(Buffer.alloc(12, 7)), 'twilio-verify'),
  token_id: '0b4f6c1e-5f0a-4c3b-9d57-3f3f0a7c1a11',
  secret_version: 'v1',
  status: 'sent',
  channel: 'sms',
  destination_masked: '+1••••••0143',
  issued_at: '2026-03-14T00:00:00.000Z',
  expiry_time: 1_800_000_000,
  attempts: 0,
  max_attempts: 5,
  execution_arn: '',
  client_id: 'twilio-verify',
  list_shard: 0,
  format: 'numeric',
  length: 6,
  sends: 1,
  last_sent_at: '2026-03-14T00:00:00.000Z',
  number_prefix: 'number prefix client 0',
};

/** Approves it where the write ends like this. */
async function approveWith(write: ConditionalWrite) {
  const returns: string[] = [];
  const asked = { accountSid: 'AC', serviceSid: 'VA', baseUrl: 'https://example.com/twilio' };
  const outcome = await updateVerification(
    verificationSid(token, keys),
    new Map([['Status', 'approved']]),
    asked,
    {
      tokens: { get: async () => token, markUsed: async () => write, revoke: async () => false },
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
  return [outcome.ok ? outcome.value.status : outcome.error.code, returns.length];
}

describe('an approval', () => {
  const used = { ...token, status: 'used' } as const;

  it('is told where the write, whose answer was lost, finds itself applied', async () => {
    const again = { applied: false, existing: { ...used, verified_by: 'this update' } } as const;
    expect(await approveWith(again)).toEqual(['approved', 1]);
    expect(await approveWith({ applied: true, token: used })).toEqual(['approved', 1]);
  });

  it('of a verification that another request used up finds none', async () => {
    const late = { applied: false, existing: { ...used, verified_by: 'a check' } } as const;
    expect(await approveWith(late)).toEqual([20404, 0]);
  });
});

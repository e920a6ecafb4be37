import { describe, expect, it } from '@jest/globals';
import { emailChannel } from '../../../handlers/channels/email.ts';
import type { EmailSenderKind } from '../../../handlers/contract/settings/emails.ts';
import type { AskedToken } from '../../../handlers/domain/issue-rule.ts';
import { deriveKeys } from '../../../handlers/domain/token/seal-token.ts';
import { fixedKeys, NOW_MS } from '../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const never = () => Promise.reject(new Error('asked'));
const channelBy = (sender: EmailSenderKind) =>
  emailChannel({ sender, contacts: { setConfirmed: never }, emails: { isConfirmed: never } });
const ASKED: AskedToken = {
  executionArn: 'arn:x',
  clientId: 'c',
  clientGroup: 'c',
  idempotencyKey: '',
  body: { user_id: 'ada', purpose: 'login', channel: 'email' },
  brought: { email: 'ada@example.com' },
  shape: { format: 'numeric', length: 6 },
  phoneNumber: undefined,
  nowMs: NOW_MS,
};

describe('an address that a request brings', () => {
  it('is mailed to by SES, and no contact is asked', async () => {
    expect(await channelBy('ses').find(ASKED, undefined, keys)).toEqual({
      channel: 'email',
      address: 'ada@example.com',
      masked: 'a•••@example.com',
      digest: expect.stringMatching(/^[\w-]{43}$/),
      of_contact: false,
      opt_outs: [expect.stringMatching(/^opt-out#[\w-]{43}$/)],
    });
  });

  it('cannot be mailed to by SNS', async () => {
    expect(await channelBy('sns').find(ASKED, undefined, keys)).toEqual({
      missing: {
        field: 'email',
        rule: 'can be given only where SES sends emails: SNS needs its owner to confirm it',
      },
    });
  });

  it('gets nothing once its owner has opted out', async () => {
    const leg = await channelBy('ses').find(ASKED, undefined, keys);
    if (!('channel' in leg)) {
      throw new Error('no leg');
    }
    const judgedWith = (isOut: boolean) =>
      channelBy('ses').judge(leg, undefined, {
        optOuts: {
          has: async () => isOut,
          why: async () => 'bounced',
          since: never,
          add: never,
          remove: never,
        },
        subjectKeys: fixedKeys(keys),
        destinations: { allowedCountries: [], blockedPrefixes: [], testNumbers: [] },
      });
    expect([await judgedWith(true), await judgedWith(false)]).toEqual(['bounced', undefined]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import { startVerification } from '../../../../handlers/domain/twilio/start-verification.ts';

const keys = deriveKeys('v1', 'a secret');
const asked = { accountSid: 'AC', serviceSid: 'VA', baseUrl: 'https://example.com/twilio' };

/** The error of a start that the machine answers with this problem. */
async function errorOf(problem: object, parameters: Record<string, string> = {}) {
  const form = new Map(Object.entries({ To: '+12025550143', Channel: 'sms', ...parameters }));
  const outcome = await startVerification(form, 'id', asked, {
    startIssue: async () => ({ http_status: 429, body: JSON.stringify(problem) }),
    tokens: { get: async () => undefined },
    clientGroup: 'twilio-verify',
    subjectKeys: { current: async () => keys },
    tokenKeys: { current: async () => keys },
    random: { bytes: (length) => Buffer.alloc(length) },
    now: () => 0,
    onPerson: () => {},
  });
  return outcome.ok ? undefined : outcome.error;
}

describe('a refused start', () => {
  it.each([['rate_limited'], ['resend_too_soon']])('for %s is counted by the machine alone', async (code) => {
    expect(await errorOf({ code })).toMatchObject({ problem: code, isCounted: true });
  });

  it('for what the machine was not asked about is not counted yet', async () => {
    const error = await errorOf({ code: 'rate_limited' }, { Channel: 'call' });
    expect(error).not.toHaveProperty('isCounted');
    expect(error?.code).toBe(60223);
  });
});

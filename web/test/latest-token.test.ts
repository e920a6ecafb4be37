import { expect, it } from '@jest/globals';
import { latestToken } from '../src/views/generate/latest-token.ts';

it('measures both times of a token from the moment of the answer, whatever the clocks say', () => {
  const answer = {
    token_id: 't-1',
    user_id: 'ana',
    purpose: 'login',
    channel: 'sms',
    destination: '+49••••1234',
    status: 'sent',
    issued_at: '2026-01-01T00:00:00.000Z',
    expires_at: '2026-01-01T00:05:00.000Z',
    expires_in: 240,
    resend_after: '2026-01-01T00:01:30.000Z',
  } as const;
  expect(latestToken({ user_id: 'ana', channel: 'auto' }, answer, 1_000)).toMatchObject({
    deadlineMs: 241_000,
    resendAtMs: 31_000,
  });
});

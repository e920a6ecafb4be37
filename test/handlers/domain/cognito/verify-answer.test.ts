import { describe, expect, it } from '@jest/globals';
import type { AnswerRequest } from '../../../../handlers/domain/cognito/verify-answer.ts';
import { NotChecked, verifyAnswer } from '../../../../handlers/domain/cognito/verify-answer.ts';
import { ADA, OPTIONS, scene, TOKEN_ID } from './sign-in.ts';

const VERIFIED = { kind: 'verified' } as const;
const MISMATCH = { kind: 'not verified', reason: 'mismatch' } as const;
const request = (more: Partial<AnswerRequest> = {}): AnswerRequest => ({
  user: ADA,
  answer: '123456',
  tokenId: TOKEN_ID,
  wantsResend: false,
  callId: 'call-1',
  ...more,
});

describe('an answer', () => {
  it('is checked for the token, the person and the number that the code went to', async () => {
    const { ports, calls } = scene([VERIFIED]);
    expect(await verifyAnswer(request(), OPTIONS, ports)).toEqual({ isCorrect: true, outcome: 'verified' });
    expect(calls).toMatchObject([
      {
        request: {
          userId: '1f2e',
          purpose: 'login',
          code: '123456',
          tokenId: TOKEN_ID,
          phoneNumber: '+12025550143',
        },
        key: 'call-1',
      },
    ]);
  });

  it('is not held to the number where the code may have been emailed', async () => {
    const { ports, calls } = scene([VERIFIED]);
    await verifyAnswer(request(), { ...OPTIONS, channels: ['sms', 'email'] }, ports);
    expect(calls[0]?.request).toMatchObject({ phoneNumber: undefined });
  });

  it('is wrong for every reason that the API has', async () => {
    for (const reason of ['mismatch', 'expired', 'used', 'not_found', 'locked']) {
      const { ports } = scene([{ kind: 'not verified', reason }]);
      expect(await verifyAnswer(request(), OPTIONS, ports)).toEqual({ isCorrect: false, outcome: reason });
    }
  });

  it('is not wrong where the API did not check it', async () => {
    for (const [outcome, code] of [
      [{ kind: 'no answer' } as const, 'no answer'],
      [{ kind: 'refused', code: 'store_unavailable' } as const, 'store_unavailable'],
    ] as const) {
      const { ports } = scene([outcome]);
      const verdict = verifyAnswer(request(), OPTIONS, ports);
      await expect(verdict).rejects.toThrow(NotChecked);
      await expect(verdict).rejects.toMatchObject({ code });
    }
  });

  it.each([
    ['asks for another message', { wantsResend: true }],
    ['is empty', { answer: '' }],
    ['is longer than any code', { answer: '1'.repeat(65) }],
    ['has no letter or digit', { answer: '- -' }],
    ['comes from a user that does not exist', { user: undefined }],
    ['comes from a user whose number is not verified any more', { user: { id: '1f2e' } }],
  ])('that %s uses up no attempt', async (_, more) => {
    const { ports, calls } = scene([VERIFIED]);
    expect(await verifyAnswer(request(more), OPTIONS, ports)).toMatchObject({ isCorrect: false });
    expect(calls).toEqual([]);
  });
});

describe('an answer in a passwordless sign-in', () => {
  const passwordless = { ...OPTIONS, passwordless: true };

  it('is judged at the same moment for known and unknown users, and alike when it is wrong', async () => {
    const outcomes = [MISMATCH, { kind: 'no answer' } as const];
    for (const outcome of outcomes) {
      const known = scene([outcome], 300);
      expect(await verifyAnswer(request(), passwordless, known.ports)).toMatchObject({ isCorrect: false });
      expect(known.tookMs()).toBe(3_000);
    }
    const unknown = scene([VERIFIED], 300);
    const verdict = await verifyAnswer(request({ user: undefined }), passwordless, unknown.ports);
    expect(verdict).toMatchObject({ isCorrect: false });
    expect(unknown.tookMs()).toBe(3_000);
    expect(unknown.calls).toEqual([]);
  });

  it('is logged with the reason if it could not be checked', async () => {
    const { ports } = scene([{ kind: 'refused', code: 'store_unavailable' }]);
    const verdict = await verifyAnswer(request(), passwordless, ports);
    expect(verdict).toEqual({ isCorrect: false, outcome: 'store_unavailable' });
  });

  it('waits for the API no longer than until that moment', async () => {
    const { ports, calls } = scene([MISMATCH]);
    const startMs = ports.now();
    await verifyAnswer(request(), passwordless, ports);
    expect(calls[0]?.untilMs).toBe(startMs + 3_000);
  });

  it('lets faults of this code pass', async () => {
    const { ports } = scene([new RangeError('a bug')]);
    await expect(verifyAnswer(request(), passwordless, ports)).rejects.toThrow('a bug');
  });
});

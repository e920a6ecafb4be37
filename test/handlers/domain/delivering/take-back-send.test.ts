import { describe, expect, it } from '@jest/globals';
import { takeBackSend } from '../../../../handlers/domain/delivering/take-back-send.ts';
import type { SendBefore } from '../../../../handlers/domain/token/token-store.ts';
import { countersInMemory } from '../../counters-in-memory.ts';
import { anAdmittedRequest, NOW_SECONDS, TOKEN_ID } from '../../fixtures.ts';

const SECOND_SEND = {
  sends: 2,
  sent_before_at: '2026-11-22T10:00:00.000Z',
  replaces: { token_id: TOKEN_ID, attempts: 0, sends: 1 },
};

describe('the wait for the next message, when a request sent nothing', () => {
  const forgottenBy = async (request: object) => {
    const forgotten: unknown[] = [];
    const tokens = {
      forgetResend: async (
        _: unknown,
        { token_id, sends }: { token_id: string; sends: number },
        before: SendBefore,
      ) => void forgotten.push([token_id, sends, before.last_sent_at]),
    };
    const undo = { tokens, counters: countersInMemory() };
    await takeBackSend({ ...anAdmittedRequest(), ...request }, undo);
    return forgotten;
  };

  it('is as it was before the request, when the same code would have been resent', async () => {
    expect(await forgottenBy(SECOND_SEND)).toEqual([[TOKEN_ID, 2, '2026-11-22T10:00:00.000Z']]);
  });

  it('is left as it is, when a new code would have been sent', async () => {
    const renewed = { issued_at: '2026-11-22T10:00:00.000Z', expiry_time: NOW_SECONDS + 300 };
    expect(await forgottenBy({ ...SECOND_SEND, renewed })).toEqual([]);
  });

  it('is not touched when the message was the first of its token', async () => {
    expect(await forgottenBy({})).toEqual([]);
  });
});

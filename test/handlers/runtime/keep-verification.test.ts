import { describe, expect, it } from '@jest/globals';
import type { VerificationAnswer } from '../../../handlers/contract/routes/verify-token.ts';
import type { ActivityRecord } from '../../../handlers/domain/activity/activity-log.ts';
import type { Decision } from '../../../handlers/domain/decision.ts';
import { accept, refuse } from '../../../handlers/domain/decision.ts';
import { StoreUnavailable } from '../../../handlers/domain/errors.ts';
import type { TokenRecord } from '../../../handlers/domain/token/token-store.ts';
import { keptVerification } from '../../../handlers/runtime/keep-verification.ts';
import type { Notes } from '../../../handlers/runtime/observability.ts';
import { aToken, TOKEN_ID } from '../fixtures.ts';

type Check = (onToken?: (token: TokenRecord) => void) => Promise<Decision<{ answer: VerificationAnswer }>>;

const RIGHT = accept({ answer: { verified: true } as VerificationAnswer });

/** As the endpoint has it: with the code that was typed. */
const TYPED = { user_id: 'ada', purpose: 'login', client_group: '@shop', token: '123456' };

async function kept(check: Check) {
  const records: (ActivityRecord | undefined)[] = [];
  const checked = keptVerification(
    async (record) => void records.push(record),
    { requestId: 'request-1', clientId: 'shop_web' },
    TYPED,
    {} as Notes,
    check,
  );
  const outcome = await checked.catch((error: unknown) => error);
  return { outcome, record: records[0], count: records.length };
}

describe('a verification', () => {
  it('is kept with the token that the code was compared with, and without the code', async () => {
    const { outcome, record, count } = await kept(async (onToken) => {
      onToken?.(aToken());
      return RIGHT;
    });
    expect([outcome, count]).toEqual([RIGHT, 1]);
    expect(record).toMatchObject({ outcome: 'verified', user_id: 'ada', token_id: TOKEN_ID });
    expect(JSON.stringify(record)).not.toContain('123456');
  });

  it('is kept without the code also where there was no token', async () => {
    const { record } = await kept(async () => RIGHT);
    expect(record).not.toHaveProperty('token_id');
    expect(JSON.stringify(record)).not.toContain('123456');
  });

  it('is kept when it is refused', async () => {
    const refusal = refuse('request_in_progress', 'Wait.');
    const { outcome, record } = await kept(async () => refusal);
    expect(outcome).toBe(refusal);
    expect(record).toMatchObject({ outcome: 'refused', problem: 'request_in_progress' });
  });

  it('is kept when it fails, and fails all the same', async () => {
    const { outcome, record, count } = await kept(async (onToken) => {
      onToken?.(aToken());
      throw new StoreUnavailable();
    });
    expect(outcome).toBeInstanceOf(StoreUnavailable);
    expect(record).toMatchObject({ outcome: 'failed', error: 'StoreUnavailable', token_id: TOKEN_ID });
    expect([JSON.stringify(record).includes('123456'), count]).toEqual([false, 1]);
  });

  it('is told of no token where nothing is kept', async () => {
    const told: unknown[] = [];
    const check: Check = async (onToken) => {
      told.push(onToken);
      return RIGHT;
    };
    await keptVerification(undefined, { requestId: 'request-1' }, TYPED, {} as Notes, check);
    expect(told).toEqual([undefined]);
  });
});

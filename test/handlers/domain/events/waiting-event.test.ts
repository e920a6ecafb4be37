import { describe, expect, it } from '@jest/globals';
import { WAITING_ATTRIBUTES } from '../../../../handlers/contract/webhooks.ts';
import { afterFailure, delayUntil, nextStep } from '../../../../handlers/domain/events/waiting-event.ts';
import { DUE_ATTRIBUTE } from '../../../../local/product.ts';

const FIRST_MS = 1_795_341_600_000;
const DAY_MS = 86_400_000;
const NEW = { failedTries: 0, firstSentMs: FIRST_MS, dueMs: 0 };

describe('an event in the queue of its receiver', () => {
  it('is sent when it is due, also by a clock that is a little behind', () => {
    expect(nextStep(NEW, FIRST_MS)).toBe('send');
    expect(nextStep({ ...NEW, dueMs: FIRST_MS + 999 }, FIRST_MS)).toBe('send');
    expect(nextStep({ ...NEW, dueMs: FIRST_MS + 1_000 }, FIRST_MS)).toEqual({ delaySeconds: 1 });
  });

  it('waits in pieces of at most 15 minutes, which is as long as SQS delays a message', () => {
    const waiting = { ...NEW, failedTries: 4, dueMs: FIRST_MS + 18_000_000 };
    expect(nextStep(waiting, FIRST_MS)).toEqual({ delaySeconds: 900 });
    expect(nextStep(waiting, FIRST_MS + 17_900_000)).toEqual({ delaySeconds: 100 });
    expect(nextStep(waiting, FIRST_MS + 18_000_000)).toBe('send');
    expect(delayUntil(waiting, FIRST_MS + 18_000_000)).toBe(0);
  });

  it('is given up three days after it was first queued, however many tries are left', () => {
    expect(nextStep(NEW, FIRST_MS + 3 * DAY_MS)).toBe('send');
    expect(nextStep(NEW, FIRST_MS + 3 * DAY_MS + 1)).toBe('give up');
    expect(nextStep({ ...NEW, dueMs: FIRST_MS + 4 * DAY_MS }, FIRST_MS + 3 * DAY_MS + 1)).toBe('give up');
  });

  it('remembers how many tries failed and when it was first queued', () => {
    expect(afterFailure({ ...NEW, failedTries: 2 }, 300, FIRST_MS + 5_000)).toEqual({
      failedTries: 3,
      firstSentMs: FIRST_MS,
      dueMs: FIRST_MS + 305_000,
    });
  });

  it('is given up after ten tries', () => {
    expect(afterFailure({ ...NEW, failedTries: 8 }, 5, FIRST_MS)).toMatchObject({ failedTries: 9 });
    expect(afterFailure({ ...NEW, failedTries: 9 }, 5, FIRST_MS)).toBeUndefined();
  });

  it('is given up at once when its next try would come after the three days', () => {
    const nowMs = FIRST_MS + 3 * DAY_MS - 43_200_000;
    expect(afterFailure(NEW, 43_200, nowMs)).toMatchObject({ failedTries: 1 });
    expect(afterFailure(NEW, 43_200, nowMs + 1)).toBeUndefined();
  });

  it('is not due by the attribute that the local runtime forgets when somebody will not wait', () => {
    expect(DUE_ATTRIBUTE).toBe(WAITING_ATTRIBUTES.dueMs);
  });

  it('is given up within three days by a receiver that always asks for half a day', () => {
    let waiting: typeof NEW | undefined = NEW;
    let nowMs = FIRST_MS;
    let tries = 0;
    while (waiting !== undefined) {
      tries += 1;
      waiting = afterFailure(waiting, 43_200, nowMs);
      nowMs = waiting?.dueMs ?? nowMs;
    }
    expect(tries).toBe(7);
    expect(nowMs - FIRST_MS).toBe(3 * DAY_MS);
  });
});

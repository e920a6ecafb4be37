import { describe, expect, it } from '@jest/globals';
import { DeliveryRefused, DeliveryUnavailable } from '../../../handlers/domain/errors.ts';
import { sendInTime } from '../../../handlers/domain/send-in-time.ts';

const NOT_TAKEN = new DeliveryUnavailable();

/** Sends against these outcomes, each after so many milliseconds, waits as long as it may, and says when it tried. */
async function triesOf(outcomes: readonly (Error | 'sent')[], tookMs = 0, startedMsAgo = 0) {
  let nowMs = startedMsAgo;
  const triedAtMs: number[] = [];
  const send = async () => {
    triedAtMs.push(nowMs);
    nowMs += tookMs;
    const outcome = outcomes[Math.min(triedAtMs.length, outcomes.length) - 1];
    if (outcome instanceof Error) throw outcome;
  };
  const clock = {
    now: () => nowMs,
    wait: async (atMostMs: number) => {
      nowMs += atMostMs;
    },
  };
  const error = await sendInTime(send, 0, clock).catch((cause: unknown) => cause);
  return { triedAtMs, error };
}

describe('sending in time', () => {
  it('sends once what is taken', async () => {
    expect(await triesOf(['sent'])).toEqual({ triedAtMs: [0], error: undefined });
  });

  it('tries again, with waits that double, what the service did not take', async () => {
    expect(await triesOf([NOT_TAKEN, NOT_TAKEN, NOT_TAKEN, 'sent'])).toEqual({
      triedAtMs: [0, 100, 300, 700],
      error: undefined,
    });
  });

  it('begins no try later than a second and a half after its step', async () => {
    expect(await triesOf([NOT_TAKEN])).toEqual({ triedAtMs: [0, 100, 300, 700, 1500], error: NOT_TAKEN });
    expect(await triesOf([NOT_TAKEN], 700)).toEqual({ triedAtMs: [0, 800], error: NOT_TAKEN });
    expect(await triesOf([NOT_TAKEN], 0, 1700)).toEqual({ triedAtMs: [1700], error: NOT_TAKEN });
  });

  it.each([
    ['may be out', new DeliveryUnavailable({ isOutcomeUnknown: true })],
    ['is refused for good', new DeliveryRefused()],
    ['failed by a mistake of ours', new TypeError('ours')],
  ])('leaves alone what %s', async (_, error) => {
    expect(await triesOf([error])).toEqual({ triedAtMs: [0], error });
  });
});

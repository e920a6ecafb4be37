import { describe, expect, it } from '@jest/globals';
import type { SentInTime } from '../../../../handlers/domain/delivering/send-in-time.ts';
import { sendInTime } from '../../../../handlers/domain/delivering/send-in-time.ts';
import { DeliveryRefused, DeliveryUnavailable } from '../../../../handlers/domain/errors.ts';

const NOT_TAKEN = new DeliveryUnavailable();

const IN_DOUBT = new DeliveryUnavailable({ isOutcomeUnknown: true });
const REFUSED = new DeliveryRefused();

interface Conditions {
  readonly tookMs?: number;
  readonly startedMsAgo?: number;
  /** How long it takes to reserve a second message; absent when there is no room for one. */
  readonly reservesInMs?: number;
}

/** A message that was accepted has the service's id; one whose outcome is unknown has none. */
function named({ outcome, messageId }: SentInTime): string {
  expect(messageId).toBe(outcome === 'sent' ? 'm-1' : '');
  return outcome;
}

/** Sends with these outcomes, on a clock that jumps every wait; returns when it tried and how it ended. */
async function triesOf(outcomes: readonly (Error | 'sent')[], conditions: Conditions = {}) {
  const { tookMs = 0, startedMsAgo = 0, reservesInMs } = conditions;
  let nowMs = startedMsAgo;
  const triedAtMs: number[] = [];
  const books: string[] = [];
  const send = async () => {
    triedAtMs.push(nowMs);
    nowMs += tookMs;
    const outcome = outcomes[Math.min(triedAtMs.length, outcomes.length) - 1];
    if (outcome instanceof Error) {
      throw outcome;
    }
    return { messageId: 'm-1' };
  };
  const second = {
    reserve: async () => {
      books.push('reserved');
      nowMs += reservesInMs ?? 0;
      return reservesInMs !== undefined;
    },
    giveBack: async () => void books.push('given back'),
  };
  const clock = {
    now: () => nowMs,
    wait: async (atMostMs: number) => {
      nowMs += atMostMs;
    },
  };
  const ended = await sendInTime(send, second, 0, clock).catch((cause: unknown) => cause);
  return { triedAtMs, ended: ended instanceof Error ? ended : named(ended as SentInTime), books };
}

describe('sending in time', () => {
  it('sends once what is accepted', async () => {
    expect(await triesOf(['sent'])).toEqual({ triedAtMs: [0], ended: 'sent', books: [] });
  });

  it('retries, with waits that double, what the service did not accept', async () => {
    expect(await triesOf([NOT_TAKEN, NOT_TAKEN, NOT_TAKEN, 'sent'])).toEqual({
      triedAtMs: [0, 100, 300, 700],
      ended: 'sent',
      books: [],
    });
  });

  it('starts no try later than 1.5 seconds after its step', async () => {
    expect(await triesOf([NOT_TAKEN])).toMatchObject({
      triedAtMs: [0, 100, 300, 700, 1500],
      ended: NOT_TAKEN,
    });
    expect(await triesOf([NOT_TAKEN], { tookMs: 700 })).toMatchObject({ triedAtMs: [0, 800] });
    expect(await triesOf([NOT_TAKEN], { startedMsAgo: 1700 })).toMatchObject({ triedAtMs: [1700] });
  });

  it.each([
    ['is refused permanently', REFUSED],
    ['failed with its own error', new TypeError('ours')],
  ])('does not retry what %s', async (_, error) => {
    expect(await triesOf([error])).toEqual({ triedAtMs: [0], ended: error, books: [] });
  });
});

describe('a message that may be out', () => {
  it.each([
    ['arrives', ['sent'], 'sent', ['reserved']],
    ['is in doubt too', [IN_DOUBT, 'sent'], 'unknown', ['reserved']],
    ['is refused permanently', [REFUSED], 'unknown', ['reserved', 'given back']],
    ['fails with its own error', [new TypeError('ours')], 'unknown', ['reserved', 'given back']],
    ['is never accepted', [NOT_TAKEN], 'unknown', ['reserved', 'given back']],
    ['is accepted late', [NOT_TAKEN, NOT_TAKEN, 'sent'], 'sent', ['reserved']],
  ] as const)('is followed by one more, which %s', async (_, later, ended, books) => {
    expect(await triesOf([IN_DOUBT, ...later], { reservesInMs: 0 })).toMatchObject({ ended, books });
  });

  it('is never followed by a third that may be out', async () => {
    const { triedAtMs, ended } = await triesOf([IN_DOUBT], { reservesInMs: 0 });
    expect([triedAtMs, ended]).toEqual([[0, 100], 'unknown']);
  });

  it('is in doubt even when the tries before it were not accepted', async () => {
    expect(await triesOf([NOT_TAKEN, IN_DOUBT])).toMatchObject({ triedAtMs: [0, 100], ended: 'unknown' });
  });

  it.each([
    ['there is no room for another in the budget', {}, [0], ['reserved']],
    ['it took too long', { tookMs: 2000, reservesInMs: 0 }, [0], []],
    ['the reservation took too long', { reservesInMs: 1600 }, [0], ['reserved', 'given back']],
  ])('is not followed by another when %s', async (_, conditions, triedAtMs, books) => {
    expect(await triesOf([IN_DOUBT, 'sent'], conditions)).toEqual({ triedAtMs, ended: 'unknown', books });
  });
});

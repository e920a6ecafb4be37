import { describe, expect, it } from '@jest/globals';
import { systemRandomness } from '../../../../handlers/adapters/system-randomness.ts';
import type { MessageRecord, MessageStore } from '../../../../handlers/domain/delivering/message-store.ts';
import { noteMessage } from '../../../../handlers/domain/delivering/note-message.ts';
import { noteReport } from '../../../../handlers/domain/delivering/note-report.ts';
import { openOtherLeg, otherLegOf, sealOtherLeg } from '../../../../handlers/domain/delivering/other-leg.ts';
import { StoreUnavailable } from '../../../../handlers/domain/errors.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import {
  anAdmittedRequest,
  anEmailLeg,
  aSealedToken,
  aTextLeg,
  fixedKeys,
  NOW_MS,
  TOKEN_ID,
} from '../../fixtures.ts';

const keys = deriveKeys('v1', 'a secret');
const MESSAGE: MessageRecord = {
  ...{ user_id: 'ada', purpose: 'login', client_group: 'shop', user_ref: 'ref', token_id: TOKEN_ID },
  ...{ sends: 1, channel: 'sms' },
};

function messagesInMemory(...known: (readonly [string, MessageRecord])[]) {
  const all = new Map(known);
  const store: MessageStore = {
    note: async (id, message) => void all.set(id, message),
    find: async (id) => all.get(id),
    forget: async (id) => all.delete(id),
    async keepRefused(id) {
      const message = all.get(id);
      if (message === undefined || message.refusal_noted === true) {
        return false;
      }
      all.set(id, { ...message, refusal_noted: true });
      return true;
    },
    lease: async () => false,
    endLease: async () => undefined,
  };
  return { all, store };
}

describe('a message', () => {
  const handed = { request: anAdmittedRequest({ locale: 'de' }), token: aSealedToken() };
  async function noted({
    isHandedOn = false,
    keepsDestination = false,
    request = handed.request,
    messageId = 'm-1',
  } = {}) {
    const { all, store } = messagesInMemory();
    await noteMessage({ ...handed, request }, 'sms', messageId, NOW_MS, {
      keys: fixedKeys(keys),
      now: () => NOW_MS,
      messageNotes: {
        store,
        within: async (work) => void (await work),
        keepsDestination,
        ...(isHandedOn && { handOn: systemRandomness }),
      },
    });
    return all;
  }

  it('is noted under its id, with the token and send, and without its destination', async () => {
    expect([...(await noted())]).toEqual([
      [
        'm-1',
        {
          ...{ user_id: 'premjeet.sahu', purpose: 'login', client_group: 'auth-system' },
          ...{ user_ref: 'a-person-of-note', token_id: TOKEN_ID, sends: 1, channel: 'sms' },
        },
      ],
    ]);
    expect((await noted({ messageId: '' })).size).toBe(0);
  });

  it('has the digest of its destination where the activity log is to find what is reported', async () => {
    const message = (await noted({ keepsDestination: true })).get('m-1');
    expect(message).toMatchObject({ channel: 'sms', destination_digest: 'digest-of-number' });
    expect(JSON.stringify(message)).not.toMatch(/3210|example\.com/);
  });

  it('keeps the rest of its route and its content, sealed', async () => {
    const message = (await noted({ isHandedOn: true })).get('m-1');
    expect(JSON.stringify(message)).not.toMatch(/token-courier-1|example\.com|9876543210/);
    expect(openOtherLeg(message?.other_leg ?? '', TOKEN_ID, keys)).toEqual({
      leg: anEmailLeg(),
      locale: 'de',
      context_shown: '',
    });
    expect(() => openOtherLeg(message?.other_leg ?? '', 'another', keys)).toThrow();
  });

  it.each([
    ['its route has no other leg', [aTextLeg()]],
    ['another text would follow', [aTextLeg(), aTextLeg({ channel: 'email' })]],
    ['it was the last leg', [anEmailLeg(), aTextLeg()]],
  ] as const)('keeps no other leg when %s', async (_, route) => {
    const message = (await noted({ isHandedOn: true, request: anAdmittedRequest({ route }) })).get('m-1');
    expect(message).not.toHaveProperty('other_leg');
  });

  it('that cannot be noted is sent all the same, and the wait ends in time', async () => {
    const faults: unknown[] = [];
    const waits: number[] = [];
    const down = { note: () => Promise.reject(new StoreUnavailable()) };
    const note = (nowMs: number) =>
      noteMessage(handed, 'sms', 'm-1', NOW_MS, {
        keys: fixedKeys(keys),
        now: () => nowMs,
        onUnnoted: (error) => void faults.push(error),
        messageNotes: {
          store: down,
          within: async (work, atMostMs) => {
            waits.push(atMostMs);
            await work;
          },
        },
      });
    await note(NOW_MS + 300);
    await note(NOW_MS + 3_500);
    expect(faults).toEqual([new StoreUnavailable(), new StoreUnavailable()]);
    expect(waits).toEqual([1_700, 0]);
  });

  it('has another leg after the one by its channel, if that costs nothing', () => {
    const request = { ...anAdmittedRequest(), route: [aTextLeg(), anEmailLeg()] as const };
    expect(otherLegOf(request, 'sms')?.leg.channel).toBe('email');
    expect(otherLegOf(request, 'email')).toBeUndefined();
    const other = { leg: anEmailLeg(), locale: '', context_shown: '12.50 EUR' };
    expect(sealOtherLeg(other, TOKEN_ID, keys, systemRandomness)).not.toContain('12.50');
  });
});

describe('a report', () => {
  const FAILED = { messageId: 'm-1', country: 'DE', arrival: 'undelivered', reason: 'opted_out' } as const;

  function deskOf({ isLatest = true, message = MESSAGE, handsOn = false } = {}) {
    const { all, store } = messagesInMemory(['m-1', message]);
    const arrivals: unknown[] = [];
    const tokens = {
      noteArrival: async (...[key, arrival]: unknown[]) => {
        arrivals.push([key, arrival]);
        return isLatest;
      },
    };
    return { all, arrivals, ports: { messages: store, tokens, handsOn } };
  }

  it('is noted on the token of its message, and is new only once', async () => {
    const { arrivals, ports } = deskOf();
    expect(await noteReport(FAILED, ports)).toEqual({ message: MESSAGE, isNew: true, isKept: false });
    expect(arrivals).toEqual([
      [
        MESSAGE,
        {
          ...{ token_id: TOKEN_ID, sends: 1, channel: 'sms' },
          ...{ arrival: 'undelivered', arrival_reason: 'opted_out' },
        },
      ],
    ]);
    expect(await noteReport(FAILED, ports)).toBeUndefined();
    expect(arrivals).toHaveLength(1);
  });

  it('is new to one of several simultaneous runs', async () => {
    const { ports } = deskOf();
    const noted = await Promise.all(Array.from({ length: 5 }, () => noteReport(FAILED, ports)));
    expect(noted.filter((each) => each !== undefined)).toHaveLength(1);
  });

  describe('about a message with another leg', () => {
    const message = { ...MESSAGE, other_leg: 'sealed' };
    const DELIVERED = { messageId: 'm-1', country: 'DE', arrival: 'delivered' } as const;

    it('keeps a refused one until it is settled whether its code is sent again, and is new once', async () => {
      const { all, arrivals, ports } = deskOf({ message, handsOn: true });
      expect(await noteReport(FAILED, ports)).toEqual({ message, isNew: true, isKept: true });
      // By now its token may name the other channel.
      const again = await noteReport(FAILED, { ...ports, tokens: { noteArrival: async () => false } });
      expect(again).toEqual({ message: { ...message, refusal_noted: true }, isNew: false, isKept: true });
      expect(arrivals).toHaveLength(1);
      expect(await noteReport(DELIVERED, ports)).toBeUndefined();
      expect([...all.keys()]).toEqual(['m-1']);
    });

    it('tells one of several simultaneous runs that it is new', async () => {
      const { ports } = deskOf({ message, handsOn: true });
      const noted = await Promise.all(Array.from({ length: 5 }, () => noteReport(FAILED, ports)));
      expect(noted.filter((each) => each?.isNew)).toHaveLength(1);
    });

    it.each([
      ['it is about an earlier message', { isLatest: false, handsOn: true }, FAILED],
      ['it arrived', { handsOn: true }, DELIVERED],
      ['codes are not handed on', { handsOn: false }, FAILED],
    ])('keeps nothing when %s', async (_, options, report) => {
      const { all, ports } = deskOf({ message, ...options });
      expect(await noteReport(report, ports)).toEqual({ message, isNew: true, isKept: false });
      expect(all.size).toBe(0);
    });
  });

  it('about a message of another service is ignored', async () => {
    const { arrivals, ports } = deskOf();
    expect(await noteReport({ ...FAILED, messageId: 'theirs' }, ports)).toBeUndefined();
    expect(arrivals).toEqual([]);
  });

  it('can be noted again after a failure', async () => {
    const { all, ports } = deskOf();
    const down = { noteArrival: () => Promise.reject(new StoreUnavailable()) };
    await expect(noteReport(FAILED, { ...ports, tokens: down })).rejects.toThrow(StoreUnavailable);
    expect(all.size).toBe(1);
    expect(await noteReport(FAILED, ports)).toBeDefined();
  });
});

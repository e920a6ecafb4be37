/** Concurrent requests for one new number: the pumping guard counts it once, and only if it is texted. */
import { describe, expect, it } from '@jest/globals';
import type { AdmittedRequest } from '../../../../handlers/contract/workflow.ts';
import { numberPrefixOf } from '../../../../handlers/domain/delivery-route.ts';
import { admitRequest } from '../../../../handlers/domain/issuing/admit-request.ts';
import type { CounterStore } from '../../../../handlers/domain/limits/counter-store.ts';
import { deriveKeys } from '../../../../handlers/domain/token/seal-token.ts';
import type { TokenRecord, TokenStore } from '../../../../handlers/domain/token/token-store.ts';
import { anAdmission } from '../../an-admission.ts';
import { aCount, countersInMemory } from '../../counters-in-memory.ts';
import { aToken, fixedKeys, NOW_SECONDS } from '../../fixtures.ts';
import { numbersInMemory, trafficInMemory } from '../../traffic-in-memory.ts';

const WINDOW = 600;
const LIMITS = {
  person: [{ limit: 1, windowSeconds: WINDOW }],
  ...{ destination: [], client: [], deployment: [] },
};
const SETTINGS = {
  prefixDigits: 3,
  spareNumbers: 20,
  sparePerVerified: 1.5,
  trickleNumbers: 5,
  spareDeliveries: 300,
  knownDays: 90,
};
const personSends = (person: string) => `sends:person#login#${person}`;

let executions = 0;

function aService() {
  const traffic = trafficInMemory();
  const numbers = numbersInMemory();
  const counters = countersInMemory();
  let kept = 0;
  let latest: TokenRecord | undefined;
  const guard = {
    settings: SETTINGS,
    ...{ numbers, integerBelow: () => 0, onPaused: () => undefined },
    traffic: {
      ...traffic,
      keepSend: async (...send: Parameters<typeof traffic.keepSend>) => {
        kept += 1;
        await traffic.keepSend(...send);
      },
    },
  };
  /** Starts a request that the guard counts. The person's limit is decided when the result is called. */
  const ask = async (person: string) => {
    let decideLimits: () => void = () => undefined;
    const limitsDecided = new Promise<void>((resolve) => {
      decideLimits = resolve;
    });
    const slow: CounterStore = {
      ...counters,
      count: async (counting) => {
        if (counting.subject === personSends(person)) {
          await limitsDecided;
        }
        return counters.count(counting);
      },
    };
    const tokens = { get: async () => latest } as unknown as TokenStore;
    executions += 1;
    const decision = admitRequest(
      {
        ...{ request_id: 'r', client_id: 'shop', idempotency_key: '', execution_arn: `arn:${executions}` },
        body: JSON.stringify({ user_id: person, channel: 'sms', phone_number: '+919876543210' }),
      },
      anAdmission({
        ...{ counters: slow, tokens, numbers, pumpingGuard: guard, sendLimits: LIMITS },
        subjectKeys: fixedKeys(deriveKeys('v1', 'a secret')),
      }),
    );
    await new Promise(setImmediate);
    return async () => {
      decideLimits();
      const decided = await decision;
      return decided.ok && decided.value.decision === 'admitted' ? decided.value.request : undefined;
    };
  };
  const fill = (person: string) => counters.add(aCount(personSends(person), WINDOW, NOW_SECONDS));
  const unverified = async (request: AdmittedRequest | undefined) => {
    const [, prefix = ''] = prefixOf(request).split(' ');
    const probe = { prefix, clientId: 'shop', number: 'probe' };
    const { slices } = await traffic.countSend(probe, NOW_SECONDS);
    return slices.reduce((sum, slice) => sum + slice.unverified, 0) - 1;
  };
  const holdToken = (token: TokenRecord) => {
    latest = token;
  };
  return { ask, fill, unverified, holdToken, traffic, kept: () => kept };
}

const prefixOf = (request: AdmittedRequest | undefined): string => (request ? numberPrefixOf(request) : '');

describe('a number in two concurrent requests', () => {
  it.each([
    ['after', ['texted', 'refused']],
    ['before', ['refused', 'texted']],
  ] as const)('stays counted when the first is refused %s the other may text it', async (_, order) => {
    const { ask, fill, unverified } = aService();
    await fill('attacker');
    const decide = { refused: await ask('attacker'), texted: await ask('accomplice') };
    const decided = { [order[0]]: await decide[order[0]](), [order[1]]: await decide[order[1]]() };
    expect(decided.refused).toBeUndefined();
    expect(decided.texted).toMatchObject({ guard_counted: '' });
    expect(await unverified(decided.texted)).toBe(1);
  });

  it('stays counted when the first text fails and the second is sent', async () => {
    const { ask, unverified, traffic } = aService();
    const [first, second] = [await ask('ada'), await ask('bea')];
    const failed = await first();
    const texted = await second();
    expect(failed?.guard_counted).toBe(prefixOf(texted));
    await traffic.takeBackSend(failed?.guard_counted ?? '');
    expect(await unverified(texted)).toBe(1);
  });

  it('is not counted when both are refused', async () => {
    const { ask, fill, unverified, kept } = aService();
    await Promise.all([fill('attacker'), fill('accomplice')]);
    for (const decide of [await ask('attacker'), await ask('accomplice')]) {
      expect(await decide()).toBeUndefined();
    }
    const later = await (await ask('ada'))();
    expect([kept(), await unverified(later)]).toEqual([0, 1]);
  });
});

describe('the write that keeps a number counted', () => {
  it('is not made by the request that counted it', async () => {
    const { ask, kept } = aService();
    expect(await (await ask('ada'))()).toBeDefined();
    expect(kept()).toBe(0);
  });

  it.each([
    ['is not made for a person whose token was already counted there', 'sent', 0],
    ['is made when that token was revoked, because its count may have been taken back', 'revoked', 1],
  ] as const)('%s', async (_, status, expected) => {
    const { ask, kept, holdToken } = aService();
    const first = await (await ask('ada'))();
    // The token has expired, so that the next request need not wait.
    holdToken(aToken({ status, number_prefix: prefixOf(first), expiry_time: NOW_SECONDS - 1 }));
    expect(await (await ask('bea'))()).toBeDefined();
    expect(kept()).toBe(expected);
  });
});

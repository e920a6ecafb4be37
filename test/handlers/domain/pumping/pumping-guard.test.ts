import { describe, expect, it } from '@jest/globals';
import { looksPumped } from '../../../../handlers/domain/pumping/judge-traffic.ts';
import type { Pause, TrafficSlice } from '../../../../handlers/domain/pumping/prefix-traffic.ts';
import type { PumpingGuardPorts } from '../../../../handlers/domain/pumping/pumping-guard.ts';
import { guardSend } from '../../../../handlers/domain/pumping/pumping-guard.ts';
import { clientKey } from '../../../../handlers/domain/pumping/traffic-reference.ts';
import { NOW_SECONDS } from '../../fixtures.ts';
import { numbersInMemory, trafficInMemory } from '../../traffic-in-memory.ts';

const SETTINGS = {
  prefixDigits: 3,
  spareNumbers: 10,
  sparePerVerified: 1.5,
  trickleNumbers: 3,
  spareDeliveries: 300,
  knownDays: 90,
};
const PREFIX = '+49151';
const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
/** In the middle of a part of the window, so that the part before it has certainly ended. */
const NOW = NOW_SECONDS - (NOW_SECONDS % 300) + 150;

function aGuard(settings = SETTINGS) {
  const pauses: Pause[] = [];
  const guard: PumpingGuardPorts = {
    settings,
    traffic: trafficInMemory(),
    numbers: numbersInMemory(),
    integerBelow: (bound) => bound - 1,
    onPaused: (pause) => pauses.push(pause),
  };
  let made = 0;
  const send = async (atSeconds = NOW, number = '', { prefix = PREFIX, clientId = 'web' } = {}) => {
    made += 1;
    const asked = number || `number-${made}`;
    return guardSend(
      { prefix, clientId, number: asked },
      await guard.numbers.read(asked, 'ada', atSeconds),
      atSeconds,
      guard,
    );
  };
  /** Sends to this many new numbers; returns how many are let through. */
  const letThrough = async (times: number, atSeconds = NOW, clientId = 'web') => {
    let sent = 0;
    for (let time = 0; time < times; time += 1) {
      if (!(await send(atSeconds, '', { clientId })).paused) {
        sent += 1;
      }
    }
    return sent;
  };
  /** Sends to new numbers, each of which verifies its code. */
  const people = async (count: number, atSeconds = NOW, clientId = 'web') => {
    for (let person = 0; person < count; person += 1) {
      const sent = await send(atSeconds, '', { clientId });
      if (sent.paused) {
        throw new Error('refused');
      }
      await guard.traffic.countConversion(sent.reference, atSeconds);
    }
  };
  /** The unverified numbers of that part of the window. A pause must run, or the probe would be counted. */
  const counted = async (atSeconds = NOW) => {
    const probe = { prefix: PREFIX, clientId: 'web', number: 'probe' };
    const { slices } = await guard.traffic.countSend(probe, atSeconds);
    return slices.findLast(({ startsAtSeconds }) => startsAtSeconds <= atSeconds)?.unverified;
  };
  return { guard, send, letThrough, people, pauses, counted };
}

describe('the pumping guard', () => {
  it('pauses a prefix whose new numbers do not verify, for the client that asks, and reports it once', async () => {
    const { send, letThrough, pauses } = aGuard();
    expect(await letThrough(100)).toBe(20);
    expect(await send()).toMatchObject({ paused: true });
    await letThrough(100, NOW + 11 * MINUTE);
    expect(pauses).toEqual([{ prefix: PREFIX, clientId: 'web', until: NOW + 600 }]);
  });

  it('does not count what it refuses', async () => {
    const { letThrough, counted } = aGuard();
    await letThrough(100);
    expect(await counted()).toBe(20);
  });

  it('does not take a number for a failure just after it was sent a code', async () => {
    const { letThrough } = aGuard();
    expect(await letThrough(18)).toBe(18);
    expect(await letThrough(1, NOW + MINUTE)).toBe(1);
    // By now they have had time to verify, and have not.
    expect(await letThrough(1, NOW + 10 * MINUTE)).toBe(1);
    expect(await letThrough(10, NOW + 12 * MINUTE)).toBe(0);
  });

  it('counts numbers, not messages', async () => {
    const { send, letThrough } = aGuard();
    for (let time = 0; time < 100; time += 1) {
      expect((await send(NOW, 'same')).paused).toBe(false);
    }
    expect(await letThrough(100)).toBe(19);
  });

  it('lets a prefix that converts well enough continue', async () => {
    const { letThrough, people } = aGuard();
    for (let round = 0; round < 50; round += 1) {
      await people(2, NOW + round * MINUTE);
      expect(await letThrough(3, NOW + round * MINUTE)).toBe(3);
    }
  });

  it('lets other prefixes and other clients continue', async () => {
    const { send, letThrough } = aGuard();
    await letThrough(100);
    expect(await send(NOW, '', { prefix: '+49152' })).toMatchObject({ paused: false });
    expect(await letThrough(15, NOW, 'app')).toBe(15);
  });

  it('pauses a prefix for all when many clients together fail three times as often as one may', async () => {
    const { letThrough, pauses } = aGuard();
    for (const client of ['a', 'b', 'c', 'd']) {
      expect(await letThrough(15, NOW, client)).toBe(15);
    }
    expect(await letThrough(10, NOW, 'e')).toBe(0);
    expect(pauses).toEqual([{ prefix: PREFIX, until: NOW + 600 }]);
  });

  it('never refuses a recently verified number, and does not count it', async () => {
    const { guard, send, letThrough } = aGuard();
    await guard.numbers.noteVerified('lately', 'ada', NOW - 89 * DAY);
    await guard.numbers.noteVerified('today', 'ada', NOW - HOUR);
    await guard.numbers.noteVerified('long ago', 'ada', NOW - 90 * DAY);
    await guard.numbers.noteVerified('another person', 'bea', NOW - HOUR);
    await letThrough(100);
    const known = { paused: false, reference: '', counted: false };
    expect(await send(NOW, 'lately')).toEqual(known);
    expect(await send(NOW, 'another person')).toEqual(known);
    // Everything that its verification would add is already noted.
    expect(await send(NOW, 'today')).toEqual({ ...known, reference: '-' });
    expect(await send(NOW, 'long ago')).toMatchObject({ paused: true });
  });

  it('names a retry time that differs between requests', async () => {
    const { guard, letThrough } = aGuard();
    await letThrough(20);
    const draws = [0, 17, 60];
    const waits = await Promise.all(
      draws.map((draw) =>
        guardSend({ prefix: PREFIX, clientId: 'web', number: `late-${draw}` }, {}, NOW, {
          ...guard,
          integerBelow: (bound) => Math.min(draw, bound - 1),
        }),
      ),
    );
    expect(waits.map((wait) => (wait.paused ? wait.retryAfterSeconds : 0))).toEqual([30, 47, 90]);
  });
});

describe('a pause', () => {
  /** Six people verified half an hour ago, and an attack came five minutes ago. */
  const attacked = async () => {
    const all = aGuard();
    await all.people(6, NOW - HOUR / 2);
    await all.letThrough(100, NOW - 5 * MINUTE);
    return all;
  };

  it('lets a trickle of new numbers through when people verified in the last hours', async () => {
    const { letThrough } = await attacked();
    expect(await letThrough(20, NOW + 6 * MINUTE)).toBe(3);
  });

  it('lets almost none through when nobody ever verified', async () => {
    const { letThrough } = aGuard();
    await letThrough(100, NOW - 5 * MINUTE);
    expect(await letThrough(20, NOW + 6 * MINUTE)).toBe(1);
  });

  it('lets more through as those let through verify', async () => {
    const { people, letThrough } = await attacked();
    await people(3, NOW + 6 * MINUTE);
    expect(await letThrough(20, NOW + 6 * MINUTE)).toBe(7);
  });

  it('has separate room for numbers that were refused, waited and came back', async () => {
    const { send, letThrough } = await attacked();
    expect(await send(NOW, 'new')).toMatchObject({ paused: true });
    expect(await send(NOW + 20, 'new')).toMatchObject({ paused: true });
    expect(await send(NOW + 30, 'new')).toMatchObject({ paused: false });
    expect(await letThrough(20, NOW + 30)).toBe(0);
  });

  it('gives that room to no more numbers than usually verify', async () => {
    const { send } = await attacked();
    const returning = Array.from({ length: 50 }, (_, index) => `back-${index}`);
    for (const number of returning) {
      await send(NOW, number);
    }
    const sent = [];
    for (const number of returning) {
      sent.push(await send(NOW + 40, number));
    }
    expect(sent.filter(({ paused }) => !paused)).toHaveLength(3);
  });

  it.each([
    ['while it lasts', 4],
    ['after it ends', 6],
  ])('lets no more through under concurrent sends %s', async (_, minutes) => {
    const { send, guard, counted } = await attacked();
    const now = NOW + minutes * MINUTE;
    const sends = await Promise.all(Array.from({ length: 20 }, () => send(now)));
    const passed = sends.filter(({ paused }) => !paused).length;
    expect(passed).toBeLessThanOrEqual(3);
    expect(await guard.traffic.pauses(now)).toHaveLength(1);
    expect(await counted(now)).toBe(passed);
  });

  it('is reported again when it starts after hours of quiet', async () => {
    const { letThrough, pauses } = aGuard();
    await letThrough(100);
    await letThrough(100, NOW + 4 * HOUR);
    expect(pauses).toHaveLength(2);
  });
});

describe('a judgement', () => {
  const slice = (minutesAgo: number, unverified: number, verified: number, client = 'web'): TrafficSlice => ({
    client: clientKey(client),
    startsAtSeconds: NOW - 150 - minutesAgo * MINUTE,
    unverified,
    verified,
    returned: 0,
  });
  it.each([
    ['no pumping for the spare numbers', [slice(5, 10, 0)], 'no'],
    ['pumping for one more', [slice(5, 11, 0)], 'client'],
    ['no pumping for one and a half for each that verified', [slice(5, 25, 10)], 'no'],
    ['pumping for one more than that', [slice(5, 26, 10)], 'client'],
    ['no pumping for codes in flight', [slice(0, 20, 0)], 'no'],
    ['pumping for more codes in flight than people would cause', [slice(0, 21, 0)], 'client'],
    ['no pumping for as many more in flight as verified', [slice(0, 60, 40)], 'no'],
    ['pumping for a flood, even hours after good traffic', [slice(5, 60, 0), slice(170, 0, 40)], 'client'],
    ['pumping for a drip', [170, 120, 90, 65, 5].map((ago) => slice(ago, 3, 0)), 'client'],
    ['no pumping for an outage, when nobody can verify', [slice(30, 45, 0), slice(90, 10, 60)], 'no'],
    ["no pumping for another client's failures", [slice(5, 30, 0, 'app')], 'no'],
    ['pumping by all for the failures of many clients', [slice(5, 31, 0, 'app')], 'all'],
  ] as const)('says %s', (_, slices, pumped) => {
    const ask = { client: clientKey('web'), nowSeconds: NOW };
    expect(looksPumped({ slices: [...slices] }, ask, SETTINGS)).toBe(pumped);
  });
});

describe('a resumed prefix', () => {
  const resume = (guard: PumpingGuardPorts, nowSeconds = NOW) =>
    guard.traffic.resume({ prefix: PREFIX, clientId: 'web' }, nowSeconds);

  it('is not paused again by what it was paused for, only by as much again', async () => {
    const { guard, send, letThrough } = aGuard();
    expect(await letThrough(100)).toBe(20);
    expect(await resume(guard)).toBe(true);
    expect(await letThrough(100)).toBe(20);
    expect(await send()).toMatchObject({ paused: true });
  });

  it('stays open for hours when the attack is over', async () => {
    const { guard, letThrough, send, pauses } = aGuard();
    await letThrough(100);
    await resume(guard);
    for (let hour = 0; hour < 4; hour += 1) {
      expect(await send(NOW + hour * HOUR + 11 * MINUTE)).toMatchObject({ paused: false });
    }
    expect(pauses).toHaveLength(1);
  });

  it('keeps its good record: whoever verified makes room for more', async () => {
    const { guard, letThrough, people } = aGuard();
    await people(10, NOW - HOUR / 2);
    await letThrough(100);
    await resume(guard);
    expect(await letThrough(100)).toBe(30);
  });

  it('is not paused by a request that judged it before', async () => {
    const { guard, letThrough, send } = aGuard();
    await letThrough(19);
    const { traffic } = guard;
    const racing: PumpingGuardPorts = {
      ...guard,
      traffic: {
        ...traffic,
        async pause(pause, nowSeconds, view) {
          // Another request has paused it meanwhile, and an operator resumed it.
          await traffic.pause(pause, nowSeconds);
          await resume(guard);
          return traffic.pause(pause, nowSeconds, view);
        },
      },
    };
    await letThrough(1);
    await guardSend({ prefix: PREFIX, clientId: 'web', number: 'late' }, {}, NOW, racing);
    expect(await guard.traffic.pauses(NOW)).toEqual([]);
    expect(await send()).toMatchObject({ paused: false });
  });
});

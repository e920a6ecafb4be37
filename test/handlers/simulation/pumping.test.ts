/**
 * The guard with its default settings, among people, in outages and under attack. The tests play a few seeds;
 * `npm run bench:pumping` plays any number of them, and prints the figures that docs/pumping-guard.md quotes.
 */
import { describe, expect, it } from '@jest/globals';
import { DEFAULT_PUMPING_GUARD } from '../../../handlers/contract/settings/texts.ts';
import { numberPrefix } from '../../../handlers/domain/destinations/number-prefix.ts';
import { judgedAs, readTraffic } from '../../../handlers/domain/pumping/judged-as.ts';
import type { PumpingGuardPorts } from '../../../handlers/domain/pumping/pumping-guard.ts';
import { guardSend } from '../../../handlers/domain/pumping/pumping-guard.ts';
import { numbersInMemory, trafficInMemory } from '../traffic-in-memory.ts';
import { bursts, flood, pulses, steady } from './attackers.ts';
import type { Outcomes } from './guarded-prefix.ts';
import { HOUR, play } from './guarded-prefix.ts';
import { aWeekOfPeople, WEEK_STARTS_SECONDS } from './traffic.ts';

const DAY = 24 * HOUR;

/** In these hours of the week, a campaign brings a crowd and, near the end, a carrier is slow. */
const TRYING_HOURS = { from: 84, until: 110 };

const isIn = ({ from, until }: typeof TRYING_HOURS, atSeconds: number) =>
  atSeconds >= WEEK_STARTS_SECONDS + from * HOUR && atSeconds < WEEK_STARTS_SECONDS + until * HOUR;

/** Plays the requests of many prefixes in order; a code that was sent is verified when its sign says so. */
async function refusedInTryingHours(seed: number): Promise<{ asked: number; refused: number }> {
  const guard: PumpingGuardPorts = {
    settings: DEFAULT_PUMPING_GUARD,
    traffic: trafficInMemory(),
    numbers: numbersInMemory(),
    integerBelow: () => 0,
    onPaused: () => undefined,
  };
  const week = aWeekOfPeople(seed).filter(({ atSeconds }) => isIn(TRYING_HOURS, atSeconds));
  const events = week
    .flatMap((sign) => [
      { at: sign.atSeconds, sign, returns: false },
      ...(sign.verifiedAtSeconds ? [{ at: sign.verifiedAtSeconds, sign, returns: true }] : []),
    ])
    .sort((one, other) => one.at - other.at || Number(other.returns) - Number(one.returns));
  const references = new Map<unknown, string>();
  let refused = 0;
  for (const { at, sign, returns } of events) {
    const { number } = sign;
    if (returns) {
      const reference = references.get(sign);
      // No number is remembered, so that every number stays new for the whole week.
      if (reference) {
        await guard.traffic.countConversion(reference, at);
      }
      continue;
    }
    const prefix = numberPrefix(number, guard.settings.prefixDigits);
    const answer = await guardSend({ prefix, clientId: 'web', number }, {}, at, guard);
    if (answer.paused) {
      refused += 1;
    } else {
      references.set(sign, answer.reference);
    }
  }
  return { asked: week.length, refused };
}

const refusedShare = ({ during }: Outcomes) => during.refused / Math.max(1, during.people);

describe('people', () => {
  it('of 19 prefixes, all new, are never refused, despite a slow carrier and a crowd', async () => {
    const { asked, refused } = await refusedInTryingHours(1);
    expect(asked).toBeGreaterThan(20_000);
    expect(refused).toBe(0);
  });

  it.each([
    [0.5, 7 * DAY],
    [2, 2 * DAY],
    [60, 6 * HOUR],
  ])(
    '%d a minute, all new, are never refused, even when three in ten messages fail',
    async (perMinute, seconds) => {
      const { before, pauses } = await play({
        seed: 11,
        seconds,
        people: { perMinute, newShare: 1, conversion: 0.7 },
      });
      expect([before.put_off, pauses]).toEqual([0, 0]);
      expect(before.people).toBeGreaterThan(3000);
    },
  );

  it('are not refused while a carrier delivers nothing for an hour', async () => {
    const outage = { from: 12 * HOUR, seconds: HOUR, lost: 1 };
    const { during, justAfter, known } = await play({ seed: 12, seconds: 14 * HOUR, outage });
    expect(during.people).toBeGreaterThan(300);
    expect([during.put_off, justAfter.put_off, known.put_off]).toEqual([0, 0, 0]);
  });
});

describe('an attack over 24 hours', () => {
  const attackFrom = 8 * HOUR;
  const seconds = attackFrom + DAY;

  it.each([0.5, 2])(
    'that sends 46 messages, and 9 after each pause, gets few of %d people a minute refused',
    async (perMinute) => {
      const outcomes = await play({
        ...{ seed: 21, seconds, attackFrom, people: { perMinute } },
        attacker: pulses(46, 9),
      });
      expect(outcomes.during.people).toBeGreaterThan(300);
      expect(refusedShare(outcomes)).toBeLessThan(0.2);
      expect([outcomes.known.put_off, outcomes.attackerSent < 1500]).toEqual([0, true]);
    },
  );

  it('that verifies one code in six sends fewer than four messages for each new person', async () => {
    const outcomes = await play({
      ...{ seed: 22, seconds, attackFrom, people: { perMinute: 2, newShare: 1 } },
      attacker: steady(6, { verifies: 1 / 6 }),
    });
    expect(refusedShare(outcomes)).toBeLessThan(0.2);
    expect(outcomes.attackerSent).toBeLessThan(4 * (outcomes.before.people + outcomes.during.people));
  });

  it.each([
    ['obeys the waits', pulses(46, 9), 260],
    ['ignores the waits', steady(2), 290],
    ['drips', steady(0.3), 220],
    ['retries each number', steady(1, { returns: true }), 330],
    ['verifies one code in six', steady(2, { verifies: 1 / 6 }), 1300],
  ] as const)('in a prefix without people, by an attacker that %s, is bounded', async (_, attacker, most) => {
    const { attackerSent } = await play({
      ...{ seed: 23, seconds, attackFrom, people: { perMinute: 1e-6 } },
      attacker,
    });
    expect(attackerSent).toBeGreaterThan(100);
    expect(attackerSent).toBeLessThan(most);
  });

  it('through one client does not affect people of another client', async () => {
    const outcomes = await play({
      ...{ seed: 24, seconds: 12 * HOUR, attackFrom, people: { perMinute: 2, newShare: 1 } },
      ...{ attacker: flood(2000, 5), ofAnotherClient: 1 },
    });
    expect([outcomes.during.put_off, outcomes.justAfter.put_off, outcomes.later.put_off]).toEqual([0, 0, 0]);
    expect(outcomes.attackerSent).toBeLessThan(60);
  });
});

describe('an attack when callers name addresses', () => {
  const scene = { seed: 41, seconds: 12 * HOUR, attackFrom: 9 * HOUR, people: { perMinute: 2, newShare: 1 } };

  it.each([
    [20, 0, 1],
    // Three in ten share addresses with many others, and are judged together with the attacker.
    [20, 0.25, 0.7],
  ])(
    'from %d addresses gets at most a share of %d of people refused, if a share of %d has its own',
    async (addresses, most, ownAddresses) => {
      const outcomes = await play({
        ...{ ...scene, ownAddresses },
        attacker: steady(6, { addresses, returns: true }),
      });
      expect(outcomes.during.people).toBeGreaterThan(300);
      expect(refusedShare(outcomes)).toBeLessThanOrEqual(most);
    },
  );

  it('from one address for each number sends less than 2.5 times what it sends without addresses', async () => {
    const attacker = steady(6, { addresses: Number.POSITIVE_INFINITY, returns: true });
    const alone = { ...scene, people: { perMinute: 1e-6 }, attacker };
    const unnamed = await play(alone);
    const named = await play({ ...alone, ownAddresses: 1 });
    expect(unnamed.attackerSent).toBeGreaterThan(25);
    expect(named.attackerSent).toBeLessThan(2.5 * unnamed.attackerSent);
  });
});

describe('a flood', () => {
  it.each([
    [200, 0.5],
    [200, 8],
    [2000, 0.5],
    [2000, 2],
    [2000, 8],
  ])('of %d messages among %d people a minute is over within ten minutes', async (messages, perMinute) => {
    const outcomes = await play({
      ...{ seed: 31, seconds: 13 * HOUR, attackFrom: 10 * HOUR, people: { perMinute } },
      attacker: flood(messages, 5),
    });
    expect(outcomes.later.people).toBeGreaterThan(30);
    expect([outcomes.later.refused, outcomes.known.put_off]).toEqual([0, 0]);
    expect(outcomes.attackerSent).toBeLessThanOrEqual(Math.min(messages, 60 + 80 * perMinute));
  });
});

describe('codes that are delivered for another system, whose people are all new here', () => {
  const quiet = { newShare: 1, conversion: 0.7 };

  it.each([
    ['of which nothing comes back here', 'unreported', 0.5, 7 * DAY],
    ['which it reports', 'reported', 20, 12 * HOUR],
  ] as const)('%s, are all sent', async (_, deliveries, perMinute, seconds) => {
    const people = { perMinute, ...quiet };
    const { before, pauses } = await play({ seed: 31, seconds, deliveries, people });
    expect([before.put_off, pauses]).toEqual([0, 0]);
    expect(before.people).toBeGreaterThan(1000);
  });

  it.each([
    ['goes on at 60 a minute', steady(60), 86_000],
    ['comes back every three hours with 620 in two minutes', bursts(620, 620 / 120, 3.1 * HOUR), 4900],
  ])('are bounded by their number when a flood %s', async (_, attacker, asked) => {
    const attackFrom = 8 * HOUR;
    const { attackerAsked, attackerSent } = await play({
      ...{ seed: 32, seconds: attackFrom + DAY, attackFrom, people: { perMinute: 1e-6 } },
      ...{ attacker, deliveries: 'unreported' },
    });
    expect(attackerAsked).toBeGreaterThan(asked);
    // 300, and what a pause lets through: 17 each ten minutes.
    expect(attackerSent).toBeLessThanOrEqual(300 + 17 * 6 * 24);
    expect(attackerSent).toBeGreaterThanOrEqual(2400);
  });

  it('leave the codes that are verified here to be judged by themselves', async () => {
    const pumped = judgedAs('+49160', 'delivery', DEFAULT_PUMPING_GUARD);
    const own = judgedAs('+49160', 'token', DEFAULT_PUMPING_GUARD);
    expect(own).toEqual({ traffic: '+49160', bounds: DEFAULT_PUMPING_GUARD });
    expect(pumped.traffic).not.toBe(own.traffic);
    expect(readTraffic(pumped.traffic)).toEqual({ prefix: '+49160', isDelivery: true });
    expect(readTraffic(own.traffic)).toEqual({ prefix: '+49160', isDelivery: false });
  });
});

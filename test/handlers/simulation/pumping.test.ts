/** The guard, as it is set without a word in the configuration, against a week of people and pumpers among them. */
import { describe, expect, it } from '@jest/globals';
import { numberPrefix } from '../../../handlers/domain/number-prefix.ts';
import { guardSend, type PumpingGuard } from '../../../handlers/domain/pumping-guard.ts';
import { DEFAULT_PUMPING_GUARD } from '../../../infra/sms-settings.ts';
import { trafficInMemory } from '../traffic-in-memory.ts';
import { aWeekOfPeople, numberIn, randomFrom, type Sign, WEEK_STARTS_SECONDS } from './traffic.ts';

const HOUR = 3600;
/** Wednesday, 12:10 UTC, in the middle of a bucket. */
const ATTACK_SECONDS = WEEK_STARTS_SECONDS + 60 * HOUR + 600;
const MIDWEEK = aWeekOfPeople(1).filter(
  ({ atSeconds }) => atSeconds >= ATTACK_SECONDS - 6 * HOUR && atSeconds < ATTACK_SECONDS + 24 * HOUR,
);

interface Ask extends Sign {
  readonly pumped?: true;
}

/** Plays the asks in order; a code that was sent comes back when its sign says so. */
async function play(asks: readonly Ask[]) {
  const settings = DEFAULT_PUMPING_GUARD;
  const paused: string[] = [];
  const guard: PumpingGuard = {
    settings,
    traffic: trafficInMemory(settings),
    onPaused: (prefix) => paused.push(prefix),
  };
  const seen = { pumpedSent: 0, peopleAsked: 0, peopleSent: 0, peopleRefusedIn: new Set<string>() };
  const sentAsks = new Map<Ask, string>();
  for (const { atSeconds, ask, returns } of inOrder(asks)) {
    const prefix = sentAsks.get(ask) ?? numberPrefix(ask.number, settings.prefixDigits);
    if (returns) {
      if (sentAsks.has(ask)) await guard.traffic.countConversion(prefix, atSeconds);
      continue;
    }
    const sent = !(await guardSend(prefix, atSeconds, guard)).paused;
    if (sent) sentAsks.set(ask, prefix);
    if (ask.pumped) seen.pumpedSent += sent ? 1 : 0;
    else {
      seen.peopleAsked += 1;
      seen.peopleSent += sent ? 1 : 0;
      if (!sent) seen.peopleRefusedIn.add(prefix);
    }
  }
  return { ...seen, paused, peopleRefusedIn: [...seen.peopleRefusedIn] };
}

/** What happens, second by second: codes that come back, if they were sent, before new ones are asked for. */
const inOrder = (asks: readonly Ask[]) =>
  asks
    .flatMap((ask) => [
      { atSeconds: ask.atSeconds, ask, returns: false },
      ...(ask.verifiedAtSeconds ? [{ atSeconds: ask.verifiedAtSeconds, ask, returns: true }] : []),
    ])
    .sort((one, other) => one.atSeconds - other.atSeconds || Number(other.returns) - Number(one.returns));

/** Numbers one after another, `every` so many seconds. */
const sequential = (prefix: string, length: number, count: number, everySeconds: number): Ask[] =>
  Array.from({ length: count }, (_, index) => ({
    atSeconds: ATTACK_SECONDS + Math.floor(index * everySeconds),
    number: prefix + String(index).padStart(length - prefix.length, '0'),
    pumped: true,
  }));

describe('a week of people', () => {
  it.each([1, 2])(
    'is never paused (seed %d)',
    async (seed) => {
      const { paused, peopleAsked, peopleSent } = await play(aWeekOfPeople(seed));
      expect(paused).toEqual([]);
      expect(peopleAsked).toBeGreaterThan(130_000);
      expect(peopleSent).toBe(peopleAsked);
    },
    30_000,
  );
});

describe('an attack in the midst of people', () => {
  it('with 5 numbers a second in a block of its own ends after 49 messages, and disturbs nobody', async () => {
    const { pumpedSent, paused, peopleSent } = await play([
      ...MIDWEEK,
      ...sequential('+992921', 13, 15_000, 0.2),
    ]);
    expect(pumpedSent).toBe(49);
    expect(paused).toEqual(['+992921']);
    expect(peopleSent).toBe(MIDWEEK.length);
  });

  it('that goes on for a day gets 9 more after each hour of pause', async () => {
    const { pumpedSent, paused } = await play([...MIDWEEK, ...sequential('+992921', 13, 86_400, 1)]);
    expect(paused).toHaveLength(24);
    expect(pumpedSent).toBe(256);
  });

  it('in the busiest block of a country ends after 176, and the rest of the country goes on', async () => {
    const { pumpedSent, paused, peopleRefusedIn } = await play([
      ...MIDWEEK,
      ...sequential('+49151', 14, 15_000, 0.2),
    ]);
    expect(pumpedSent).toBe(176);
    expect(paused).toEqual(['+49151']);
    expect(peopleRefusedIn).toEqual(['+49151']);
  });

  it('spread over 40 blocks of a country costs fewer than 50 messages a block', async () => {
    const random = randomFrom(7);
    const spread = Array.from({ length: 15_000 }, (_, index): Ask => {
      const block = `+628${10 + Math.floor(random() * 40)}`;
      const atSeconds = ATTACK_SECONDS + Math.floor(index * 0.2);
      return { atSeconds, number: numberIn(block, 13, random), pumped: true };
    });
    const { pumpedSent, paused, peopleRefusedIn } = await play([...MIDWEEK, ...spread]);
    expect(pumpedSent).toBe(1950);
    expect(new Set(paused).size).toBe(40);
    expect(peopleRefusedIn).toEqual(['+62812']);
  });

  it('that drips, a message in five minutes, ends after 49 too', async () => {
    const { pumpedSent, paused } = await play([...MIDWEEK, ...sequential('+992921', 13, 60, 300)]);
    expect(pumpedSent).toBe(49);
    expect(paused).toEqual(['+992921']);
  });
});

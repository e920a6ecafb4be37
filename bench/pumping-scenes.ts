/** The scenes that `npm run bench:pumping` simulates, by the table that it prints. */
import type { Attacker } from '../test/handlers/simulation/attackers.ts';
import { bursts, flood, pulses, steady } from '../test/handlers/simulation/attackers.ts';
import type { play } from '../test/handlers/simulation/guarded-prefix.ts';
import { HOUR } from '../test/handlers/simulation/guarded-prefix.ts';

const DAY = 24 * HOUR;
/** The share of people with a number that never verified before. */
const NEW_SHARE = 0.7;
/** The share of people with their own address when callers name addresses; the others share a carrier's. */
const OWN_ADDRESSES = 0.7;
/** A rate for a prefix without people. */
const NOBODY = 1e-6;

type Scene = Omit<Parameters<typeof play>[0], 'seed'>;

export interface Row {
  readonly name: string;
  /** New people a minute. */
  readonly perMinute: number;
  readonly scene: Scene;
}

/** Each scene at each rate. A rate counts new people only. */
const atRates = (rates: readonly number[], scenes: Readonly<Record<string, Scene>>): readonly Row[] =>
  Object.entries(scenes).flatMap(([name, scene]) =>
    rates.map((perMinute) => {
      const people = { newShare: NEW_SHARE, ...scene.people };
      const all = Math.max(NOBODY, perMinute / people.newShare);
      return { name, perMinute, scene: { ...scene, people: { ...people, perMinute: all } } };
    }),
  );

const week = (conversion: number): Scene => ({ seconds: 7 * DAY, people: { conversion } });
const outage = (hours: number, lost: number): Scene => ({
  seconds: 20 * HOUR,
  outage: { from: 12 * HOUR, seconds: hours * HOUR, lost },
});
const underAttack = (attacker: Attacker, more: Partial<Scene> = {}): Scene => ({
  ...{ seconds: 32 * HOUR, attackFrom: 8 * HOUR, attacker },
  ...more,
});
const keyed = (attacker: Attacker) => underAttack(attacker, { ownAddresses: OWN_ADDRESSES });
const flooded = (messages: number, conversion: number): Scene => ({
  ...{ seconds: 15 * HOUR, attackFrom: 10 * HOUR, attacker: flood(messages, 5) },
  people: { conversion },
});

/** Codes of another system: everybody is new, as long as nobody verifies a code here. */
const delivered = (deliveries: Scene['deliveries'], more: Partial<Scene> = {}): Scene => ({
  ...{ seconds: 2 * DAY, deliveries, people: { newShare: 1 } },
  ...more,
});
const pumped = (attacker: Attacker) => delivered('unreported', underAttack(attacker));

export const WEEKS = atRates([0.5, 2, 8, 20, 60], {
  '55 in 100 messages verify': week(0.55),
  '65 in 100': week(0.65),
  '75 in 100': week(0.75),
  '85 in 100': week(0.85),
  '98 in 100': week(0.98),
});

export const OUTAGES = atRates([0.5, 2, 8, 60], {
  'half of the messages lost for 3 hours': outage(3, 0.5),
  'all lost for 1 hour': outage(1, 1),
  'all lost for 2 hours': outage(2, 1),
});

export const ATTACKS = atRates([0, 0.5, 2, 8, 20], {
  '46 messages, then 9 at each end': underAttack(pulses(46, 9)),
  'none verified, 1 a minute': underAttack(steady(1)),
  'none verified, 6 a minute': underAttack(steady(6)),
  'none verified, 60 a minute': underAttack(steady(60)),
  'one in six verified, 6 a minute': underAttack(steady(6, { verifies: 1 / 6 })),
  'one in six verified, 60 a minute': underAttack(steady(60, { verifies: 1 / 6 })),
  'over 5 clients, 60 a minute': underAttack(steady(60, { clients: 5 })),
  'over 10 prefixes, 60 a minute': underAttack(steady(60, { prefixes: 10 })),
  'each number comes back, 1 a minute': underAttack(steady(1, { returns: true })),
  'each number comes back, 6 a minute': underAttack(steady(6, { returns: true })),
});

export const KEYED = atRates([0, 0.5, 2, 8], {
  'from 20 addresses, 60 a minute': keyed(steady(60, { addresses: 20 })),
  'from 500 addresses, 60 a minute': keyed(steady(60, { addresses: 500 })),
  'from 100 addresses, each number comes back, 6 a minute': keyed(
    steady(6, { addresses: 100, returns: true }),
  ),
  'from an address each, 60 a minute': keyed(steady(60, { addresses: Number.POSITIVE_INFINITY })),
});

export const FLOODS = atRates([0.5, 2, 8, 20], {
  '200 messages': flooded(200, 0.85),
  '200 messages, 65 in 100 verify': flooded(200, 0.65),
  '2,000 messages': flooded(2000, 0.85),
  '2,000 messages, 65 in 100 verify': flooded(2000, 0.65),
});

export const DELIVERIES = atRates([0.5, 1, 2, 8], {
  'nothing is reported': delivered('unreported'),
  'what verifies is reported': delivered('reported'),
});

/** More than a client's deliveries may go to in three hours, in two minutes. */
const BURST = { messages: 620, perSecond: 620 / 120 };

export const PUMPED = atRates([0, 0.5], {
  '1 a minute': pumped(steady(1)),
  '6 a minute': pumped(steady(6)),
  '60 a minute': pumped(steady(60)),
  '600 a minute': pumped(steady(600)),
  '620 in two minutes, each hour': pumped(bursts(BURST.messages, BURST.perSecond, HOUR)),
  '620 in two minutes, each 3 h 6 min': pumped(bursts(BURST.messages, BURST.perSecond, 3.1 * HOUR)),
  'each number comes back, 6 a minute': pumped(steady(6, { returns: true })),
  'over 3 clients, 60 a minute': pumped(steady(60, { clients: 3 })),
});

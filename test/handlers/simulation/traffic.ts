/**
 * A week of people signing in, shaped like what services record: days and nights, weekends, large and small
 * prefixes, people who give up, ask again or take their time, hours in which a carrier is slow, and an hour
 * in which a campaign brings a crowd. Seeded, so that every run is the same week.
 */

/** Read once: inside Jest, looking up a global takes longer than using it. */
const { cos, exp, floor, imul, log, PI } = Math;

export interface Sign {
  readonly atSeconds: number;
  readonly number: string;
  /** When the code is verified; absent when it never is. */
  readonly verifiedAtSeconds?: number;
}

interface Block {
  /** Country calling code and first national digits, with +. */
  readonly prefix: string;
  /** Length of the whole number, including the +. */
  readonly length: number;
  /** People an hour, on average over a weekday. */
  readonly perHour: number;
  readonly conversion: number;
}

/** A Monday, 00:00:00 UTC. */
export const WEEK_STARTS_SECONDS = 1_795_392_000;
const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** Conversion rates from 60% to 95%, and from 2 to 240 people an hour. */
const BLOCKS: readonly Block[] = [
  { prefix: '+49151', length: 14, perHour: 120, conversion: 0.9 },
  { prefix: '+49152', length: 14, perHour: 60, conversion: 0.88 },
  { prefix: '+49170', length: 13, perHour: 40, conversion: 0.91 },
  { prefix: '+49176', length: 14, perHour: 8, conversion: 0.85 },
  { prefix: '+44740', length: 13, perHour: 30, conversion: 0.87 },
  { prefix: '+44770', length: 13, perHour: 20, conversion: 0.86 },
  { prefix: '+44795', length: 13, perHour: 3, conversion: 0.8 },
  { prefix: '+91981', length: 13, perHour: 240, conversion: 0.72 },
  { prefix: '+91900', length: 13, perHour: 80, conversion: 0.68 },
  { prefix: '+91701', length: 13, perHour: 12, conversion: 0.6 },
  { prefix: '+1202', length: 12, perHour: 25, conversion: 0.93 },
  { prefix: '+1415', length: 12, perHour: 50, conversion: 0.95 },
  { prefix: '+1646', length: 12, perHour: 10, conversion: 0.9 },
  { prefix: '+55119', length: 14, perHour: 60, conversion: 0.75 },
  { prefix: '+55219', length: 14, perHour: 15, conversion: 0.7 },
  { prefix: '+62812', length: 13, perHour: 20, conversion: 0.62 },
  { prefix: '+62857', length: 13, perHour: 5, conversion: 0.6 },
  { prefix: '+23480', length: 14, perHour: 6, conversion: 0.6 },
  { prefix: '+35387', length: 13, perHour: 2, conversion: 0.92 },
];

/** In these hours a carrier is slow, and half of the people who would have verified their code do not. */
const BAD_HOURS = [
  { prefix: '+9198', fromHour: 34, hours: 2 },
  { prefix: '+62', fromHour: 61, hours: 3 },
  { prefix: '+4915', fromHour: 107, hours: 1 },
  { prefix: '+1', fromHour: 140, hours: 2 },
];
/** A campaign brings eight times the people for one hour. */
const CROWD = { prefix: '+49', fromHour: 90, hours: 1, times: 8 };

/** The share of people without a verified code who ask again, within two minutes. */
const ASKS_AGAIN = 0.4;

/** A week of requests, in order of time. */
export function aWeekOfPeople(seed: number): Sign[] {
  const random = randomFrom(seed);
  const signs = BLOCKS.flatMap((block) => {
    const own: Sign[] = [];
    let at = 0;
    for (;;) {
      at += (-log(1 - random()) * HOUR) / (block.perHour * 2 * crowd(block.prefix, at));
      if (at >= WEEK) {
        return own;
      }
      // Thinning: candidates arrive at the peak rate, and the hour decides which of them are people.
      if (random() < activity(at)) {
        own.push(...attempts(block, at, random));
      }
    }
  });
  return signs.sort((one, other) => one.atSeconds - other.atSeconds);
}

/** Random numbers from 0 to 1, exclusive, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number in a block, its remaining digits random. */
function numberIn(prefix: string, length: number, random: () => number): string {
  let number = prefix;
  while (number.length < length) {
    number += floor(random() * 10);
  }
  return number;
}

/** One person's requests until they verify a code or give up. */
function attempts(block: Block, at: number, random: () => number): Sign[] {
  const number = numberIn(block.prefix, block.length, random);
  const signs: Sign[] = [];
  for (let askedAt = at; ; askedAt += 40 + random() * 80) {
    const atSeconds = WEEK_STARTS_SECONDS + floor(askedAt);
    const converts = random() < block.conversion * (slow(block.prefix, askedAt) ? 0.5 : 1);
    if (converts) {
      return [...signs, { atSeconds, number, verifiedAtSeconds: atSeconds + Math.ceil(returnDelay(random)) }];
    }
    signs.push({ atSeconds, number });
    if (signs.length === 4 || random() >= ASKS_AGAIN) {
      return signs;
    }
  }
}

/** Seconds from a message to its verification: mostly within half a minute, sometimes minutes. */
export const returnDelay = (random: () => number): number =>
  6 + 18 * exp(0.9 * (random() + random() + random() - 1.5) * 2);

/** From 0 to 1: quiet at 03:00, busy at 15:00, quieter at the weekend. */
export function activity(at: number): number {
  const daily = 0.5 - 0.45 * cos((2 * PI * (at - 3 * HOUR)) / DAY);
  return at >= 5 * DAY ? daily * 0.6 : daily;
}

const during = (at: number, { fromHour, hours }: { fromHour: number; hours: number }) =>
  at >= fromHour * HOUR && at < (fromHour + hours) * HOUR;

const slow = (prefix: string, at: number) =>
  BAD_HOURS.some((bad) => prefix.startsWith(bad.prefix) && during(at, bad));

const crowd = (prefix: string, at: number) =>
  prefix.startsWith(CROWD.prefix) && during(at, CROWD) ? CROWD.times : 1;

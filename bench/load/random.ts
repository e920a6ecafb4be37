/** Seeded randomness, so that a run can be repeated with the same traffic. */

/** A function that returns numbers from 0 (inclusive) to 1 (exclusive): mulberry32. */
export type Random = () => number;

/** Each part of a seed (a person, the weather) has its own randomness, whatever the other parts draw. */
export function randomOf(seed: number, part: string): Random {
  let state = [...part].reduce(
    (sum, letter) => Math.imul(sum ^ letter.charCodeAt(0), 0x01_00_01_93),
    seed | 0,
  );
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of the names, in proportion to its weight. */
export function pick<Name extends string>(random: Random, weights: Readonly<Record<Name, number>>): Name {
  const rows = Object.entries<number>(weights) as [Name, number][];
  let left = random() * rows.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of rows) {
    left -= weight;
    if (left < 0) {
      return name;
    }
  }
  throw new Error('There is nothing to pick from');
}

/** The times of independent arrivals, `perSecond` on average, in milliseconds from 0 to `forMs`. */
export function arrivals(random: Random, perSecond: number, forMs: number): number[] {
  const times: number[] = [];
  for (let at = waitMs(random, perSecond); at < forMs; at += waitMs(random, perSecond)) {
    times.push(at);
  }
  return times;
}

const waitMs = (random: Random, perSecond: number): number => (-Math.log(1 - random()) / perSecond) * 1000;

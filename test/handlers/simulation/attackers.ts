/** Who attacks a simulated prefix: in what rhythm, how well disguised, and how much of it they verify. */

const { log } = Math;
const MINUTE = 60;

/** What an attacker learns of a message: undefined when it was sent, otherwise seconds to wait. */
export type Outcome = number | undefined;

export interface Attacker {
  /** Seconds after the attack's beginning until the next message, or undefined at the end. */
  readonly start: (random: () => number) => (last: Outcome) => number | undefined;
  /** The share of its codes that it types in. */
  readonly verifies?: number;
  /** Refused numbers come back as people's do. */
  readonly returns?: boolean;
  /** It asks through so many clients in turn, people's first (1). */
  readonly clients?: number;
  /** It asks for numbers of so many prefixes in turn, people's first (1). */
  readonly prefixes?: number;
  /** Where callers name sources: it has so many addresses (20). */
  readonly addresses?: number;
}

/** Sends `first` at once, one a second, and `then` more after each wait that it is told, or each ten minutes. */
export const pulses = (first: number, then: number): Attacker => ({
  start: () => {
    let left = first;
    return (last) => {
      left -= 1;
      if (last === undefined && left > 0) {
        return 1;
      }
      left = then;
      return last ?? 600;
    };
  },
});

export const flood = (messages: number, perSecond: number): Attacker => ({
  start: () => {
    let left = messages;
    return () => {
      left -= 1;
      return left > 0 ? 1 / perSecond : undefined;
    };
  },
});

/** As fast as given, until the scene ends, whatever it is told. */
export const steady = (perMinute: number, more: Partial<Attacker> = {}): Attacker => ({
  start: (random) => () => (-log(1 - random()) * MINUTE) / perMinute,
  ...more,
});

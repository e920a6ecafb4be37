/** Attackers of a simulated prefix: their rhythm, their disguise, and the share of codes that they verify. */

const { log } = Math;
const MINUTE = 60;

/** What an attacker learns from a request: undefined when a message was sent, else the seconds to wait. */
export type Outcome = number | undefined;

export interface Attacker {
  /** Starts an attack. Each call then gives the seconds until the next message; undefined at the end. */
  readonly start: (random: () => number) => (last: Outcome) => number | undefined;
  /** The share of its codes that it verifies. */
  readonly verifies?: number;
  /** Whether it retries refused numbers, as people do. */
  readonly returns?: boolean;
  /** How many clients it uses in turn, the people's client first. Default 1. */
  readonly clients?: number;
  /** How many prefixes its numbers have in turn, the people's prefix first. Default 1. */
  readonly prefixes?: number;
  /** How many addresses it has, when callers name sources. Default 20. */
  readonly addresses?: number;
}

/** Sends `first` messages, one a second, then `then` more after the wait it is told, or ten minutes. */
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

/** Floods that come again, this long after the beginning of the one before, whatever they are told. */
export const bursts = (messages: number, perSecond: number, everySeconds: number): Attacker => ({
  start: () => {
    let left = messages;
    return () => {
      left -= 1;
      if (left > 0) {
        return 1 / perSecond;
      }
      left = messages;
      return everySeconds - (messages - 1) / perSecond;
    };
  },
});

/** Sends at this rate until the scene ends, whatever it is told. */
export const steady = (perMinute: number, more: Partial<Attacker> = {}): Attacker => ({
  start: (random) => () => (-log(1 - random()) * MINUTE) / perMinute,
  ...more,
});
